package jwks_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

// atOnce checks that f returns without time going by, which in a bubble means without waiting for anything.
func atOnce(t *testing.T, f func()) {
	t.Helper()
	begin := time.Now()
	f()
	if waited := time.Since(begin); waited != 0 {
		t.Fatalf("it took %v and should not wait", waited)
	}
}

func TestAnHourWithoutTheEndpoint(t *testing.T) {
	for _, row := range []struct {
		name   string
		answer http.HandlerFunc
		want   int // requests that the endpoint sees in the hour
	}{
		// Pauses of 1, 2, 4, 8, 16 and then always 30 s make 124 fetches in an hour. What is worth another attempt makes three
		// requests and takes 0.3 s each time, a server that hangs makes one and takes 5 s.
		{"that answers 503", text(http.StatusServiceUnavailable, "down"), 369},
		{"that breaks connections", drops, 369},
		{"that answers 500 with a page", text(http.StatusInternalServerError, "<html>sorry</html>"), 369},
		{"that hangs", hangs, 107},
		{"that says 404", text(http.StatusNotFound, ""), 124},
		{"that answers with an empty set", text(http.StatusOK, set()), 124},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b := signers()[0], signers()[1]
				e := publishing(set(a.jwk("ins_1")))
				cache := warm(t, e.inMemory(), jwks.Options{})
				e.becomes(row.answer)
				for e.fetches() == 1 {
					pass(time.Second)
				}

				begin := e.times()[1]
				for i := 0; time.Since(begin) < time.Hour; i++ {
					atOnce(t, func() { expectKey(t, cache, "ins_1", a) })
					if i%10 == 0 {
						expectUnavailable(t, cache, fmt.Sprintf("ins_unknown_%d", i))
					}
					if err := cache.Ready(); err != nil {
						t.Fatalf("not ready although the keys are known: %v", err)
					}
					pass(time.Second)
				}
				attempts := 0
				for _, at := range e.times()[1:] {
					if at.Sub(begin) < time.Hour {
						attempts++
					}
				}
				if attempts != row.want {
					t.Errorf("%d requests in an hour, want %d", attempts, row.want)
				}

				// Nobody asks for anything now: the keys come back by themselves.
				e.becomes(text(http.StatusOK, set(a.jwk("ins_1"), b.jwk("ins_2"))))
				back, before := time.Now(), e.fetches()
				for e.fetches() == before {
					pass(100 * time.Millisecond)
				}
				if waited := time.Since(back); waited > 35*time.Second {
					t.Errorf("the first fetch after the outage came after %v, want 30 s of backoff and 5 s for a fetch under way at most", waited)
				}
				before = e.fetches()
				atOnce(t, func() { expectKey(t, cache, "ins_2", b) })
				if e.fetches() != before {
					t.Errorf("the new key cost %d more fetches", e.fetches()-before)
				}
			})
		})
	}
}

func TestKeysAreNotUsedForEverWithoutTheEndpoint(t *testing.T) {
	for _, row := range []struct {
		name   string
		tuning jwks.Options
		until  time.Duration
	}{
		{"five minutes and twelve hours", jwks.Options{}, 12*time.Hour + 5*time.Minute},
		{"as configured", jwks.Options{RefreshEvery: time.Minute, MaxStale: time.Hour}, time.Hour + time.Minute},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := signers()[0]
				e := publishing(set(a.jwk("ins_1")))
				cache := warm(t, e.inMemory(), row.tuning)
				loaded := time.Now()
				e.becomes(text(http.StatusServiceUnavailable, "{}"))

				pass(row.until - time.Nanosecond)
				expectKey(t, cache, "ins_1", a)
				if err := cache.Ready(); err != nil {
					t.Errorf("not ready %v after loading: %v", time.Since(loaded), err)
				}

				pass(time.Nanosecond)
				if err := refusal(t, cache.Ready()); err.Reason != clerk.ReasonJWKRemoteFailedToLoad || !err.Unavailable {
					t.Errorf("Ready = %v, want %s", err, clerk.ReasonJWKRemoteFailedToLoad)
				}
				for range 100 {
					if err := unavailable(t, cache, "ins_1"); err.Reason != clerk.ReasonJWKRemoteFailedToLoad {
						t.Fatalf("Key: %v, want %s", err, clerk.ReasonJWKRemoteFailedToLoad)
					}
				}
				wait := unavailable(t, cache, "ins_1").RetryAfter
				if wait <= 0 || wait > 30*time.Second {
					t.Errorf("RetryAfter is %v, want up to the backoff of 30 s", wait)
				}

				e.becomes(text(http.StatusOK, set(a.jwk("ins_1"))))
				pass(wait)
				expectKey(t, cache, "ins_1", a)
				if err := cache.Ready(); err != nil {
					t.Errorf("not ready after the outage: %v", err)
				}
			})
		})
	}
}

