package jwks_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/usher-auth/usher/jwks"
)

// TestKnownKeysTakeNoLock has somebody keep the lock of the fetches, and asks for a known key meanwhile: what all requests ask on all
// cores must not wait for one another, least of all while the endpoint is down.
func TestKnownKeysTakeNoLock(t *testing.T) {
	a := signers()[0]
	for _, row := range []struct {
		name    string
		prepare func(e *endpoint, c *clock, cache *jwks.Cache)
	}{
		{"the keys are fresh", func(*endpoint, *clock, *jwks.Cache) {}},
		{"a refresh is due, and the endpoint has just failed", func(e *endpoint, c *clock, cache *jwks.Cache) {
			e.becomes(text(http.StatusNotFound, ""))
			c.add(2 * time.Hour)
			expectKey(t, cache, "ins_1", a)            // which begins a fetch
			expectUnavailable(t, cache, "ins_unknown") // which waits for it
		}},
		{"a refresh is due, and the cache is closed", func(_ *endpoint, c *clock, cache *jwks.Cache) {
			_ = cache.Close()
			c.add(2 * time.Hour)
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			e, c := publishing(set(a.jwk("ins_1"))), newClock()
			opts := e.inMemory()
			opts.Now = c.now
			cache := warm(t, opts, jwks.Options{})
			key := expectKey(t, cache, "ins_1", a)
			row.prepare(e, c, cache)
			release := jwks.Hold(cache)
			held := make(chan bool, 1)
			go func() { held <- cache.Holds(c.now(), key) }()
			select {
			case ok := <-held:
				if !ok {
					t.Error("the key is not known any more")
				}
				release()
			case <-time.After(5 * time.Second):
				t.Error("it waits for the lock")
				release()
				<-held
			}
		})
	}
}
