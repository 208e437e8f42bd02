package jwks_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

// The tests named after a threat, here and in other packages, are those of the page docs/threats.md.

// TestThreatP05TwoPEMsNeverShareAKey is about instances whose keys come from PEMs, which have no id of their own.
func TestThreatP05TwoPEMsNeverShareAKey(t *testing.T) {
	a, b := signers()[0], signers()[1]
	cacheA, cacheB := open(t, clerk.Options{JWTKey: a.pem(t)}, jwks.Options{}), open(t, clerk.Options{JWTKey: b.pem(t)}, jwks.Options{})
	for range 2 { // the second time both are known
		for _, id := range []string{"", "ins_1", "local"} {
			if key := expectKey(t, cacheA, id, a); b.made(key) {
				t.Errorf("A gave out the key of B for %q", id)
			}
			if key := expectKey(t, cacheB, id, b); a.made(key) {
				t.Errorf("B gave out the key of A for %q", id)
			}
		}
	}
}

func TestThreatP05NoErrorNamesTheKeysThatThereAre(t *testing.T) {
	cache := warm(t, publishing(set(signers()[0].jwk("ins_published"))).inMemory(), jwks.Options{})
	for _, id := range []string{"ins_made_up", "", "constructor"} {
		_, err := cache.Key(context.Background(), id)
		if text := err.Error() + refusal(t, err).Detail; strings.Contains(text, "ins_published") {
			t.Errorf("%q is told %q", id, text)
		}
	}
}

func TestThreatO07ARefusalIsAnAnswerAndNotAskedAgain(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound} {
		e := answering(text(status, `{"errors":[{"code":"refused"}]}`))
		cache := open(t, e.inMemory(), jwks.Options{})
		for n := range 50 {
			expectUnavailable(t, cache, fmt.Sprintf("ins_made_up_%d", n))
		}
		if e.fetches() != 1 {
			t.Errorf("%d is asked for %d times", status, e.fetches())
		}
	}
}
