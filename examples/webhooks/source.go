package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/webhooks/people"
	"github.com/usher-auth/usher/webhooks"
)

// A source is where events come from.
type source struct {
	name     string
	verifier *webhooks.Verifier
	ck       *clerktest.Clerk // nil if it is a real instance
}

// newSource chooses the real Clerk when the environment has the secret of an endpoint.
func newSource(getenv func(string) string, stderr io.Writer) (*source, error) {
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if getenv("CLERK_WEBHOOK_SIGNING_SECRET") != "" {
		verifier, err := webhooks.New(clerk.Options{Getenv: getenv, Logger: log})
		return &source{name: "your Clerk instance", verifier: verifier}, err
	}
	ck, err := clerktest.Start(clerktest.Config{Logger: log})
	if err != nil {
		return nil, err
	}
	options := ck.Options()
	options.WebhookSigningSecrets = []string{ck.WebhookSigningSecret()}
	verifier, err := webhooks.New(options)
	if err != nil {
		return nil, errors.Join(err, ck.Close())
	}
	return &source{name: "a Clerk inside this process", verifier: verifier, ck: ck}, nil
}

func (s *source) embedded() bool { return s.ck != nil }

func (s *source) close() error {
	if s.ck == nil {
		return nil
	}
	return s.ck.Close()
}

// A delivery is an attempt to deliver an event, and what is remarkable about it.
type delivery struct {
	webhook *clerktest.Webhook
	remark  string
}

// deliveries are those of a bad day: Ada signs up, changes her name and then her address; Bob signs up, changes his name and
// leaves. The ids of the events do not change, so that with -db nothing happens anew at the next start.
func (s *source) deliveries() []delivery {
	morning := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	event := func(id, kind string, minute int, data any) *clerktest.Webhook {
		return s.ck.Webhook(kind, data).ID(id).HappenedAt(morning.Add(time.Duration(minute) * time.Minute))
	}
	user := func(id, first, last, address string, minute int) map[string]any {
		return map[string]any{
			"object": "user", "id": id, "first_name": first, "last_name": last, "primary_email_address_id": "idn_1",
			"email_addresses": []map[string]string{{"id": "idn_0", "email_address": "old@example.com"}, {"id": "idn_1", "email_address": address}},
			"updated_at":      morning.Add(time.Duration(minute) * time.Minute).UnixMilli(),
		}
	}
	ada1 := event("msg_ada_1", "user.created", 0, user("user_ada", "Ada", "Byron", "ada@example.com", 0))
	ada2 := event("msg_ada_2", "user.updated", 1, user("user_ada", "Ada", "Lovelace", "ada@example.com", 1))
	ada3 := event("msg_ada_3", "user.updated", 2, user("user_ada", "Ada", "Lovelace", "lovelace@example.com", 2))
	bob1 := event("msg_bob_1", "user.created", 3, user("user_bob", "Bob", "Roe", "bob@example.com", 3))
	bob2 := event("msg_bob_2", "user.updated", 4, user("user_bob", "Bob", "Doe", "bob@example.com", 4))
	bob3 := event("msg_bob_3", "user.deleted", 5, map[string]any{"object": "user", "id": "user_bob", "deleted": true})
	return []delivery{
		{ada2, "before she was created"},
		{ada1, "late"},
		{ada3, "on time"},
		{ada3, "once more"},
		{ada2, "once more, by now out of date"},
		{bob1, "on time"},
		{bob3, "on time"},
		{bob2, "after he was deleted"},
		{ada3.ID("msg_forged").Forged(), "from somebody who does not know the secret"},
	}
}

// rehearse delivers them and prints what became of them. A real Clerk needs no rehearsal.
func (s *source) rehearse(ctx context.Context, url string, store *people.Store, stdout io.Writer) error {
	if !s.embedded() {
		return nil
	}
	out := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(out, "\nDelivered:")
	for _, d := range s.deliveries() {
		answer, err := d.webhook.Send(ctx, url)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(out, "  %s\t%d\t%s\n", d.webhook.Header().Get("Svix-Id"), answer.Code, d.remark)
	}
	changes, err := store.Changes(ctx)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(out, "\nWhat the events came to, each once:")
	for _, c := range changes {
		outcome := "applied"
		if !c.Applied {
			outcome = "the table knew better"
		}
		_, _ = fmt.Fprintf(out, "  %s\t%s\t%s\n", c.EventID, c.Type, outcome)
	}
	users, err := store.Users(ctx)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(out, "\nThe table:")
	for _, u := range users {
		_, _ = fmt.Fprintf(out, "  %s\t%s %s\t%s\n", u.ID, u.FirstName, u.LastName, u.Email)
	}
	return out.Flush()
}
