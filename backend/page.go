package backend

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"math"
	"net/url"
	"strconv"
)

// A Page is a part of a list.
type Page[T any] struct {
	// Data are the items of this page, never more than the limit that was asked for.
	Data []T `json:"data"`
	// TotalCount is how many items there are in all. It is absent where Clerk does not count: the list of users has
	// UsersService.Count for that.
	TotalCount Opt[int] `json:"total_count,omitzero"`
}

// UnmarshalJSON reads the three forms that lists have: an object with data, one with m2m_tokens, and a bare array.
func (p *Page[T]) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		*p = Page[T]{}
		return json.Unmarshal(data, &p.Data)
	}
	var form struct {
		Data       json.RawMessage `json:"data"`
		M2MTokens  json.RawMessage `json:"m2m_tokens"`
		TotalCount Opt[int]        `json:"total_count"`
	}
	if err := json.Unmarshal(data, &form); err != nil {
		return err
	}
	*p = Page[T]{TotalCount: form.TotalCount}
	list := form.Data
	if list == nil {
		list = form.M2MTokens
	}
	if list == nil {
		return errors.New("it is no list: neither an array nor an object with data")
	}
	return json.Unmarshal(list, &p.Data) // null is a list without items
}

// pageSize is what iterators ask for where the params name no limit: the most that every list allows. maxPage is the most that
// any list allows; asked for more, it would give less than was asked for, which looks like the end.
const (
	pageSize = 100
	maxPage  = 500
)

var errNoPages = errors.New("the page has more items than were asked for, so the list cannot be gone through page by page")

// all returns an iterator over a list that has pages by offset. The limit of the params is the size of a page, their offset
// is where the iterator begins. It stops where the caller stops, and asks for no page that is not needed.
func all[T any](ctx context.Context, s *settings, c call) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		c, query := c.copy()
		limit, offset := min(number(query.Get("limit"), pageSize), maxPage), number(query.Get("offset"), 0)
		for {
			query.Set("limit", strconv.Itoa(limit))
			query.Set("offset", strconv.Itoa(offset))
			page := hand(ctx, s, c, limit, yield)
			if page == nil {
				return
			}
			offset += len(page.Data)
			total, counted := page.TotalCount.Get()
			if len(page.Data) == 0 || counted && offset >= total || !counted && len(page.Data) < limit {
				return
			}
		}
	}
}

// allAtOnce returns an iterator over a list that comes whole.
func allAtOnce[T any](ctx context.Context, s *settings, c call) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) { hand(ctx, s, c, math.MaxInt, yield) }
}

// hand asks for a page and hands its items to yield, or the error that came in their place. It returns nil where that was the
// last call of yield: after an error, and because the caller stops.
func hand[T any](ctx context.Context, s *settings, c call, limit int, yield func(*T, error) bool) *Page[T] {
	page, err := do[Page[T]](ctx, s, c)
	if err == nil && len(page.Data) > limit {
		err = c.failed(0, errNoPages)
	}
	if err != nil {
		yield(nil, err)
		return nil
	}
	for i := range page.Data {
		if !yield(&page.Data[i], nil) {
			return nil
		}
	}
	return page
}

// allAfter returns an iterator over a list that has pages by cursor: each page begins after the last item of the one before,
// so that it costs the same however far down the list it lies.
func allAfter[T any](ctx context.Context, s *settings, c call, id func(*T) string) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		c, query := c.copy()
		limit := min(number(query.Get("limit"), pageSize), maxPage)
		query.Set("limit", strconv.Itoa(limit))
		for {
			page := hand(ctx, s, c, limit, yield)
			if page == nil {
				return
			}
			if len(page.Data) < limit {
				return
			}
			last := id(&page.Data[len(page.Data)-1])
			if last == "" || last == query.Get("starting_after") {
				yield(nil, c.failed(0, errors.New("the list does not go on after its last item; pages by cursor would never end")))
				return
			}
			query.Set("starting_after", last)
		}
	}
}

// copy returns a call with a query of its own, which may be changed.
func (c call) copy() (call, url.Values) {
	c.query = maps.Clone(c.query)
	return c, c.query
}

func number(text string, fallback int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return fallback
	}
	return n
}