func TestTheFirstKeysComeAsSoonAsTheBackoffAllows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		e := answering(text(http.StatusBadGateway, ""))
		cache := open(t, e.inMemory(), jwks.Options{})
		for _, want := range []int{1, 2, 4, 8, 16, 30, 30} {
			// Nobody needs to ask: the next fetch comes by itself, and its failure tells the next pause.
			refused := refusal(t, cache.Preload(context.Background()))
			if got := refused.RetryAfter; got != time.Duration(want)*time.Second {
				t.Fatalf("RetryAfter is %v, want %d s", got, want)
			}
			// Whoever asks meanwhile gets the rest of the pause, and no fetch.
			before := e.fetches()
			pass(refused.RetryAfter / 2)
			atOnce(t, func() {
				if rest := unavailable(t, cache, "ins_1").RetryAfter; rest != refused.RetryAfter/2 {
					t.Errorf("half way RetryAfter is %v, want %v", rest, refused.RetryAfter/2)
				}
			})
			if rest := refusal(t, cache.Ready()).RetryAfter; rest != refused.RetryAfter/2 {
				t.Errorf("half way Ready says RetryAfter %v, want %v", rest, refused.RetryAfter/2)
			}
			if e.fetches() != before {
				t.Errorf("%d fetches during the pause", e.fetches()-before)
			}
			<-time.After(refused.RetryAfter / 2)
		}
		e.becomes(text(http.StatusOK, set(a.jwk("ins_1"))))
		if err := cache.Preload(context.Background()); err != nil {
			t.Errorf("Preload after the pause: %v", err)
		}
		expectKey(t, cache, "ins_1", a)
	})
}

func TestOneGoodAnswerEndsTheBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		e := answering(text(http.StatusBadRequest, ""))
		cache := open(t, e.inMemory(), jwks.Options{RefreshEvery: time.Minute})
		expectUnavailable(t, cache, "ins_1")
		pass(10 * time.Second) // three failures more
		e.becomes(text(http.StatusOK, set(a.jwk("ins_1"))))
		pass(10 * time.Second)
		expectKey(t, cache, "ins_1", a)
		e.becomes(text(http.StatusBadRequest, ""))
		for before := e.fetches(); e.fetches() == before; {
			pass(time.Second)
		}
		if wait := unavailable(t, cache, "ins_2").RetryAfter; wait > time.Second {
			t.Errorf("the first failure after a good answer asks for a pause of %v, want 1 s at most", wait)
		}
	})
}

func TestAFloodDuringAnOutageUsesUpNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := signers()[0], signers()[1]
		e := publishing(set(a.jwk("ins_1")))
		cache := warm(t, e.inMemory(), jwks.Options{})
		e.becomes(text(http.StatusNotFound, ""))
		pass(6 * time.Minute)
		before := e.fetches()
		for i := range 1000 {
			expectUnavailable(t, cache, fmt.Sprintf("ins_made_up_%d", i))
		}
		if e.fetches() != before {
			t.Errorf("the flood caused %d fetches", e.fetches()-before)
		}

		e.becomes(text(http.StatusOK, set(a.jwk("ins_1"))))
		for i := 0; e.fetches() == before; i++ {
			expectUnavailable(t, cache, fmt.Sprintf("ins_made_up_%d", i))
			pass(time.Second)
		}
		e.becomes(text(http.StatusOK, set(a.jwk("ins_1"), b.jwk("ins_2"))))
		expectKey(t, cache, "ins_2", b)
	})
}

// When the limits allow no fetch and the last one failed, the key may be new and good: that is no fault of the token.
func TestAnUnknownKeyIsNotCalledBadAfterAFailedFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		e := publishing(set(a.jwk("ins_1")))
		at := newClock()
		opts := e.inMemory()
		opts.Now = at.now
		cache := warm(t, opts, jwks.Options{})
		expectMismatch(t, cache, "ins_made_up") // the last fetch that the limits allow
		e.becomes(text(http.StatusNotFound, ""))
		for e.fetches() == 2 {
			pass(time.Second)
		}
		at.add(time.Second) // past the pause after the failure, and short of what the limits ask for
		if err := unavailable(t, cache, "ins_2"); err.RetryAfter != 0 {
			t.Errorf("RetryAfter is %v, want 0: the next fetch is due", err.RetryAfter)
		}
		if e.fetches() != 3 {
			t.Errorf("%d fetches, want 3", e.fetches())
		}
	})
}
