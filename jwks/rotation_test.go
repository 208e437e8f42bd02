package jwks_test

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

func TestAKeyUnderANewIDIsAcceptedWithinOneCall(t *testing.T) {
	a, b := signers()[0], signers()[1]
	e := publishing(set(a.jwk("ins_1")))
	cache := warm(t, e.on(t), jwks.Options{})

	e.becomes(text(http.StatusOK, set(a.jwk("ins_1"), b.jwk("ins_2"))))
	expectKey(t, cache, "ins_2", b)
	expectKey(t, cache, "ins_1", a)
	if e.fetches() != 2 {
		t.Errorf("%d fetches, want 2", e.fetches())
	}
}

func TestAKeyUnderAnOldIDIsReplacedWithinOneCall(t *testing.T) {
	a, b := signers()[0], signers()[1]
	e := publishing(set(a.jwk("ins_1")))
	cache := warm(t, e.on(t), jwks.Options{})
	old := expectKey(t, cache, "ins_1", a)

	e.becomes(text(http.StatusOK, set(b.jwk("ins_1"))))
	renewed, ok := cache.Renewed(context.Background(), old)
	if !ok || !b.made(renewed) || renewed.ID() != "ins_1" {
		t.Fatalf("Renewed = %v, %v, want the new key", renewed, ok)
	}
	expectKey(t, cache, "ins_1", b)

	// Whoever still holds the old key learns of the new one without another fetch.
	if again, ok := cache.Renewed(context.Background(), old); !ok || !b.made(again) {
		t.Errorf("the second Renewed = %v, %v, want the new key", again, ok)
	}
	if e.fetches() != 2 {
		t.Errorf("%d fetches, want 2", e.fetches())
	}
}

func TestNothingIsRenewed(t *testing.T) {
	a, b := signers()[0], signers()[1]
	for _, row := range []struct {
		name    string
		then    http.HandlerFunc // what the endpoint answers after the keys were loaded
		fetches int              // in all
	}{
		{"when the key is still the one published", text(http.StatusOK, set(a.jwk("ins_1"))), 2},
		{"when the key was withdrawn", text(http.StatusOK, set(b.jwk("ins_2"))), 2},
		{"when the endpoint is down", text(http.StatusServiceUnavailable, ""), 4},
		{"when the endpoint refuses", text(http.StatusForbidden, ""), 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := publishing(set(a.jwk("ins_1")))
				cache := warm(t, e.inMemory(), jwks.Options{})
				old := expectKey(t, cache, "ins_1", a)
				e.becomes(row.then)
				for range 10 {
					if key, ok := cache.Renewed(context.Background(), old); ok || key != (jwks.Key{}) {
						t.Fatalf("Renewed = %v, %v, want none", key, ok)
					}
				}
				if e.fetches() != row.fetches {
					t.Errorf("%d fetches, want %d", e.fetches(), row.fetches)
				}
			})
		})
	}

	t.Run("when the request ends first", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			e := publishing(set(a.jwk("ins_1")))
			cache := warm(t, e.inMemory(), jwks.Options{})
			old := expectKey(t, cache, "ins_1", a)
			e.becomes(hangs)
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			if key, ok := cache.Renewed(ctx, old); ok || key != (jwks.Key{}) {
				t.Errorf("Renewed = %v, %v, want none", key, ok)
			}
		})
	})

	t.Run("when there are no keys and the endpoint is down", func(t *testing.T) {
		cache := open(t, answering(text(http.StatusNotFound, "")).on(t), jwks.Options{})
		if key, ok := cache.Renewed(context.Background(), jwks.Key{}); ok || key != (jwks.Key{}) {
			t.Errorf("Renewed = %v, %v, want none", key, ok)
		}
	})

	t.Run("of a key from a PEM", func(t *testing.T) {
		cache := open(t, clerk.Options{JWTKey: a.pem(t)}, jwks.Options{})
		if key, ok := cache.Renewed(context.Background(), expectKey(t, cache, "ins_1", a)); ok || key != (jwks.Key{}) {
			t.Errorf("Renewed = %v, %v, want none", key, ok)
		}
	})
}

