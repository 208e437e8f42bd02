package clerktest

import (
	"sync"
	"time"
)

// maxOneTime is how many things are kept that can be fetched once. What is too much drives out the oldest.
const maxOneTime = 1000

// oneTime keeps things under names that nobody can guess, until they are taken or a minute has passed.
type oneTime[T any] struct {
	mu    sync.Mutex
	items map[string]kept[T]
	order []string
}

type kept[T any] struct {
	item T
	end  time.Time
}

// put keeps an item and returns its name.
func (o *oneTime[T]) put(item T, now time.Time) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.items == nil {
		o.items = map[string]kept[T]{}
	}
	if len(o.order) >= maxOneTime {
		delete(o.items, o.order[0])
		o.order = o.order[1:]
	}
	name := randomText()
	o.items[name] = kept[T]{item, now.Add(oneTimeTTL)}
	o.order = append(o.order, name)
	return name
}

// take returns an item that is still good. Whether or not it is, its name is worth nothing afterwards.
func (o *oneTime[T]) take(name string, now time.Time) (T, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	found, ok := o.items[name]
	delete(o.items, name)
	if !ok || !now.Before(found.end) {
		var zero T
		return zero, false
	}
	return found.item, true
}
