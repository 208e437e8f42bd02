package jwks_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usher-auth/usher/jwks"
)

// TestARequestThatFoundNoKeysSeesThoseThatCameMeanwhile holds a request up between finding no keys and asking for them, by its look
// at the clock, until another has brought them. It must not fetch them again.
func TestARequestThatFoundNoKeysSeesThoseThatCameMeanwhile(t *testing.T) {
	a := signers()[0]
	e := publishing(set(a.jwk("ins_1")))
	opts := e.inMemory()
	var cache *jwks.Cache
	var held atomic.Bool
	opts.Now = func() time.Time {
		if held.CompareAndSwap(false, true) {
			if err := cache.Preload(context.Background()); err != nil {
				t.Errorf("the other request: %v", err)
			}
		}
		return time.Now()
	}
	cache = open(t, opts, jwks.Options{})
	defer func() { _ = cache.Close() }()
	expectKey(t, cache, "ins_1", a)
	if n := e.fetches(); n != 1 {
		t.Errorf("%d fetches, want 1", n)
	}
}
