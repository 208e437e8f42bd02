package main

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/webhooks/people"
)

func TestKilledAgainAndAgainEveryEventHasItsEffectOnce(t *testing.T) {
	const users, events, deliveries = 100, 300, 1000
	began, random := time.Now(), rand.New(rand.NewPCG(2026, 1))
	ck, file := clerktest.New(t), filepath.Join(t.TempDir(), "people.db")
	happened := history(ck, random, users, events)
	s := &sender{queue: shuffled(happened, random, deliveries), answered: map[string]bool{}}

	for life, death := range []struct{ answer, commit int }{
		{commit: 1},          // while it sets up the tables
		{answer: 250},        // from outside, whatever it is doing
		{commit: 50},         // in the middle of a transaction
		{commit: 1},          // before it listens
		{commit: 3},          // in the transaction of one of its first events
		{answer: 600},        // from outside
		{answer: deliveries}, // after the last answer
	} {
		c := startChild(t, ck.WebhookSigningSecret(), file, death.commit)
		if listens := c.url != ""; listens != (death.commit != 1) {
			t.Fatalf("life %d: does the program listen? %v: %s", life, listens, c.output)
		}
		before := s.lost
		if c.url != "" {
			s.send(t, c, death.answer)
			if death.commit > 0 && s.lost == before {
				t.Errorf("life %d: the program was killed in a transaction, and every delivery was answered", life)
			}
		}
		<-c.ended
		_, changes := look(t, file)
		handled := map[string]bool{}
		for _, change := range changes {
			handled[change.EventID] = true
		}
		for id := range s.answered {
			if !handled[id] {
				t.Errorf("life %d: %s was answered with 204 and is not in the database", life, id)
			}
		}
		t.Logf("life %d, until %4d ms: %4d answers in all; %3d events answered, %3d handled; %d deliveries without an answer",
			life, time.Since(began).Milliseconds(), s.answers, len(s.answered), len(handled), s.lost-before)
	}
	if s.answers != deliveries || len(s.answered) != events {
		t.Errorf("%d deliveries of %d events were answered, not %d of %d", s.answers, len(s.answered), deliveries, events)
	}
	got, changes := look(t, file)
	wantTable(t, got, happened)
	wantEffects(t, changes, happened)
}

// look opens the database of a program that has ended, and returns what is in it.
func look(t *testing.T, file string) ([]people.User, []people.Change) {
	t.Helper()
	store, err := people.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	users, err := store.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	changes, err := store.Changes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return users, changes
}

// wantTable compares the table with what happened, in order and once.
func wantTable(t *testing.T, got []people.User, happened []happening) {
	t.Helper()
	model := table{}
	for _, h := range happened {
		model.apply(h)
	}
	if want := model.users(); !slices.Equal(got, want) {
		t.Errorf("the table is\n%v, not\n%v", got, want)
	}
	if len(got) == 0 || len(got) == len(happened) {
		t.Errorf("%d users are left of %d events, which proves little", len(got), len(happened))
	}
}

// wantEffects holds what the program wrote down of each event against what happened: one effect for each, and those that were
// applied, in the order in which they were, lead to the same table and never backwards.
func wantEffects(t *testing.T, changes []people.Change, happened []happening) {
	t.Helper()
	position, count := map[string]int{}, map[string]int{}
	for n, h := range happened {
		position[h.id] = n
	}
	replayed, last, stale := table{}, map[string]int{}, 0
	for _, change := range changes {
		count[change.EventID]++
		n, known := position[change.EventID]
		switch {
		case !known || happened[n].user.ID != change.UserID:
			t.Errorf("the change %v is of no event that happened", change)
			continue
		case !change.Applied:
			stale++
			continue
		}
		if before, ok := last[change.UserID]; ok && before > n {
			t.Errorf("%s was applied after %s, which is newer", change.EventID, happened[before].id)
		}
		last[change.UserID] = n
		replayed.apply(happened[n])
	}
	for _, h := range happened {
		if count[h.id] != 1 {
			t.Errorf("%s had its effect %d times", h.id, count[h.id])
		}
	}
	if len(changes) != len(happened) {
		t.Errorf("there are %d effects of %d events", len(changes), len(happened))
	}
	if stale == 0 {
		t.Error("no event came too late, which proves little of the order")
	}
	wantTable(t, replayed.users(), happened)
	t.Logf("%d events were applied, %d came too late", len(changes)-stale, stale)
}
