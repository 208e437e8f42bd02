package jwks_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

// TestHoldsSaysWhetherKeyWouldGiveTheKeyOut asks both about a key that was there once.
func TestHoldsSaysWhetherKeyWouldGiveTheKeyOut(t *testing.T) {
	a, b := signers()[0], signers()[1]
	for _, row := range []struct {
		name   string
		later  time.Duration
		answer http.HandlerFunc
		want   bool
	}{
		{"nothing has changed", 0, text(http.StatusOK, set(a.jwk("ins_1"))), true},
		{"it was fetched again", time.Hour, text(http.StatusOK, set(a.jwk("ins_1"))), true},
		{"it was fetched again, beside a new one", time.Hour, text(http.StatusOK, set(b.jwk("ins_2"), a.jwk("ins_1"))), true},
		{"it was withdrawn", time.Hour, text(http.StatusOK, set(b.jwk("ins_2"))), false},
		{"another has taken its name", time.Hour, text(http.StatusOK, set(b.jwk("ins_1"))), false},
		{"it has another name", time.Hour, text(http.StatusOK, set(a.jwk("ins_2"))), false},
		{"it is for another algorithm", time.Hour, text(http.StatusOK, set(strings.Replace(a.jwk("ins_1"), "RS256", "RS512", 1))), false},
		{"it is not for signatures any more", time.Hour, text(http.StatusOK, set(strings.Replace(a.jwk("ins_1"), `"sig"`, `"enc"`, 1), b.jwk("ins_2"))), false},
		{"the endpoint is down, and the keys are as old as they may be", 12*time.Hour + 5*time.Minute - 1, text(http.StatusNotFound, ""), true},
		{"the endpoint is down, and the keys are too old", 12*time.Hour + 5*time.Minute, text(http.StatusNotFound, ""), false},
	} {
		t.Run(row.name, func(t *testing.T) {
			e, c := publishing(set(a.jwk("ins_1"))), newClock()
			opts := e.inMemory()
			opts.Now = c.now
			cache := warm(t, opts, jwks.Options{})
			key := expectKey(t, cache, "ins_1", a)
			e.becomes(row.answer)
			c.add(row.later)
			held := cache.Holds(c.now(), key) // which begins a fetch where one is due
			if row.later == time.Hour {
				_, _ = cache.Key(context.Background(), "ins_unknown") // which waits for it
				held = cache.Holds(c.now(), key)
			}
			now, err := cache.Key(context.Background(), "ins_1")
			if given := err == nil && now.Equal(key); held != row.want || given != row.want {
				t.Errorf("Holds says %v and Key gives it out %v (%v), want %v", held, given, err, row.want)
			}
		})
	}
}

func TestAPEMHoldsItsOwnKeyAlone(t *testing.T) {
	a, b := signers()[0], signers()[1]
	mine, other := open(t, clerk.Options{JWTKey: a.pem(t)}, jwks.Options{}), open(t, clerk.Options{JWTKey: b.pem(t)}, jwks.Options{})
	key := expectKey(t, mine, "any", a)
	if !mine.Holds(time.Now(), key) || other.Holds(time.Now(), key) || mine.Holds(time.Now(), jwks.Key{}) {
		t.Error("a key from a PEM is not told apart")
	}
}
