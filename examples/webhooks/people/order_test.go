package people

import (
	"fmt"
	"testing"

	"github.com/usher-auth/usher/clerktest"
)

// permutations calls visit with all orders of steps.
func permutations(steps []step, visit func([]step)) {
	var extend func(chosen, left []step)
	extend = func(chosen, left []step) {
		if len(left) == 0 {
			visit(chosen)
		}
		for n := range left {
			rest := append(append([]step{}, left[:n]...), left[n+1:]...)
			extend(append(chosen[:len(chosen):len(chosen)], left[n]), rest)
		}
	}
	extend(nil, steps)
}

// row is what the table says of a user.
func row(t *testing.T, s *Store, user string) string {
	t.Helper()
	var (
		first, last, email string
		updated            int64
		deleted            bool
	)
	err := s.db.QueryRowContext(t.Context(), `SELECT first_name, last_name, email, updated_at, deleted FROM users WHERE id = ?`, user).
		Scan(&first, &last, &email, &updated, &deleted)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%q %q %q at %d, deleted: %v", first, last, email, updated-morning.UnixMilli(), deleted)
}

func TestEveryOrderOfDeliveryEndsInTheSameState(t *testing.T) {
	for name, c := range map[string]struct {
		steps []step // in the order in which they happened
		want  string
	}{
		"a life with its end": {
			[]step{{"1", "created", "a", 0, 0}, {"2", "updated", "b", 10, 10}, {"3", "updated", "c", 20, 20}, {"4", "deleted", "", 0, 30}},
			`"" "" "" at 30, deleted: true`,
		},
		"a life that goes on": {
			[]step{{"1", "created", "a", 0, 0}, {"2", "updated", "b", 10, 10}, {"3", "updated", "c", 20, 20}, {"4", "updated", "d", 30, 30}},
			`"d" "" "d@example.com" at 30, deleted: false`,
		},
		"events that tell of a change late, and have the data of that time": {
			[]step{{"1", "created", "a", 0, 50}, {"2", "updated", "b", 10, 40}, {"3", "updated", "c", 20, 30}},
			`"c" "" "c@example.com" at 20, deleted: false`,
		},
		"two updates in one millisecond, which their events tell apart": {
			[]step{{"9", "created", "a", 0, 0}, {"8", "updated", "b", 10, 11}, {"7", "updated", "c", 10, 12}},
			`"c" "" "c@example.com" at 10, deleted: false`,
		},
		"creation and update in the same millisecond": {
			[]step{{"9", "created", "a", 0, 0}, {"1", "updated", "b", 0, 0}},
			`"b" "" "b@example.com" at 0, deleted: false`,
		},
		"two updates that nothing tells apart but their ids": {
			[]step{{"1", "created", "a", 0, 0}, {"2", "updated", "b", 10, 10}, {"3", "updated", "c", 10, 10}},
			`"c" "" "c@example.com" at 10, deleted: false`,
		},
		"a deletion by a clock that is behind": {
			[]step{{"1", "created", "a", 10, 10}, {"2", "updated", "b", 20, 20}, {"3", "deleted", "", 0, 5}},
			`"" "" "" at 5, deleted: true`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			ck, s := clerktest.New(t), fresh(t)
			users := 0
			permutations(c.steps, func(order []step) {
				users++
				user := fmt.Sprintf("user_%02d", users)
				for range 2 { // all of it once more, after a restart
					handler := receiver(t, ck, s)
					for _, next := range order {
						deliver(t, handler, next.webhook(ck, user), 204)
					}
				}
				if got := row(t, s, user); got != c.want {
					t.Errorf("delivered as %v, the user is\n%s, not\n%s", order, got, c.want)
				}
			})
			wantRows(t, s, users, users*len(c.steps), users*len(c.steps))
		})
	}
}

func TestUsersAreThoseWhoHaveNotBeenDeleted(t *testing.T) {
	ck, s := clerktest.New(t), fresh(t)
	if got, err := s.Users(t.Context()); err != nil || got == nil || len(got) != 0 {
		t.Errorf("at first there are the users %v (%v)", got, err)
	}
	handler := receiver(t, ck, s)
	for _, user := range []string{"user_2", "user_3", "user_1"} {
		deliver(t, handler, step{"1", "created", user, 7, 7}.webhook(ck, user), 204)
	}
	deliver(t, handler, step{"2", "deleted", "", 0, 8}.webhook(ck, "user_3"), 204)
	got, err := s.Users(t.Context())
	want := fmt.Sprint([]User{
		{"user_1", "user_1", "", "user_1@example.com", at(7).UnixMilli()},
		{"user_2", "user_2", "", "user_2@example.com", at(7).UnixMilli()},
	})
	if err != nil || fmt.Sprint(got) != want {
		t.Errorf("the users are %v (%v), not %s", got, err, want)
	}
}

func TestAUserWithoutAPrimaryAddressHasNone(t *testing.T) {
	ck, s := clerktest.New(t), fresh(t)
	address := []map[string]string{{"id": "idn_1", "email_address": "other@example.com"}}
	for n, data := range []map[string]any{
		{"email_addresses": address, "primary_email_address_id": nil},
		{"email_addresses": address, "primary_email_address_id": "idn_2"},
		{},
	} {
		data["id"] = fmt.Sprintf("user_%d", n)
		deliver(t, receiver(t, ck, s), ck.Webhook("user.created", data).HappenedAt(at(3)), 204)
		want := `"" "" "" at 3, deleted: false` // without updated_at, the time of the event
		if got := row(t, s, fmt.Sprint(data["id"])); got != want {
			t.Errorf("the user %v is %s, not %s", data, got, want)
		}
	}
}