func TestAllRequestsAtTheMomentOfARotationSucceed(t *testing.T) {
	const requests = 1000
	a, b := signers()[0], signers()[1]
	for _, row := range []struct {
		name      string
		published string // after the rotation
		ask       func(cache *jwks.Cache, old jwks.Key) (jwks.Key, error)
	}{
		{
			"to a new id", set(a.jwk("ins_1"), b.jwk("ins_2")),
			func(cache *jwks.Cache, _ jwks.Key) (jwks.Key, error) { return cache.Key(context.Background(), "ins_2") },
		},
		{
			"to a new key under the old id", set(b.jwk("ins_1")),
			func(cache *jwks.Cache, old jwks.Key) (jwks.Key, error) {
				key, ok := cache.Renewed(context.Background(), old)
				if !ok {
					return jwks.Key{}, fmt.Errorf("Renewed found no new key")
				}
				return key, nil
			},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := publishing(set(a.jwk("ins_1")))
			opts := e.on(t)
			opts.Now = newClock().now
			cache := warm(t, opts, jwks.Options{})
			old := expectKey(t, cache, "ins_1", a)
			e.becomes(text(http.StatusOK, row.published))

			var served atomic.Int64
			together(requests, func(int) {
				key, err := row.ask(cache, old)
				if err != nil || !b.made(key) {
					t.Errorf("a good key is refused at the rotation: %v", err)
					return
				}
				served.Add(1)
			})
			t.Logf("%d requests served with %d fetch", served.Load(), e.fetches()-1)
			if served.Load() != requests || e.fetches() != 2 {
				t.Errorf("%d served with %d fetches, want %d with 1", served.Load(), e.fetches()-1, requests)
			}
		})
	}
}

func TestARotationSucceedsDuringAFloodOfMadeUpKeyIDs(t *testing.T) {
	const flood, requests = 5000, 200
	a, b := signers()[0], signers()[1]
	e := publishing(set(a.jwk("ins_1")))
	opts := e.on(t)
	opts.Now = newClock().now
	cache := warm(t, opts, jwks.Options{})
	e.becomes(text(http.StatusOK, set(a.jwk("ins_1"), b.jwk("ins_2"))))

	var served, refused atomic.Int64
	together(flood+requests, func(i int) {
		if i%(flood/requests+1) != 0 {
			if _, err := cache.Key(context.Background(), fmt.Sprintf("ins_made_up_%d", i)); err != nil {
				refused.Add(1)
			}
			return
		}
		if key, err := cache.Key(context.Background(), "ins_2"); err != nil || !b.made(key) {
			t.Errorf("a good key is refused at the rotation: %v", err)
			return
		}
		served.Add(1)
	})
	t.Logf("%d served and %d refused with %d fetches", served.Load(), refused.Load(), e.fetches()-1)
	if served.Load() != requests || refused.Load() != flood || e.fetches() > 3 {
		t.Errorf("%d served and %d refused with %d fetches, want %d and %d with 2 at most", served.Load(), refused.Load(), e.fetches()-1, requests, flood)
	}
}

// A request can lose the processor between its look at the keys and its wish for newer ones. When it comes back, the fetch
// that it would have waited for is over and the limits are used up, but the key is there.
func TestARequestThatWasOvertakenByTheRotationSucceeds(t *testing.T) {
	a, b := signers()[0], signers()[1]
	e := publishing(set(a.jwk("ins_1")))
	at := newClock()
	var overtake atomic.Pointer[func()]
	opts := e.on(t)
	opts.Now = func() time.Time {
		// The clock is read between the two.
		if f := overtake.Swap(nil); f != nil {
			(*f)()
		}
		return at.now()
	}
	cache := warm(t, opts, jwks.Options{})
	at.add(time.Minute)
	e.becomes(text(http.StatusOK, set(a.jwk("ins_1"), b.jwk("ins_2"))))
	others := func() {
		expectKey(t, cache, "ins_2", b)
		for i := range 10 {
			expectMismatch(t, cache, fmt.Sprintf("ins_made_up_%d", i))
		}
	}
	overtake.Store(&others)
	expectKey(t, cache, "ins_2", b)
	if e.fetches() != 3 {
		t.Errorf("%d fetches, want 3", e.fetches())
	}
}
