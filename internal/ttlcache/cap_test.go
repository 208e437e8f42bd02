package ttlcache_test

import (
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/internal/ttlcache"
)

func TestAClockThatWasSetBackDoesNotKeepACacheFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := newClock()
		c := ttlcache.New[string](1, at.now)
		c.Set("a", "1", at.now().Add(time.Minute))
		pass(2 * time.Minute)
		at.add(time.Hour)
		c.Set("b", "1", at.now().Add(time.Minute)) // sweeps
		pass(2 * time.Minute)
		at.add(-time.Hour)
		if !c.Set("c", "1", at.now().Add(time.Minute)) {
			t.Error("no room although all entries have ended")
		}
	})
}

func TestAnEndedEntryMakesRoomForItsSuccessorBetweenTwoSweeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := ttlcache.New[string](1, time.Now)
		c.Set("a", "1", time.Now().Add(time.Millisecond))
		pass(2 * time.Millisecond)
		c.Set("b", "1", time.Now().Add(time.Millisecond)) // sweeps, which it may not again for a second
		pass(2 * time.Millisecond)
		expect(t, c, "b", "")
		if !c.Set("b", "2", time.Now().Add(time.Millisecond)) {
			t.Error("an ended entry keeps its own successor out")
		}
		expect(t, c, "b", "2")
	})
}

func TestAFullCacheRefusesNewcomersAndKeepsWhatItHas(t *testing.T) {
	const limit, flood = 1000, 1_000_000
	at := newClock()
	c := ttlcache.New[int](limit, at.now)
	until := at.now().Add(time.Hour)
	kept := 0
	for i := range flood {
		if c.Set(strconv.Itoa(i), i, until) {
			kept++
		}
	}
	if kept != limit || c.Len() != limit {
		t.Errorf("%d kept and %d held of %d, want %d", kept, c.Len(), flood, limit)
	}
	for i := range limit {
		if got, ok := c.Get(strconv.Itoa(i)); got != i || !ok {
			t.Fatalf("the flood pushed out entry %d", i)
		}
	}
	c.Delete("7")
	if !c.Set("newcomer", 1, until) || c.Set("another", 2, until) {
		t.Error("a place that was given up is not free for exactly one")
	}
}

func TestTheCapHoldsUnderManyWriters(t *testing.T) {
	const limit, writers, each = 100, 50, 2000
	c := ttlcache.New[int](limit, time.Now)
	until := time.Now().Add(time.Hour)
	var kept atomic.Int64
	var most atomic.Int64
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if c.Set(fmt.Sprintf("key %d of %d", i, w), i, until) {
					kept.Add(1)
				}
				for n := int64(c.Len()); ; {
					if old := most.Load(); n <= old || most.CompareAndSwap(old, n) {
						break
					}
				}
			}
		})
	}
	wg.Wait()
	if kept.Load() != limit || most.Load() != limit || c.Len() != limit {
		t.Errorf("of %d keys %d were kept, at most %d and in the end %d were held, want %d", writers*each, kept.Load(), most.Load(), c.Len(), limit)
	}
}

// A full cache looks for ended entries at most once a second: a flood must not make it walk all of them each time.
func TestSweepsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const limit = 100
		c := ttlcache.New[int](limit, time.Now)
		for i := range limit {
			c.Set(fmt.Sprint(i), i, time.Now().Add(2*time.Second))
		}
		pass(1500 * time.Millisecond)
		if c.Set("x", 0, time.Now().Add(time.Hour)) { // looks, and finds none that has ended
			t.Error("there is room in a full cache")
		}
		pass(600 * time.Millisecond) // all have ended, but the last look was less than a second ago
		for range 1000 {
			if c.Set("x", 0, time.Now().Add(time.Hour)) {
				t.Fatal("a cache that was full looked twice within a second")
			}
		}
		if c.Len() != limit {
			t.Errorf("%d entries, want %d that have ended", c.Len(), limit)
		}
		pass(400 * time.Millisecond)
		if !c.Set("x", 0, time.Now().Add(time.Hour)) || c.Len() != 1 {
			t.Errorf("a second later %d entries are held, want the new one alone", c.Len())
		}
	})
}

// Ended by the clock of the cache, an entry is not handed out; its place is free when its real time has passed too.
func TestAPlaceIsFreeAfterItsRealTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := newClock()
		c := ttlcache.New[string](1, at.now)
		c.Set("a", "1", at.now().Add(time.Minute))
		at.add(time.Hour)
		expect(t, c, "a", "")
		if c.Set("b", "2", at.now().Add(time.Minute)) {
			t.Error("a place is free before its real time has passed")
		}
		pass(time.Minute + 1)
		if !c.Set("b", "2", at.now().Add(time.Minute)) {
			t.Error("no room although the entry has ended in every sense")
		}
		expect(t, c, "b", "2")
	})
}

func TestALimitBelowOneIsOne(t *testing.T) {
	for _, limit := range []int{0, -1, -1 << 62} {
		c := ttlcache.New[string](limit, time.Now)
		until := time.Now().Add(time.Hour)
		if !c.Set("a", "1", until) || c.Set("b", "2", until) || c.Len() != 1 {
			t.Errorf("a cache with limit %d holds %d entries, want 1", limit, c.Len())
		}
	}
}
