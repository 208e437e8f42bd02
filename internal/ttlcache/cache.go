// Package ttlcache is a typed, bounded cache in which every entry has an absolute end. It is the only package that imports
// go-cache (docs/decisions/0002-go-cache.md), and closes the gaps that go-cache leaves: values are typed, the number of
// entries has a cap, no goroutine runs, and time comes from the caller.
package ttlcache

import (
	"sync"
	"time"

	gocache "github.com/patrickmn/go-cache"
)

// A Cache maps strings to values of type V until a moment given with each. Keys must not be secrets. It is safe for
// concurrent use; values are shared between readers and must not be changed.
type Cache[V any] struct {
	max   int
	now   func() time.Time
	mu    sync.Mutex // serialises writers, so that the cap holds
	swept time.Time
	items *gocache.Cache
}

type entry[V any] struct {
	value V
	until time.Time
}

// sweepEvery bounds how often a full cache walks all entries to drop the ended ones.
const sweepEvery = time.Second

// New returns a cache of at most limit entries that reads the clock through now.
func New[V any](limit int, now func() time.Time) *Cache[V] {
	// A cleanup interval of zero starts no janitor.
	return &Cache[V]{max: max(limit, 1), now: now, items: gocache.New(gocache.NoExpiration, 0)}
}

// Get returns the value of key while its time has not ended.
func (c *Cache[V]) Get(key string) (V, bool) {
	var none V
	found, ok := c.items.Get(key)
	if !ok {
		return none, false
	}
	e, ok := found.(entry[V])
	if !ok || !c.now().Before(e.until) {
		return none, false
	}
	return e.value, true
}

// Set keeps value under key until the given moment, and reports whether it did. It does not when that moment has passed
// or when the cache is full of entries that have not ended; a cap that evicts would let a flood push out good entries. An
// entry leaves its place when its time has passed in real time too, should the clock of the cache run ahead.
func (c *Cache[V]) Set(key string, value V, until time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if !now.Before(until) {
		c.items.Delete(key)
		return false
	}
	if _, exists := c.items.Get(key); !exists {
		c.items.Delete(key) // an ended entry that was not swept yet makes room for its successor
		if c.items.ItemCount() >= c.max {
			c.sweep()
		}
		if c.items.ItemCount() >= c.max {
			return false
		}
	}
	// go-cache counts the time to live in real time, which also frees the entry when an injected clock stands still.
	c.items.Set(key, entry[V]{value, until}, until.Sub(now))
	return true
}

// sweep goes by real time, as go-cache does: an injected clock may stand still or be set back.
func (c *Cache[V]) sweep() {
	now := time.Now()
	if now.Sub(c.swept) < sweepEvery {
		return
	}
	c.swept = now
	c.items.DeleteExpired()
}

// Delete forgets key.
func (c *Cache[V]) Delete(key string) { c.items.Delete(key) }

// Len returns how many entries are held, ended ones included until they are swept.
func (c *Cache[V]) Len() int { return c.items.ItemCount() }

// Flush forgets everything.
func (c *Cache[V]) Flush() { c.items.Flush() }
