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

// TestKeysThatWrapACacheAreAskedThemselves embeds a cache, which takes over all its methods, and changes one of them.
func TestKeysThatWrapACacheAreAskedThemselves(t *testing.T) {
	k := newKit(t)
	instance, err := clerk.Options{PublishableKey: publishableKey, JWTKey: k.pem(t), Getenv: func(string) string { return "" },
		Now: func() time.Time { return moment }}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	cache, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keys := &blocked{Cache: cache}
	v := token.New(instance, keys)
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
