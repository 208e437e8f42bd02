package ttlcache_test

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/internal/ttlcache"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A clock stands still until it is set.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time { return time.Unix(0, c.at.Load()) }

func (c *clock) add(d time.Duration) { c.at.Add(int64(d)) }

// expect checks what is kept under a key; "" stands for nothing.
func expect(t *testing.T, c *ttlcache.Cache[string], key, want string) {
	t.Helper()
	if got, ok := c.Get(key); got != want || ok != (want != "") {
		t.Errorf("Get(%q) = %q, %v, want %q", key, got, ok, want)
	}
}

// pass lets time go by in a bubble.
func pass(d time.Duration) { <-time.After(d) }

func TestEntriesEndByTheClockOfTheCache(t *testing.T) {
	at := newClock()
	c := ttlcache.New[string](10, at.now)
	if !c.Set("a", "1", at.now().Add(time.Minute)) || !c.Set("b", "2", at.now().Add(time.Hour)) {
		t.Fatal("Set kept nothing")
	}
	expect(t, c, "a", "1")
	at.add(time.Minute - 1)
	expect(t, c, "a", "1")
	at.add(1)
	expect(t, c, "a", "")
	expect(t, c, "b", "2")
	at.add(-time.Second) // a clock that was set back takes entries back, within their real time
	expect(t, c, "a", "1")
	at.add(2 * time.Hour)
	expect(t, c, "b", "")
}

func TestEntriesEndByRealTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := ttlcache.New[string](10, time.Now)
		c.Set("a", "1", time.Now().Add(time.Minute))
		pass(time.Minute - 1)
		expect(t, c, "a", "1")
		pass(1)
		expect(t, c, "a", "")
	})
}

func TestAClockThatStandsStillKeepsNothingForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := newClock()
		c := ttlcache.New[string](1, at.now)
		for i := range 100 {
			key := fmt.Sprintf("key %d", i)
			if !c.Set(key, "1", at.now().Add(time.Minute)) {
				t.Fatalf("%q finds no room although %d minutes have passed", key, i)
			}
			expect(t, c, key, "1")
			pass(time.Minute + 1)
			expect(t, c, key, "")
		}
		if c.Len() != 1 {
			t.Errorf("%d entries, want 1", c.Len())
		}
	})
}

func TestSetWithAnEndThatHasPassed(t *testing.T) {
	for _, row := range []struct {
		name  string
		until time.Duration // from now
	}{
		{"now", 0},
		{"a moment ago", -1},
		{"the zero time", -500_000 * time.Hour},
	} {
		t.Run(row.name, func(t *testing.T) {
			at := newClock()
			c := ttlcache.New[string](10, at.now)
			c.Set("a", "1", at.now().Add(time.Hour))
			if c.Set("a", "2", at.now().Add(row.until)) {
				t.Error("Set says that it kept the value")
			}
			expect(t, c, "a", "") // neither the new value nor the old one
			if c.Len() != 0 {
				t.Errorf("%d entries, want none", c.Len())
			}
		})
	}
}

func TestSetReplaces(t *testing.T) {
	at := newClock()
	c := ttlcache.New[string](1, at.now)
	c.Set("a", "1", at.now().Add(time.Hour))
	if !c.Set("a", "2", at.now().Add(time.Minute)) {
		t.Error("a full cache does not replace what it holds")
	}
	expect(t, c, "a", "2")
	at.add(time.Minute)
	expect(t, c, "a", "") // the end is replaced too
	if !c.Set("a", "3", at.now().Add(time.Minute)) {
		t.Error("a full cache does not replace what has ended")
	}
	expect(t, c, "a", "3")
}

func TestConcurrentUse(t *testing.T) {
	at := newClock()
	c := ttlcache.New[int](10, at.now)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 2000 {
				key := fmt.Sprint(i % 20)
				switch (i + w) % 8 {
				case 0:
					c.Delete(key)
				case 1:
					at.add(time.Millisecond)
				case 2:
					if c.Len() > 10 {
						t.Errorf("%d entries in a cache of 10", c.Len())
					}
				case 3:
					if i%100 == 0 {
						c.Flush()
					}
				case 4, 5:
					if got, ok := c.Get(key); ok && got%20 != i%20 {
						t.Errorf("Get(%s) = %d, which was kept under another key", key, got)
					}
				default:
					c.Set(key, i, at.now().Add(5*time.Millisecond))
				}
			}
		})
	}
	wg.Wait()
}

func TestValuesAreTyped(t *testing.T) {
	at := newClock()
	until := at.now().Add(time.Hour)

	type answer struct {
		known bool
		list  []string
	}
	structs := ttlcache.New[answer](10, at.now)
	structs.Set("a", answer{true, []string{"x"}}, until)
	if got, ok := structs.Get("a"); !ok || !got.known || len(got.list) != 1 {
		t.Errorf("Get = %+v, %v", got, ok)
	}
	if got, ok := structs.Get("b"); ok || got.known || got.list != nil {
		t.Errorf("Get of nothing = %+v, %v, want the zero value", got, ok)
	}

	// Nil is a value like any other, not the same as nothing.
	pointers := ttlcache.New[*answer](10, at.now)
	pointers.Set("a", nil, until)
	if got, ok := pointers.Get("a"); got != nil || !ok {
		t.Errorf("Get = %v, %v, want nil, true", got, ok)
	}
	faces := ttlcache.New[error](10, at.now)
	faces.Set("a", nil, until)
	if got, ok := faces.Get("a"); got != nil || !ok {
		t.Errorf("Get = %v, %v, want nil, true", got, ok)
	}
}

func TestDeleteAndFlush(t *testing.T) {
	at := newClock()
	until := at.now().Add(time.Hour)
	c := ttlcache.New[string](3, at.now)
	for _, key := range []string{"a", "b", ""} {
		c.Set(key, "value of "+key, until)
	}
	c.Delete("a")
	c.Delete("never there")
	expect(t, c, "a", "")
	expect(t, c, "b", "value of b")
	expect(t, c, "", "value of ")
	c.Flush()
	expect(t, c, "b", "")
	if c.Len() != 0 {
		t.Errorf("%d entries after Flush", c.Len())
	}
	for i := range 3 {
		if !c.Set(fmt.Sprint(i), "again", until) {
			t.Errorf("a flushed cache has no room for entry %d", i)
		}
	}
	c.Flush()
	c.Flush()
}

func TestTheFarthestEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := ttlcache.New[string](1, time.Now)
		c.Set("a", "1", time.Now().Add(1<<63-1).Add(1<<63-1))
		pass(200 * 365 * 24 * time.Hour)
		expect(t, c, "a", "1")
		if c.Set("b", "2", time.Now().Add(time.Hour)) {
			t.Error("an entry that has not ended lost its place")
		}
	})
}

func TestNoGoroutineRuns(t *testing.T) {
	before := runtime.NumGoroutine()
	caches := make([]*ttlcache.Cache[int], 100)
	for i := range caches {
		caches[i] = ttlcache.New[int](10, time.Now)
		caches[i].Set("a", i, time.Now().Add(time.Hour))
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines for %d caches", after-before, len(caches))
	}
	runtime.KeepAlive(caches)
}
