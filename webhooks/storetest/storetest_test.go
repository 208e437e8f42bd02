package storetest_test

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/usher-auth/usher/webhooks"
	"github.com/usher-auth/usher/webhooks/storetest"
)

func memory(t *testing.T) webhooks.Store {
	t.Helper()
	store, err := webhooks.NewMemoryStore(webhooks.MemoryOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestAGoodStorePasses(t *testing.T) { storetest.Run(t, memory) }

// A bent store is a good one but for one method.
type bent struct {
	webhooks.Store
	claim   func(webhooks.Store, context.Context, string) (webhooks.Claim, string, error)
	done    func(webhooks.Store, context.Context, string, string) error
	release func(webhooks.Store, context.Context, string, string) error
}

func (b bent) Claim(ctx context.Context, id string) (webhooks.Claim, string, error) {
	if b.claim == nil {
		return b.Store.Claim(ctx, id)
	}
	return b.claim(b.Store, ctx, id)
}

func (b bent) Done(ctx context.Context, id, owner string) error {
	if b.done == nil {
		return b.Store.Done(ctx, id, owner)
	}
	return b.done(b.Store, ctx, id, owner)
}

func (b bent) Release(ctx context.Context, id, owner string) error {
	if b.release == nil {
		return b.Store.Release(ctx, id, owner)
	}
	return b.release(b.Store, ctx, id, owner)
}

var bad = map[string]bent{
	"gives every claim": {claim: func(_ webhooks.Store, _ context.Context, _ string) (webhooks.Claim, string, error) {
		return webhooks.Claimed, "owner", nil
	}},
	"mixes up events": {claim: func(s webhooks.Store, ctx context.Context, _ string) (webhooks.Claim, string, error) {
		return s.Claim(ctx, "one")
	}},
	"names no owner": {claim: func(s webhooks.Store, ctx context.Context, id string) (webhooks.Claim, string, error) {
		claim, _, err := s.Claim(ctx, id)
		return claim, "", err
	}},
	"forgets that it is done":    {done: func(webhooks.Store, context.Context, string, string) error { return nil }},
	"does not release":           {release: func(webhooks.Store, context.Context, string, string) error { return nil }},
	"releases instead of ending": {done: func(s webhooks.Store, ctx context.Context, id, owner string) error { return s.Release(ctx, id, owner) }},
}

const which = "STORETEST_BAD_STORE"

// TestBadStore is run by TestBadStoresFail, in a process of its own, where it is to fail.
func TestBadStore(t *testing.T) {
	name, asked := os.LookupEnv(which)
	if !asked {
		return
	}
	storetest.Run(t, func(t *testing.T) webhooks.Store {
		t.Helper()
		b := bad[name]
		b.Store = memory(t)
		return b
	})
}

func TestBadStoresFail(t *testing.T) {
	for name := range bad {
		t.Run("a store that "+name, func(t *testing.T) {
			command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestBadStore$")
			command.Env = append(os.Environ(), which+"="+name)
			if out, err := command.CombinedOutput(); err == nil {
				t.Errorf("it passes:\n%s", out)
			}
		})
	}
}
