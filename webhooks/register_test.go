package webhooks_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

func TestMistakesOfRegisteringPanic(t *testing.T) {
	p := newPost(t)
	ok := func(context.Context, *webhooks.Event) error { return nil }
	user := func(context.Context, *webhooks.Event, *backend.User) error { return nil }
	for _, row := range []struct {
		name, says string
		register   func(*webhooks.Mux)
	}{
		{"Handle without a function", "is nil", func(m *webhooks.Mux) { m.Handle("user.created", nil) }},
		{"Handle of the empty type", "empty type", func(m *webhooks.Mux) { m.Handle("", ok) }},
		{"HandleOther without a function", "is nil", func(m *webhooks.Mux) { m.HandleOther(nil) }},
		{"HandleAll without a function", "is nil", func(m *webhooks.Mux) { m.HandleAll(nil) }},
		{"HandleUndecodable without a function", "is nil", func(m *webhooks.Mux) { m.HandleUndecodable(nil) }},
		{"On without a function", "is nil", func(m *webhooks.Mux) { webhooks.On[webhooks.UserCreated](m, nil) }},
		{"OnData without a function", "needs a function", func(m *webhooks.Mux) { webhooks.OnData[backend.User](m, nil, "user.created") }},
		{"OnData without a type", "needs a function and the types", func(m *webhooks.Mux) { webhooks.OnData(m, user) }},
		{"OnData of the empty type", "empty type", func(m *webhooks.Mux) { webhooks.OnData(m, user, "") }},
		{"OnData of a type with other data", `"user.deleted" is a *backend.DeletedObject, not a *backend.User`, func(m *webhooks.Mux) {
			webhooks.OnData(m, user, webhooks.TypeUserCreated, webhooks.TypeUserDeleted)
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			mux := p.mux(t)
			defer func() {
				if text := fmt.Sprint(recover()); !strings.Contains(text, row.says) {
					t.Errorf("it panics with %s", text)
				}
				wantStatus(t, mux, p.event(), 204) // nothing was registered, and no lock is held
			}()
			row.register(mux)
		})
	}
}

func TestOneFunctionForSeveralTypes(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	var got []string
	webhooks.OnData(mux, func(_ context.Context, e *webhooks.Event, u *backend.User) error {
		got = append(got, string(e.Type)+" "+u.ID)
		return nil
	}, webhooks.TypeUserCreated, webhooks.TypeUserUpdated, webhooks.TypeUserCreated)
	type dinosaur struct {
		Name string `json:"name"`
		Legs int    `json:"legs"`
	}
	webhooks.OnData(mux, func(_ context.Context, e *webhooks.Event, d *dinosaur) error {
		got = append(got, fmt.Sprint(e.Type, " ", d.Name, d.Legs))
		return nil
	}, "dinosaur.created")
	for _, w := range []*clerktest.Webhook{
		p.ck.Webhook("user.created", map[string]string{"id": "user_1"}), p.ck.Webhook("user.updated", map[string]string{"id": "user_2"}),
		p.ck.Webhook("user.deleted", map[string]string{"id": "user_3"}), p.ck.Webhook("dinosaur.created", map[string]string{"name": "Rex", "legs": "2"}),
	} {
		wantStatus(t, mux, w, 204)
	}
	if want := []string{"user.created user_1", "user.updated user_2", "dinosaur.created Rex2"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAFunctionForAllEventsRunsBesideTheOthers(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	all, own := &counter{}, &counter{}
	mux.HandleAll(all.handle)
	mux.Handle(webhooks.TypeUserCreated, own.handle)
	event := p.event()
	wantStatus(t, mux, event, 204)
	wantStatus(t, mux, event, 204)
	wantStatus(t, mux, p.undecodable(), 204)
	wantStatus(t, mux, p.ck.Webhook("dinosaur.created", nil), 204)
	if all.calls() != 3 || own.calls() != 2 {
		t.Errorf("%d and %d calls, want 3 and 2", all.calls(), own.calls())
	}
	if !strings.Contains(p.log.String(), "nothing is registered for this type") {
		t.Errorf("a function for all events hides a type that nobody handles: %s", p.log)
	}
	all.fail(errNo)
	wantStatus(t, mux, p.event(), 500)
}

func TestATypeThatNobodyHandlesIsAWarningOnce(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	for range 3 {
		wantStatus(t, mux, p.ck.Webhook("dinosaur.created", nil), 204)
	}
	wantStatus(t, mux, p.ck.Webhook("dinosaur.extinct", nil), 204)
	if log := p.log.String(); strings.Count(log, "level=WARN") != 2 || strings.Count(log, "level=DEBUG") != 2 || !strings.Contains(log, "event.type=dinosaur.extinct") {
		t.Errorf("the log is %s", log)
	}
}

func TestTypesThatNobodyHandlesCanBeRefused(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t, webhooks.WithUnhandledRefused())
	all := &counter{}
	mux.HandleAll(all.handle)
	event := p.event()
	answer := event.Deliver(mux)
	if answer.Code != 500 || !strings.Contains(answer.Body.String(), string(webhooks.ReasonTypeUnhandled)) || all.calls() != 0 {
		t.Errorf("got %d %s after %d calls", answer.Code, answer.Body, all.calls())
	}
	c := &counter{}
	mux.Handle(webhooks.TypeUserCreated, c.handle)
	wantStatus(t, mux, event, 204)
	mux.HandleOther(c.handle)
	wantStatus(t, mux, p.ck.Webhook("dinosaur.created", nil), 204)
	if c.calls() != 2 || all.calls() != 2 {
		t.Errorf("%d and %d calls", c.calls(), all.calls())
	}
}
