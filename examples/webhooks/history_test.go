package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/webhooks/people"
)

// A happening is something that happened to a user, and its event.
type happening struct {
	id      string // of the event
	user    people.User
	deleted bool
	webhook *clerktest.Webhook
}

// history returns events in the order in which they happened: that many people sign up, and then each event is something that
// happens to one of those who are left.
func history(ck *clerktest.Clerk, random *rand.Rand, users, events int) []happening {
	var (
		all    []happening
		living []people.User
		now    = time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	)
	happens := func(kind string, user people.User, deleted bool) {
		data := map[string]any{
			"object": "user", "id": user.ID, "first_name": user.FirstName, "last_name": user.LastName, "updated_at": user.UpdatedAt,
			"primary_email_address_id": "idn_1", "email_addresses": []map[string]string{{"id": "idn_1", "email_address": user.Email}},
		}
		if deleted {
			data = map[string]any{"object": "user", "id": user.ID, "deleted": true}
		}
		id := fmt.Sprintf("msg_%08x", random.Uint32()) // says nothing of the order
		all = append(all, happening{id, user, deleted, ck.Webhook("user."+kind, data).ID(id).HappenedAt(now)})
	}
	for len(all) < events {
		now = now.Add(time.Millisecond)
		n := len(living)
		switch {
		case n < users && len(all) < users:
			user := people.User{ID: fmt.Sprintf("user_%03d", n), FirstName: "First", LastName: "Last", Email: "first@example.com", UpdatedAt: now.UnixMilli()}
			living = append(living, user)
			happens("created", user, false)
		case random.IntN(6) == 0:
			n = random.IntN(n)
			happens("deleted", living[n], true)
			living = slices.Delete(living, n, n+1)
		default:
			user := &living[random.IntN(n)]
			user.FirstName, user.UpdatedAt = fmt.Sprintf("Name %d", len(all)), now.UnixMilli()
			user.Email = fmt.Sprintf("address%d@example.com", len(all))
			happens("updated", *user, false)
		}
	}
	return all
}

// shuffled returns that many deliveries: each event once, more of them by chance, and all in any order.
func shuffled(events []happening, random *rand.Rand, deliveries int) []happening {
	out := slices.Clone(events)
	for len(out) < deliveries {
		out = append(out, events[random.IntN(len(events))])
	}
	random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// A table is the users who are left, by id.
type table map[string]people.User

func (t table) apply(h happening) {
	if h.deleted {
		delete(t, h.user.ID)
		return
	}
	t[h.user.ID] = h.user
}

// users returns them as a store does.
func (t table) users() []people.User {
	return slices.SortedFunc(maps.Values(t), func(a, b people.User) int { return strings.Compare(a.ID, b.ID) })
}
