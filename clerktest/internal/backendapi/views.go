package backendapi

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// each returns what view makes of the items, never nil.
func each[T, V any](items []T, view func(T) V) []V {
	views := make([]V, len(items))
	for i, item := range items {
		views[i] = view(item)
	}
	return views
}

// orNull returns nil for "", which is null in answers.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// millis returns Unix milliseconds, or nil for the zero time.
func millis(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

// orEmpty returns metadata as an object.
func orEmpty(object world.Metadata) world.Metadata {
	if object == nil {
		return world.Metadata{}
	}
	return object
}

// image returns the address of a picture: the one that was uploaded, and else one that is made of the id. Nothing is there.
func (a *API) image(uploaded, id string) string {
	if uploaded != "" {
		return uploaded
	}
	return a.images + id + ".png"
}

// A deletedView says that something is gone.
type deletedView struct {
	Object     string `json:"object"`
	ID         string `json:"id"`
	Deleted    bool   `json:"deleted"`
	Slug       string `json:"slug,omitempty"`
	ExternalID string `json:"external_id,omitempty"`
}

func deleted(object, id string) deletedView {
	return deletedView{Object: object, ID: id, Deleted: true}
}

// eachRow returns what view makes of rows, the oldest first, never nil.
func eachRow[T, V any](rows table.Rows[T], view func(*T) V) []V {
	views := make([]V, 0, rows.Len())
	for v := range rows.Each() {
		views = append(views, view(v))
	}
	return views
}

// ticket returns the address that an invitation leads to.
func (a *API) ticket(id string) string { return a.images + "accept/" + id }
