// Package ttlcache is a typed, bounded cache in which every entry has an absolute end. It is the only package that imports
// go-cache (docs/decisions/0002-go-cache.md), and closes the gaps that go-cache leaves: values are typed, the number of
// entries has a cap, no goroutine runs, and time comes from the caller.
package ttlcache

import (
	"sync"
	"sync/atomic"
	"time"

	gocache "github.com/patrickmn/go-cache"
)

// A Cache maps strings to values of type V until a moment given with each. Keys must not be secrets. It is safe for
// concurrent use; values are shared between readers and must not be changed.
//
// A large one is spread over several go-caches: each has one lock, whose counter all its readers write, so that cores would wait for
// one another although nobody changes anything. Of an empty one no lock is taken.
type Cache[V any] struct {
	max   int
	now   func() time.Time
	parts []*gocache.Cache
	held  atomic.Int64 // entries in all parts, ended ones included; changed after the parts, so that none that is kept is overlooked

	mu    sync.Mutex // serialises writers, so that the cap holds
	swept time.Time
}

type entry[V any] struct {
	value V
	until time.Time
}

// sweepEvery bounds how often a full cache walks all entries to drop the ended ones.
const sweepEvery = time.Second

// spread is over how many parts a cache is spread that has room for so many entries or more.
const (
	spread     = 16
	spreadFrom = 4096
)

// New returns a cache of at most limit entries that reads the clock through now.
func New[V any](limit int, now func() time.Time) *Cache[V] {
	c := &Cache[V]{max: max(limit, 1), now: now, parts: make([]*gocache.Cache, 1)}
	if limit >= spreadFrom {
		c.parts = make([]*gocache.Cache, spread)
	}
	for i := range c.parts {
		c.parts[i] = gocache.New(gocache.NoExpiration, 0) // a cleanup interval of zero starts no janitor
	}
	return c
}

// part returns where a key is kept. Ids and digests end in what is random about them; were they all alike, they would have one part.
func (c *Cache[V]) part(key string) *gocache.Cache {
	if len(c.parts) == 1 || key == "" {
		return c.parts[0]
	}
	return c.parts[key[len(key)-1]%spread]
}

// Get returns the value of key while its time has not ended.
func (c *Cache[V]) Get(key string) (V, bool) {
	var none V
	if c.held.Load() == 0 {
		return none, false
	}
	found, ok := c.part(key).Get(key)
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
	now, part := c.now(), c.part(key)
	if !now.Before(until) {
		c.count(part, func() { part.Delete(key) })
		return false
	}
	if _, exists := part.Get(key); !exists {
		c.count(part, func() { part.Delete(key) }) // an ended entry that was not swept yet makes room for its successor
		if c.Len() >= c.max {
			c.sweep()
		}
		if c.Len() >= c.max {
			return false
		}
	}
	// go-cache counts the time to live in real time, which also frees the entry when an injected clock stands still.
	c.count(part, func() { part.Set(key, entry[V]{value, until}, until.Sub(now)) })
	return true
}

// count has a part changed and counts by how many entries. c.mu is held.
func (c *Cache[V]) count(part *gocache.Cache, change func()) {
	before := part.ItemCount()
	change()
	c.held.Add(int64(part.ItemCount() - before))
}

// sweep goes by real time, as go-cache does: an injected clock may stand still or be set back. c.mu is held.
func (c *Cache[V]) sweep() {
	now := time.Now()
	if now.Sub(c.swept) < sweepEvery {
		return
	}
	c.swept = now
	for _, part := range c.parts {
		c.count(part, part.DeleteExpired)
	}
}

// Delete forgets key.
func (c *Cache[V]) Delete(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	part := c.part(key)
	c.count(part, func() { part.Delete(key) })
}

// Len returns how many entries are held, ended ones included until they are swept.
func (c *Cache[V]) Len() int { return int(c.held.Load()) }

// Flush forgets everything.
func (c *Cache[V]) Flush() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, part := range c.parts {
		c.count(part, part.Flush)
	}
}
