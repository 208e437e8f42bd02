package token_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// blocked are the keys of a cache, of which whoever wraps it can take one back.
type blocked struct {
	*jwks.Cache
	id atomic.Pointer[string]
}

func (b *blocked) Key(ctx context.Context, id string) (jwks.Key, error) {
	if gone := b.id.Load(); gone != nil && *gone == id {
		return jwks.Key{}, &jwks.Error{Reason: clerk.ReasonJWKKidMismatch, Detail: "the key is blocked here"}
	}
	return b.Cache.Key(ctx, id)
}

// instanceOf returns the instance of a kit, at the moment.
func instanceOf(t *testing.T, k kit) *clerk.Instance {
	t.Helper()
	instance, err := clerk.Options{PublishableKey: publishableKey, JWTKey: k.pem(t), Getenv: func(string) string { return "" },
		Now: func() time.Time { return moment }}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	return instance
}

// blockable returns keys that can be blocked, with a verifier that has them.
func blockable(t *testing.T, k kit) (*blocked, *token.Verifier) {
	t.Helper()
	instance := instanceOf(t, k)
	cache, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keys := &blocked{Cache: cache}
	v := token.New(instance, keys)
	t.Cleanup(func() { _ = v.Close() })
	return keys, v
}

// TestKeysThatWrapACacheAreAskedThemselves embeds a cache, which takes over all its methods, and changes one of them.
func TestKeysThatWrapACacheAreAskedThemselves(t *testing.T) {
	k := newKit(t)
	keys, v := blockable(t, k)
	text := k.sign(t, k.header(), k.claims())
	pass(t, v, text)
	pass(t, v, text)
	gone := "ins_1"
	keys.id.Store(&gone)
	if auth, err := v.Session(context.Background(), text); reasonOf(t, err) != clerk.ReasonJWKKidMismatch || remembered(v) != 0 {
		t.Errorf("the token of a blocked key gives %v, %v, and %d are remembered", auth, err, remembered(v))
	}
	if auth := v.Recall(context.Background(), text); auth != nil {
		t.Errorf("the token of a blocked key is recalled: %v", auth)
	}
}

// TestTokensAreRememberedByTheNameOfTheirKey has one key answer to two names, of which one is blocked.
func TestTokensAreRememberedByTheNameOfTheirKey(t *testing.T) {
	k := newKit(t)
	keys, v := blockable(t, k)
	one, two := k.sign(t, k.header(), k.claims()), k.sign(t, k.header().with(members{"kid": "ins_2"}), k.claims())
	pass(t, v, one)
	pass(t, v, two)
	gone := "ins_2"
	keys.id.Store(&gone)
	if _, err := v.Session(context.Background(), two); reasonOf(t, err) != clerk.ReasonJWKKidMismatch {
		t.Errorf("the token of a blocked name: %v", err)
	}
	pass(t, v, one)
	if remembered(v) != 1 {
		t.Errorf("%d tokens are remembered, want 1", remembered(v))
	}
}

// TestTokensOfAKeyThatHasTakenAnothersNameAreRemembered replaces a key under its id.
func TestTokensOfAKeyThatHasTakenAnothersNameAreRemembered(t *testing.T) {
	k := newKit(t)
	other := kit{k.stranger, k.key}
	keys := new(switched)
	cacheOf := func(k kit) *jwks.Cache {
		cache, err := jwks.New(instanceOf(t, k), jwks.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return cache
	}
	keys.now.Store(cacheOf(k))
	v := token.New(instanceOf(t, k), keys)
	before, after := k.sign(t, k.header(), k.claims()), other.sign(t, k.header(), k.claims())
	pass(t, v, before)
	keys.now.Store(cacheOf(other))
	pass(t, v, after)
	if auth := v.Recall(context.Background(), after); auth == nil {
		t.Error("a token of the new key is not recalled")
	}
	if auth := v.Recall(context.Background(), before); auth != nil {
		t.Error("a token of the old key is recalled")
	}
}
