package ttlcache_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/internal/ttlcache"
)

// large is a limit from which on a cache is spread over several parts.
const large = 5000

// TestALargeCacheHoldsAsManyAsItsLimit fills caches with keys that end in any way, which decides on the part.
func TestALargeCacheHoldsAsManyAsItsLimit(t *testing.T) {
	for _, row := range []struct {
		name string
		key  func(i int) string
	}{
		{"keys that end in digits", func(i int) string { return fmt.Sprint("key ", i) }},
		{"keys that all end alike", func(i int) string { return fmt.Sprint(i, " key") }},
		{"keys that end in any byte, and the empty one", func(i int) string {
			if i == 0 {
				return ""
			}
			return fmt.Sprint(i) + string([]byte{byte(i)})
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := ttlcache.New[int](large, time.Now)
			until := time.Now().Add(time.Hour)
			var wg sync.WaitGroup
			for w := range 4 {
				wg.Go(func() {
					for i := w; i < 2*large; i += 4 {
						if _, there := c.Get(row.key(i)); there {
							t.Errorf("entry %d is there before it was put", i)
						}
						c.Set(row.key(i), i, until)
					}
				})
			}
			wg.Wait()
			held := 0
			for i := range 2 * large {
				if got, ok := c.Get(row.key(i)); ok {
					held++
					if got != i {
						t.Fatalf("entry %d has the value of %d", i, got)
					}
				}
			}
			if held != large || c.Len() != large {
				t.Fatalf("%d entries are there and %d are counted, want %d", held, c.Len(), large)
			}
			for i := range 2 * large {
				c.Delete(row.key(i))
			}
			if c.Len() != 0 {
				t.Errorf("%d entries are counted when all are deleted", c.Len())
			}
		})
	}
}

// TestALargeCacheIsSweptAndFlushedAltogether has every part give back its places.
func TestALargeCacheIsSweptAndFlushedAltogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := ttlcache.New[int](large, time.Now)
		fill := func(round string) {
			t.Helper()
			until := time.Now().Add(time.Minute)
			for i := range large {
				if !c.Set(round+fmt.Sprint(i), i, until) {
					t.Fatalf("no room for entry %d of %d", i, large)
				}
			}
			if c.Set("newcomer", 0, until) {
				t.Fatal("there is room in a full cache")
			}
		}
		fill("first ")
		pass(2 * time.Minute)
		fill("second ") // which sweeps out the ended ones
		c.Flush()
		if _, there := c.Get("second 1"); there || c.Len() != 0 {
			t.Errorf("%d entries after Flush", c.Len())
		}
		fill("third ")
	})
}

// TestWhatWasKeptIsSeenAtOnce has readers look for what writers have just kept, while the cache is emptied again and again: a cache
// that counts as empty is not looked into.
func TestWhatWasKeptIsSeenAtOnce(t *testing.T) {
	for _, limit := range []int{1000, large} {
		c := ttlcache.New[int](limit, time.Now)
		until := time.Now().Add(time.Hour)
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				r := rand.New(rand.NewPCG(1, uint64(w)))
				for i := range 2000 {
					key := fmt.Sprint(w, "/", r.IntN(5))
					if !c.Set(key, i, until) {
						t.Errorf("no room for %s", key)
					}
					if got, ok := c.Get(key); !ok || got != i {
						t.Errorf("%s was kept with %d, and gives %d, %t", key, i, got, ok)
					}
					if c.Delete(key); i%2 == 0 {
						c.Delete(key)
					}
					if _, ok := c.Get(key); ok {
						t.Errorf("%s is there after Delete", key)
					}
				}
			})
		}
		wg.Wait()
		if c.Len() != 0 {
			t.Errorf("%d entries are counted in an empty cache", c.Len())
		}
	}
}
