package revocation_test

import (
	"testing"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/revocation"
	"github.com/usher-auth/usher/webhooks"
)

func TestEventsThatFeedTheList(t *testing.T) {
	ck := clerktest.New(t)
	verifier, err := webhooks.New(ck.Options())
	if err != nil {
		t.Fatal(err)
	}
	over := func(id string) map[string]any {
		return map[string]any{"object": "session", "id": id, "user_id": "user_ada"}
	}
	gone := func(id string) map[string]any { return map[string]any{"object": "user", "id": id, "deleted": true} }
	for _, row := range []struct {
		name string
		sent func() *clerktest.Webhook
		code int
		want bool
	}{
		{"session.revoked", func() *clerktest.Webhook { return ck.Webhook("session.revoked", over("sess_1")) }, 204, true},
		{"session.ended", func() *clerktest.Webhook { return ck.Webhook("session.ended", over("sess_1")) }, 204, true},
		{"session.removed", func() *clerktest.Webhook { return ck.Webhook("session.removed", over("sess_1")) }, 204, true},
		{"user.deleted", func() *clerktest.Webhook { return ck.Webhook("user.deleted", gone("user_ada")) }, 204, true},
		{"session.created", func() *clerktest.Webhook { return ck.Webhook("session.created", over("sess_1")) }, 204, false},
		{"organization.deleted", func() *clerktest.Webhook { return ck.Webhook("organization.deleted", gone("user_ada")) }, 204, false},
		{"of another session", func() *clerktest.Webhook { return ck.Webhook("session.revoked", over("sess_2")) }, 204, false},
		{"that nobody has signed", func() *clerktest.Webhook { return ck.Webhook("session.revoked", over("sess_1")).Forged() }, 400, false},
		{"of a session without an id", func() *clerktest.Webhook { return ck.Webhook("session.revoked", over("")) }, 500, false},
		{"without a session", func() *clerktest.Webhook { return ck.Webhook("session.revoked", nil) }, 500, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			list := newList(t, revocation.Options{})
			mux, err := webhooks.NewMux(verifier)
			if err != nil {
				t.Fatal(err)
			}
			list.Feed(mux)
			answer := row.sent().Deliver(mux)
			if answer.Code != row.code {
				t.Errorf("answered %d: %s", answer.Code, answer.Body)
			}
			if got := list.Revoked(t.Context(), session(t, `{"sub":"user_ada","sid":"sess_1"}`)); got != row.want {
				t.Errorf("revoked: %t", got)
			}
		})
	}
}

func TestAnEventForWhichThereIsNoRoomComesAgain(t *testing.T) {
	ck := clerktest.New(t)
	verifier, err := webhooks.New(ck.Options())
	if err != nil {
		t.Fatal(err)
	}
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		t.Fatal(err)
	}
	list := newList(t, revocation.Options{Limit: 1})
	list.Feed(mux)
	if err := list.RevokeSession("sess_1"); err != nil {
		t.Fatal(err)
	}
	if answer := ck.Webhook("session.ended", map[string]any{"object": "session", "id": "sess_2"}).Deliver(mux); answer.Code != 500 {
		t.Errorf("answered %d: %s", answer.Code, answer.Body)
	}
}
