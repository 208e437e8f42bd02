package jwks_test

import (
	"context"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

func TestNewListsAllBadOptionsAtOnce(t *testing.T) {
	for _, row := range []struct {
		name   string
		jwtKey string
		opts   jwks.Options
		want   []string // all of what the error names; nothing for a good cache
	}{
		{"the zero value", "", jwks.Options{}, nil},
		{"the least of everything", "", jwks.Options{RefreshEvery: time.Second, MaxStale: 1, Timeout: time.Millisecond}, nil},
		{"the most of everything", "", jwks.Options{RefreshEvery: math.MaxInt64, MaxStale: math.MaxInt64, Timeout: math.MaxInt64}, nil},
		{"everything wrong", "", jwks.Options{RefreshEvery: -1, MaxStale: -time.Hour, Timeout: -time.Second}, []string{"RefreshEvery is -1ns", "MaxStale is -1h0m0s", "Timeout is -1s"}},
		{"too often", "", jwks.Options{RefreshEvery: 999 * time.Millisecond}, []string{"RefreshEvery is 999ms", "at least 1s", "default of 5m0s"}},
		{"a Timeout of five nanoseconds, which somebody took for seconds", "", jwks.Options{Timeout: 5}, []string{"Timeout is 5ns", "at least 1ms"}},
		{"a PEM that is none", "not a key", jwks.Options{}, []string{"JWTKey (CLERK_JWT_KEY)", "dashboard"}},
		{"a PEM that is none and a bad option", "not a key", jwks.Options{MaxStale: -1}, []string{"JWTKey (CLERK_JWT_KEY)", "MaxStale is -1ns"}},
		{"a good PEM and bad options", signers()[0].pem(t), jwks.Options{MaxStale: -1, Timeout: -1}, []string{"MaxStale is -1ns", "Timeout is -1ns"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			cache, err := jwks.New(resolve(t, clerk.Options{JWTKey: row.jwtKey}), row.opts)
			if len(row.want) == 0 {
				if err != nil {
					t.Fatalf("New: %v", err)
				}
				_ = cache.Close()
				return
			}
			if err == nil || cache != nil {
				t.Fatalf("New = %v, %v, want no cache and an error", cache, err)
			}
			for _, part := range row.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not say %q: %v", part, err)
				}
			}
			if strings.Contains(err.Error(), "not a key") || strings.Contains(err.Error(), mark) {
				t.Errorf("the error repeats a key: %v", err)
			}
		})
	}
}

func TestTheLongestTimesKeepKeysInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		e := publishing(set(a.jwk("ins_1")))
		cache := warm(t, e.inMemory(), jwks.Options{RefreshEvery: math.MaxInt64, MaxStale: math.MaxInt64})
		for range 100 {
			pass(365 * 24 * time.Hour)
			expectKey(t, cache, "ins_1", a)
		}
		if e.fetches() != 1 {
			t.Errorf("%d fetches, want 1", e.fetches())
		}
	})
}

func TestAPEMAnswersEveryIDWithoutANetwork(t *testing.T) {
	a := signers()[0]
	e := publishing(set(signers()[1].jwk("ins_1")))
	opts := e.inMemory()
	opts.SecretKey, opts.JWTKey = secretKey, a.pem(t)
	cache := open(t, opts, jwks.Options{})
	if err := cache.Ready(); err != nil {
		t.Errorf("Ready: %v", err)
	}
	if err := cache.Preload(context.Background()); err != nil {
		t.Errorf("Preload: %v", err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, id := range []string{"ins_1", "ins_2", ""} {
		key, err := cache.Key(ended, id)
		if err != nil || !a.made(key) || key.ID() != "" {
			t.Errorf("Key(%q) = %v, %v", id, key, err)
		}
		if key.Verify("RS384", signed, a.signature) == nil || key.Verify("RS256", []byte("another text"), a.signature) == nil {
			t.Errorf("Key(%q) verifies what it must not", id)
		}
	}
	if err := cache.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	expectKey(t, cache, "ins_1", a)
	if err := cache.Ready(); err != nil {
		t.Errorf("Ready after Close: %v", err)
	}
	if e.fetches() != 0 {
		t.Errorf("%d fetches, want none", e.fetches())
	}
}

func TestReadyAndPreload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		e := answering(text(http.StatusUnauthorized, `{"errors":[{"code":"clerk_key_invalid"}]}`))
		cache := open(t, e.inMemory(), jwks.Options{})

		if err := refusal(t, cache.Ready()); !err.Unavailable || !strings.Contains(err.Detail, "Preload") {
			t.Errorf("before anything was asked Ready says %v", err)
		}
		if e.fetches() != 0 {
			t.Error("Ready fetched something")
		}

		if err := refusal(t, cache.Preload(context.Background())); err.Reason != clerk.ReasonSecretKeyInvalid {
			t.Errorf("Preload: %v, want %s", err, clerk.ReasonSecretKeyInvalid)
		}
		if err := refusal(t, cache.Ready()); err.Reason != clerk.ReasonSecretKeyInvalid || err.RetryAfter != time.Second {
			t.Errorf("after a failure Ready says %v, retry after %v, want %s after 1 s", err, err.RetryAfter, clerk.ReasonSecretKeyInvalid)
		}

		e.becomes(text(http.StatusOK, set(a.jwk("ins_1"))))
		<-time.After(time.Second)
		if err := cache.Preload(context.Background()); err != nil {
			t.Errorf("Preload: %v", err)
		}
		if err := cache.Ready(); err != nil {
			t.Errorf("Ready: %v", err)
		}
		if err := cache.Preload(context.Background()); err != nil || e.fetches() != 2 {
			t.Errorf("the second Preload: %v, and %d fetches, want nil and 2", err, e.fetches())
		}

		e.becomes(hangs)
		pass(5*time.Minute + time.Second)
		if err := cache.Preload(context.Background()); err != nil {
			t.Errorf("Preload with old keys: %v", err)
		}
		if err := cache.Ready(); err != nil {
			t.Errorf("Ready with old keys: %v", err)
		}
	})
}

