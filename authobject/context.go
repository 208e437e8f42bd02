package authobject

import (
	"context"
	"errors"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/callerkey"
)

// ErrNoMiddleware is what [Lookup] returns when no middleware has looked at the request. It is a mistake in the wiring of
// routes, not a property of the caller: mount Authenticate, RequireAuth or Require above the handler.
var ErrNoMiddleware = errors.New("no Usher middleware is mounted above this handler; wrap it, or its router, with Authenticate (reason=middleware-missing)")

// NewContext returns a context that carries auth. The middleware calls it; call it yourself to hand an Auth to code that is
// tested without one. Middleware does not believe what it finds here: it verifies the request itself.
func NewContext(ctx context.Context, auth *Auth) context.Context {
	return context.WithValue(ctx, callerkey.Key{}, auth)
}

// FromContext returns the caller of the request that ctx belongs to. The bool is true only if a user is signed in, so that
// the usual idiom refuses the signed-out caller, the forgotten middleware and, where middleware accepts machines too, every
// program: for those there is [MachineFromContext]. The Auth is never nil; where they must be told apart, use [Lookup] or
// [Auth.Reason].
func FromContext(ctx context.Context) (*Auth, bool) {
	auth, err := Lookup(ctx)
	if err != nil {
		return SignedOut(clerk.ReasonMiddlewareMissing), false
	}
	return auth, auth.IsSignedIn()
}

// MachineFromContext returns the program that made the request that ctx belongs to. The bool is true only for a verified API
// key, M2M token or OAuth token, and false for users. The Auth is never nil.
func MachineFromContext(ctx context.Context) (*Auth, bool) {
	auth, _ := FromContext(ctx)
	return auth, auth.IsMachine()
}

// Lookup returns the caller of the request that ctx belongs to, known or not, user or program, or [ErrNoMiddleware].
func Lookup(ctx context.Context) (*Auth, error) {
	if auth, _ := ctx.Value(callerkey.Key{}).(*Auth); auth != nil {
		return auth, nil
	}
	return nil, ErrNoMiddleware
}

// MustFromContext returns the signed-in caller. It panics when nobody is signed in, which below RequireAuth or Require happens
// for CORS preflights only, and so not in handlers that are registered by method.
func MustFromContext(ctx context.Context) *Auth {
	auth, ok := FromContext(ctx)
	if !ok {
		panic("authobject.MustFromContext: nobody is signed in (reason=" + string(auth.Reason()) + "); guard the route with RequireAuth or Require")
	}
	return auth
}
