package world

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// An Event is a change that a webhook tells of.
type Event struct {
	Type string // "user.created"
	At   time.Time
	Data json.RawMessage
}

// feed gathers the events of one Update.
type feed struct {
	listener func([]Event)
	tell     []func() (string, any) // one for each row that changed: its event, "" for none, and what it shows
	resets   []func()
}

// Listen has f called with the events of each Update that has some, in their order and with the lock held: f only takes them and
// calls nothing of the World. nil ends it.
func (w *World) Listen(f func([]Event)) {
	_ = w.store.Update(func() error { w.feed.listener = f; return nil })
}

// Announce has the changes of a table told. name returns the type of the event: before is nil for what is new, after for what is
// deleted; "" is no event. view returns what the event shows of a row: of one that is gone while it and what belongs to it are still
// there. What one Update does to a row is one event, from how the row was to how it is.
func Announce[T any](w *World, t *table.Table[T], name func(before, after *T) string, view func(v *T, gone bool) any) {
	first := map[string]*T{} // as rows were before the Update
	w.feed.resets = append(w.feed.resets, func() { clear(first) })
	t.Watch(func(before, after *T) {
		f := &w.feed
		if f.listener == nil {
			return
		}
		id := t.ID(cmp.Or(after, before))
		if after == nil {
			event, data := name(before, nil), view(before, true)
			was, changed := first[id]
			delete(first, id)
			if changed && was == nil {
				return // nobody ever saw it
			}
			f.tell = append(f.tell, func() (string, any) { return event, data })
			return
		}
		if _, changed := first[id]; changed {
			return
		}
		first[id] = before
		f.tell = append(f.tell, func() (string, any) {
			was, still := first[id]
			if now := t.Get(id); still && now != nil {
				delete(first, id)
				return name(was, now), view(now, false)
			}
			return "", nil
		})
	})
}

// Lifecycle returns the name for [Announce] of what is created, updated and deleted, such as "user".
func Lifecycle[T any](resource string) func(before, after *T) string {
	return func(before, after *T) string {
		switch {
		case before == nil:
			return resource + ".created"
		case after == nil:
			return resource + ".deleted"
		default:
			return resource + ".updated"
		}
	}
}

func (f *feed) begin() {
	f.tell = nil
	for _, reset := range f.resets {
		reset()
	}
}

// publish hands the events of the Update over.
func (f *feed) publish(now time.Time) error {
	var events []Event
	for _, tell := range f.tell {
		name, view := tell()
		if name == "" {
			continue
		}
		data, err := json.Marshal(view)
		if err != nil {
			return fmt.Errorf("world: the event %s has no JSON: %w", name, err)
		}
		events = append(events, Event{name, now, data})
	}
	if len(events) > 0 {
		f.listener(events)
	}
	return nil
}
