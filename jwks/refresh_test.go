package jwks_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

func TestKeysAreRefreshedInTheBackground(t *testing.T) {
	for _, every := range []time.Duration{time.Second, 5 * time.Minute, 24 * time.Hour} {
		t.Run(every.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := signers()[0]
				e := publishing(set(a.jwk("ins_1")))
				warm(t, e.inMemory(), jwks.Options{RefreshEvery: every})
				pass(1000 * every)

				times := e.times()
				if len(times) < 1000 {
					t.Fatalf("%d fetches in 1000 periods of %v", len(times), every)
				}
				seen := map[time.Duration]bool{}
				for i := 1; i < len(times); i++ {
					gap := times[i].Sub(times[i-1])
					if gap > every || gap <= every-every/10 {
						t.Errorf("refresh %d came %v after the one before, want above %v and %v at most", i, gap, every-every/10, every)
					}
					seen[gap] = true
				}
				if len(seen) < len(times)/2 {
					t.Errorf("%d refreshes have %d different distances; replicas would not drift apart", len(times), len(seen))
				}
			})
		})
	}
}

func TestAWithdrawnKeyIsRefusedAfterTheNextRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := signers()[0], signers()[1]
		e := publishing(set(a.jwk("ins_1"), b.jwk("ins_2")))
		cache := warm(t, e.inMemory(), jwks.Options{RefreshEvery: 5 * time.Minute})
		e.becomes(text(http.StatusOK, set(a.jwk("ins_1"))))

		pass(4 * time.Minute)
		expectKey(t, cache, "ins_2", b) // nobody has told us yet
		pass(time.Minute)
		expectMismatch(t, cache, "ins_2")
		expectKey(t, cache, "ins_1", a)
	})
}

func TestAnAnswerWithoutUsableKeysLeavesTheKnownOnesInUse(t *testing.T) {
	a := signers()[0]
	const unusable, foreign = clerk.ReasonJWKRemoteFailedToLoad, clerk.ReasonUnexpectedError
	for _, row := range []struct {
		name, body string
		reason     clerk.Reason
	}{
		{"an empty set", set(), unusable},
		{"null instead of a list", `{"keys":null}`, unusable},
		{"an empty object", `{}`, unusable},
		{"keys of other kinds", set(`{"kty":"EC","kid":"ins_1","crv":"P-256","x":"AA","y":"AA"}`, `{"kty":"oct","kid":"ins_1","k":"AAAA"}`), unusable},
		{"a key that is too short", set(`{"kty":"RSA","kid":"ins_1","n":"AQAB","e":"AQAB"}`), unusable},
		{"a key for encryption", set(strings.Replace(a.jwk("ins_1"), `"sig"`, `"enc"`, 1)), unusable},
		{"a page", "<html>maintenance</html>", foreign},
		{"half an answer", set(a.jwk("ins_1"))[:100], foreign},
		{"nothing", "", foreign},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := publishing(set(a.jwk("ins_1")))
				cache := warm(t, e.inMemory(), jwks.Options{})
				e.becomes(text(http.StatusOK, row.body))
				pass(10 * time.Minute)
				if e.fetches() < 2 {
					t.Fatal("the answer was never fetched")
				}
				expectKey(t, cache, "ins_1", a)
				if err := unavailable(t, cache, "ins_2"); err.Reason != row.reason {
					t.Errorf("an unknown key is %s, want %s", err.Reason, row.reason)
				}
			})
		})
	}
}

func TestAClockThatStandsStillOrGoesBackDoesNotEndTheBackgroundWork(t *testing.T) {
	for _, row := range []struct {
		name string
		now  func() time.Time
	}{
		{"stands still", newClock().now},
		{"runs backwards", func() time.Time {
			return time.Unix(1_800_000_000, 0).Add(-time.Duration(time.Now().UnixNano() % int64(100*time.Hour)))
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := signers()[0]
				e := answering(text(http.StatusNotFound, ""))
				opts := e.inMemory()
				opts.Now = row.now
				cache := open(t, opts, jwks.Options{})
				expectUnavailable(t, cache, "ins_1")
				e.becomes(text(http.StatusOK, set(a.jwk("ins_1"))))
				pass(time.Second)
				expectKey(t, cache, "ins_1", a)
				before := e.fetches()
				pass(5 * time.Minute)
				if e.fetches() == before {
					t.Error("no refresh in five minutes")
				}
			})
		})
	}
}

func TestAKeyIsTheSameAfterARefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := signers()[0], signers()[1]
		e := publishing(set(a.jwk("ins_1")))
		cache := warm(t, e.inMemory(), jwks.Options{RefreshEvery: time.Minute})
		key := func() jwks.Key {
			k, err := cache.Key(t.Context(), "ins_1")
			if err != nil {
				t.Fatal(err)
			}
			return k
		}
		first := key()
		pass(2 * time.Minute)
		if again := key(); again != first || !again.Equal(first) {
			t.Error("a key that was fetched again is another one, so that comparing the two costs arithmetic")
		}
		e.becomes(text(http.StatusOK, set(b.jwk("ins_1"))))
		pass(2 * time.Minute)
		if key().Equal(first) {
			t.Error("another key under the same name passes for the same")
		}
	})
}
