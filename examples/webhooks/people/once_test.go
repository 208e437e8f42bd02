package people

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

func TestAFailureTakesBackTheEventAndTheChange(t *testing.T) {
	// The last of the three insertions fails, when the first two have succeeded.
	const breaks = `CREATE TEMP TRIGGER broken BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'broken for the test'); END`
	ck, s := clerktest.New(t), fresh(t)
	handler := receiver(t, ck, s)
	created := step{"1", "created", "a", 0, 0}.webhook(ck, "user_1")
	if _, err := s.db.ExecContext(t.Context(), breaks); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		deliver(t, handler, created, 500)
		wantRows(t, s, 0, 0, 0)
	}
	if _, err := s.db.ExecContext(t.Context(), `DROP TRIGGER broken`); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		deliver(t, handler, created, 204)
		wantRows(t, s, 1, 1, 1)
	}
}

func TestWhoeverStopsWaitingHasChangedNothing(t *testing.T) {
	s := fresh(t)
	event := webhooks.UserCreated{Event: webhooks.Event{ID: "msg_1", Type: webhooks.TypeUserCreated}, Data: &backend.User{ID: "user_1"}}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.UserCreated(gone, event); err == nil {
		t.Error("an event was handled for somebody who has gone")
	}
	wantRows(t, s, 0, 0, 0)
	if err := s.UserCreated(t.Context(), event); err != nil {
		t.Error(err)
	}
	wantRows(t, s, 1, 1, 1)
}

func TestAnEventAboutNobodyFails(t *testing.T) {
	ck, s := clerktest.New(t), fresh(t)
	handler := receiver(t, ck, s)
	for _, kind := range []string{"created", "updated", "deleted"} {
		deliver(t, handler, ck.Webhook("user."+kind, map[string]any{"object": "user"}), 500)
	}
	wantRows(t, s, 0, 0, 0)
	err := s.UserDeleted(t.Context(), webhooks.UserDeleted{Event: webhooks.Event{ID: "msg_1", Type: "user.deleted"}, Data: &backend.DeletedObject{}})
	if err == nil || !strings.Contains(err.Error(), "user.deleted msg_1 has no id of a user") {
		t.Errorf("the error does not say what is wrong with which event: %v", err)
	}
}

// Two processes on one file have nothing in common but the file; two Stores with a Mux each have no more.
func TestTwoReplicasShareOneFile(t *testing.T) {
	const users, workers = 20, 8
	ck, file := clerktest.New(t), filepath.Join(t.TempDir(), "people.db")
	replicas := [2]http.Handler{receiver(t, ck, open(t, file)), receiver(t, ck, open(t, file))}
	steps := []step{{"1", "created", "a", 0, 0}, {"2", "updated", "b", 10, 10}, {"3", "updated", "c", 20, 20}}
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for n := range users * len(steps) { // everybody sends everything, and each begins at another place
				n = (n + worker*7) % (users * len(steps))
				webhook := steps[n%len(steps)].webhook(ck, fmt.Sprintf("user_%d", n/len(steps)))
				for code := 0; code != 204; code = webhook.Deliver(replicas[worker%2]).Code {
					if code != 0 && code != 503 || t.Context().Err() != nil {
						t.Errorf("the answer is %d", code)
						return
					}
				}
			}
		})
	}
	group.Wait()
	s := open(t, file)
	wantRows(t, s, users, users*len(steps), users*len(steps))
	for n := range users {
		if got, want := row(t, s, fmt.Sprintf("user_%d", n)), `"c" "" "c@example.com" at 20, deleted: false`; got != want {
			t.Errorf("user %d is %s, not %s", n, got, want)
		}
	}
}

func TestPruneForgetsEventsAndNothingElse(t *testing.T) {
	ck, s := clerktest.New(t), fresh(t)
	now := morning
	s.now = func() time.Time { return now }
	prune := func(want int64) {
		t.Helper()
		if got, err := s.Prune(t.Context(), Retention); err != nil || got != want {
			t.Errorf("Prune forgets %d events (%v), not %d", got, err, want)
		}
	}
	created, deleted := step{"1", "created", "a", 0, 0}, step{"2", "deleted", "", 0, 10}
	deliver(t, receiver(t, ck, s), created.webhook(ck, "user_1"), 204)
	deliver(t, receiver(t, ck, s), created.webhook(ck, "user_2"), 204)
	now = morning.Add(time.Hour)
	deliver(t, receiver(t, ck, s), deleted.webhook(ck, "user_2"), 204)

	now = morning.Add(Retention)
	prune(0)
	now = now.Add(time.Millisecond)
	prune(2)
	prune(0)
	wantRows(t, s, 2, 1, 3)

	// What was forgotten counts as new, and does no harm.
	before := row(t, s, "user_1") + row(t, s, "user_2")
	deliver(t, receiver(t, ck, s), created.webhook(ck, "user_1"), 204)
	deliver(t, receiver(t, ck, s), created.webhook(ck, "user_2"), 204)
	deliver(t, receiver(t, ck, s), deleted.webhook(ck, "user_2"), 204) // still known
	wantRows(t, s, 2, 3, 5)
	if after := row(t, s, "user_1") + row(t, s, "user_2"); after != before {
		t.Errorf("the users were %s and are %s", before, after)
	}
	changes, err := s.Changes(t.Context())
	if err != nil || len(changes) != 5 || changes[3].Applied || changes[4].Applied {
		t.Errorf("an old event was applied again: %v (%v)", changes, err)
	}
	if _, err := s.Prune(t.Context(), 0); err == nil {
		t.Error("Prune forgets everything when the duration is missing")
	}
}
