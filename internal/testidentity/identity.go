// Package testidentity lets the test kit put an identity into a request without cryptography.
//
// Production code cannot reach it: the package is internal, a context value never comes from the network, and the test kit
// is the only one that sets it. Middleware honours it for requests that carry no credentials of their own.
package testidentity

import (
	"context"

	"github.com/usher-auth/usher/authobject"
)

type contextKey struct{}

// With returns a context that names the identity that middleware shall find.
func With(ctx context.Context, auth *authobject.Auth) context.Context {
	return context.WithValue(ctx, contextKey{}, auth)
}

// From returns the identity that With put into ctx, or nil.
func From(ctx context.Context) *authobject.Auth {
	auth, _ := ctx.Value(contextKey{}).(*authobject.Auth)
	return auth
}
