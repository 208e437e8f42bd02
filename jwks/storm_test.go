package jwks_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

// strangers asks for n made-up key ids at once and counts the answers by reason.
func strangers(ctx context.Context, cache *jwks.Cache, n int) map[clerk.Reason]int {
	var mu sync.Mutex
	reasons := map[clerk.Reason]int{}
	together(n, func(i int) {
		_, err := cache.Key(ctx, fmt.Sprintf("ins_made_up_%d", i))
		var refused *jwks.Error
		if !errors.As(err, &refused) {
			refused = &jwks.Error{Reason: clerk.Reason(fmt.Sprintf("no error of ours: %v", err))}
		}
		mu.Lock()
		reasons[refused.Reason]++
		mu.Unlock()
	})
	return reasons
}

func TestAThousandRequestsOnAColdCacheShareOneFetch(t *testing.T) {
	a := signers()[0]
	e := publishing(set(a.jwk("ins_1")))
	cache := open(t, e.on(t), jwks.Options{})

	var served atomic.Int64
	together(1000, func(int) {
		if key, err := cache.Key(context.Background(), "ins_1"); err != nil || !a.made(key) {
			t.Errorf("Key: %v", err)
			return
		}
		served.Add(1)
	})
	t.Logf("%d requests served with %d fetch", served.Load(), e.fetches())
	if served.Load() != 1000 || e.fetches() != 1 {
		t.Errorf("%d served with %d fetches, want 1000 with 1", served.Load(), e.fetches())
	}
}

func TestRequestsThatAllWaitShareOneFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		release := make(chan struct{})
		e := answering(held(release, text(http.StatusOK, set(a.jwk("ins_1")))))
		cache := open(t, e.inMemory(), jwks.Options{})

		var waiting, served atomic.Int64
		for range 1000 {
			waiting.Add(1)
			go func() {
				defer waiting.Add(-1)
				if key, err := cache.Key(context.Background(), "ins_1"); err == nil && a.made(key) {
					served.Add(1)
				}
			}()
		}
		synctest.Wait()
		if waiting.Load() != 1000 || e.fetches() != 1 {
			t.Fatalf("%d wait for %d fetches, want 1000 for 1", waiting.Load(), e.fetches())
		}
		close(release)
		synctest.Wait()
		if served.Load() != 1000 || e.fetches() != 1 {
			t.Errorf("%d served with %d fetches, want 1000 with 1", served.Load(), e.fetches())
		}
	})
}

func TestThreatO07AFloodOfMadeUpKeyIDsCausesTwoFetchesAtMost(t *testing.T) {
	const flood, readers, lookups = 10_000, 16, 250
	for _, row := range []struct {
		name string
		warm bool
	}{
		{"on a warm cache that may fetch as often as it ever may", true},
		{"on a cold cache", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := signers()[0]
			e := publishing(set(a.jwk("ins_1")))
			at := newClock() // stands still during the flood, so that no time is won back
			opts := e.on(t)
			opts.Now = at.now
			cache := open(t, opts, jwks.Options{})
			if row.warm {
				expectKey(t, cache, "ins_1", a)
				at.add(time.Minute)
			}
			before := e.fetches()

			var good sync.WaitGroup
			var served atomic.Int64
			for range readers {
				good.Go(func() {
					for range lookups {
						if key, err := cache.Key(context.Background(), "ins_1"); err != nil || key.ID() != "ins_1" {
							t.Errorf("the good key is not served during the flood: %v", err)
							return
						}
						served.Add(1)
					}
				})
			}
			reasons := strangers(context.Background(), cache, flood)
			good.Wait()

			caused := e.fetches() - before
			t.Logf("%d made-up ids: %d fetches, refused %v; %d lookups of the good key served", flood, caused, reasons, served.Load())
			if caused > 2 {
				t.Errorf("the flood caused %d fetches, want 2 at most", caused)
			}
			if len(reasons) != 1 || reasons[clerk.ReasonJWKKidMismatch] != flood {
				t.Errorf("answers are %v, want %d of %s", reasons, flood, clerk.ReasonJWKKidMismatch)
			}
			if served.Load() != readers*lookups {
				t.Errorf("%d lookups of the good key served, want %d", served.Load(), readers*lookups)
			}
		})
	}
}

func TestGoodKeysAreAnsweredWhileMadeUpOnesWaitForAServerThatHangs(t *testing.T) {
	for _, row := range []struct {
		name     string
		answered bool
		want     clerk.Reason
	}{
		{"and answers in the end", true, clerk.ReasonJWKKidMismatch},
		{"for good", false, clerk.ReasonUnexpectedError},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := signers()[0]
				e := publishing(set(a.jwk("ins_1")))
				cache := warm(t, e.inMemory(), jwks.Options{Timeout: 5 * time.Second})
				pass(time.Minute)
				before := e.fetches()
				release := make(chan struct{})
				e.becomes(held(release, text(http.StatusOK, set(a.jwk("ins_1")))))

				const flood = 10_000
				var answers map[clerk.Reason]int
				done := make(chan struct{})
				go func() {
					defer close(done)
					answers = strangers(context.Background(), cache, flood)
				}()
				synctest.Wait() // by now all of them wait
				select {
				case <-done:
					t.Fatal("made-up ids were answered before the server was")
				default:
				}

				begin := time.Now()
				for range 1000 {
					expectKey(t, cache, "ins_1", a)
				}
				if waited := time.Since(begin); waited != 0 {
					t.Errorf("the good key took %v", waited)
				}

				if row.answered {
					close(release)
				}
				<-done
				if waited := time.Since(begin); waited > 5*time.Second {
					t.Errorf("the made-up ids waited %v, longer than the Timeout", waited)
				}
				t.Logf("%d made-up ids: %d fetches, refused %v after %v", flood, e.fetches()-before, answers, time.Since(begin))
				if len(answers) != 1 || answers[row.want] != flood {
					t.Errorf("answers are %v, want %d of %s", answers, flood, row.want)
				}
				if caused := e.fetches() - before; caused > 2 {
					t.Errorf("the flood caused %d fetches, want 2 at most", caused)
				}
			})
		})
	}
}

func TestALongFloodCausesOneFetchEveryTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		e := publishing(set(a.jwk("ins_1")))
		cache := warm(t, e.inMemory(), jwks.Options{})
		pass(time.Minute)
		before := e.fetches()
		for i := range 6000 { // ten a second for ten minutes
			expectMismatch(t, cache, fmt.Sprintf("ins_made_up_%d", i))
			expectKey(t, cache, "ins_1", a)
			pass(100 * time.Millisecond)
		}
		// Two at once and 60 more. Each also counts as the refresh, so that no other is due meanwhile.
		caused := e.fetches() - before
		t.Logf("ten minutes of made-up ids, ten a second: %d fetches", caused)
		if caused > 62 {
			t.Errorf("caused %d fetches, want 62 at most", caused)
		}
	})
}