func TestManyPreloadsShareOneFetch(t *testing.T) {
	e := publishing(set(signers()[0].jwk("ins_1")))
	cache := open(t, e.on(t), jwks.Options{})
	together(100, func(int) {
		if err := cache.Preload(context.Background()); err != nil {
			t.Errorf("Preload: %v", err)
		}
	})
	if e.fetches() != 1 {
		t.Errorf("%d fetches, want 1", e.fetches())
	}
}

func TestThreatP05TwoInstancesWithTheSameKeyIDNeverShareAKey(t *testing.T) {
	a, b := signers()[0], signers()[1]
	ofA, ofB := publishing(set(a.jwk("ins_1"))), publishing(set(b.jwk("ins_1"), b.jwk("ins_2")))
	cacheA, cacheB := open(t, ofA.on(t), jwks.Options{}), open(t, ofB.on(t), jwks.Options{})

	check := func(when string) {
		t.Helper()
		keyA := expectKey(t, cacheA, "ins_1", a)
		if b.made(keyA) {
			t.Errorf("%s: the cache of A gave out the key of B", when)
		}
		expectMismatch(t, cacheA, "ins_2")
		if renewed, ok := cacheA.Renewed(context.Background(), keyA); ok {
			t.Errorf("%s: A took %v for renewed", when, renewed)
		}
	}
	check("before B is warm")
	if ofB.fetches() != 0 {
		t.Errorf("A asked B's endpoint %d times", ofB.fetches())
	}
	keyB := expectKey(t, cacheB, "ins_1", b)
	check("after B is warm")

	// Not even with the other's key in hand: what is renewed is always one's own.
	if renewed, ok := cacheA.Renewed(context.Background(), keyB); !ok || !a.made(renewed) {
		t.Errorf("A renewed B's key to %v, %v, want A's own", renewed, ok)
	}
	if err := cacheB.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	check("after B is closed")

	together(200, func(i int) {
		cache, want := cacheA, a
		if i%2 == 0 {
			cache, want = cacheB, b
		}
		if key, err := cache.Key(context.Background(), "ins_1"); err != nil || !want.made(key) {
			t.Errorf("under load: %v, or another instance's key", err)
		}
	})
}

func TestAnEmptyIDIsNoReasonToFetch(t *testing.T) {
	e := publishing(set(signers()[0].jwk("ins_1")))
	cache := warm(t, e.inMemory(), jwks.Options{})
	for range 10 {
		expectMismatch(t, cache, "")
	}
	if e.fetches() != 1 {
		t.Errorf("%d fetches, want 1", e.fetches())
	}
}

func TestTheZeroKeyVerifiesNothing(t *testing.T) {
	var key jwks.Key
	if key.ID() != "" || signers()[0].made(key) || key.Verify("none", signed, nil) == nil || key.Verify("", nil, nil) == nil {
		t.Error("the zero Key verified something")
	}
}

func TestAKeyLeftOutIsLoggedAndSpoilsNothing(t *testing.T) {
	a := signers()[0]
	var logged strings.Builder
	opts := publishing(set(`{"kty":"EC","kid":"ins_0"}`, a.jwk("ins_1"))).inMemory()
	opts.Logger = textLogger(&logged)
	cache := warm(t, opts, jwks.Options{})
	expectKey(t, cache, "ins_1", a)
	if err := cache.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if got := logged.String(); !strings.Contains(got, "left out") || !strings.Contains(got, "key 0") || strings.Contains(got, mark) {
		t.Errorf("logged %q, want the key that was left out and no secret", got)
	}
}

func TestNewRefusesAnInstanceWithoutKeys(t *testing.T) {
	instance, err := clerk.Options{MachineSecretKey: "ak_machine", Getenv: func(string) string { return "" }}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jwks.New(instance, jwks.Options{}); err == nil || !strings.Contains(err.Error(), "CLERK_SECRET_KEY") {
		t.Errorf("got error %v, want one that names the keys to set", err)
	}
}
