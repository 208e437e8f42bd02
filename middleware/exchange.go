package middleware

import (
	"context"
	"sync"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

// A nonce is good for one answer. Where two Ushers of one instance stand above a handler, the second one takes what the first has
// been told about the request, which is why the answers stay with the request's context.

type exchangesKey struct{}

// exchanges are what Clerk has answered about the nonce of one request, by instance.
type exchanges struct {
	mu      sync.Mutex
	answers map[string][]string
}

// withExchanges returns a context that can keep answers, if the request needs any.
func withExchanges(ctx context.Context, c authn.Credentials) context.Context {
	if c.Nonce.IsZero() || ctx.Value(exchangesKey{}) != nil {
		return ctx
	}
	return context.WithValue(ctx, exchangesKey{}, &exchanges{answers: map[string][]string{}})
}

// oncePerRequest are Nonces that ask once for a request, however many Ushers it passes.
type oncePerRequest struct {
	authn.Nonces
	instance string
}

func newNonces(instance *clerk.Instance) authn.Nonces {
	nonces := authn.NewNonces(instance)
	if nonces == nil {
		return nil
	}
	return oncePerRequest{nonces, instance.APIURL + " " + instance.PublishableKey.String()}
}

// Exchange returns the answer that the request has brought with it, or asks. Only answers are kept, not failures.
func (n oncePerRequest) Exchange(ctx context.Context, nonce string) ([]string, error) {
	kept, ok := ctx.Value(exchangesKey{}).(*exchanges)
	if !ok {
		return n.Nonces.Exchange(ctx, nonce)
	}
	kept.mu.Lock()
	defer kept.mu.Unlock()
	name := n.instance + " " + nonce
	if answer, ok := kept.answers[name]; ok {
		return answer, nil
	}
	answer, err := n.Nonces.Exchange(ctx, nonce)
	if err == nil {
		kept.answers[name] = answer
	}
	return answer, err
}
