package authn

import (
	"context"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

// Revocations knows whose credentials do not count any more, though they are genuine and have not expired; a *revocation.List is the one
// to use. Implementations must be safe for concurrent use.
type Revocations interface {
	// Revoked reports whether the session of a caller, or its user, is known to be over. It is asked about every credential that was
	// found good, users' and programs', so it should answer from memory.
	Revoked(ctx context.Context, caller *authobject.Auth) bool
}

// Whatever was found good is held against the list, at the one place that all of it passes: also what a verifier remembers, and what
// a handshake or a refresh brings.
type (
	heldVerifier struct {
		Verifier
		list Revocations
	}
	heldMachines struct {
		Machines
		list Revocations
	}
)

func (c Config) hold(v Verifier) (Verifier, Machines) {
	machines := c.Machines
	if c.Revocations != nil {
		v = heldVerifier{v, c.Revocations}
		if machines != nil {
			machines = heldMachines{machines, c.Revocations}
		}
	}
	return v, machines
}

// Session is that of the verifier, for those who are not on the list.
func (h heldVerifier) Session(ctx context.Context, text string) (*authobject.Auth, error) {
	auth, err := h.Verifier.Session(ctx, text)
	return held(ctx, h.list, auth, err)
}

// DeveloperSession is that of the verifier, for those who are not on the list.
func (h heldVerifier) DeveloperSession(ctx context.Context, text string) (*authobject.Auth, error) {
	auth, err := h.Verifier.DeveloperSession(ctx, text)
	return held(ctx, h.list, auth, err)
}

// MintedSession is that of the verifier, or else its Session, for those who are not on the list.
func (h heldVerifier) MintedSession(ctx context.Context, text string) (*authobject.Auth, error) {
	verify := h.Verifier.Session
	if v, ok := h.Verifier.(MintedVerifier); ok {
		verify = v.MintedSession
	}
	auth, err := verify(ctx, text)
	return held(ctx, h.list, auth, err)
}

// Verify is that of the machines, for those who are not on the list.
func (h heldMachines) Verify(ctx context.Context, kind authobject.TokenKind, text string) (*authobject.Auth, error) {
	auth, err := h.Machines.Verify(ctx, kind, text)
	return held(ctx, h.list, auth, err)
}

func held(ctx context.Context, list Revocations, auth *authobject.Auth, err error) (*authobject.Auth, error) {
	if err != nil || !auth.IsAuthenticated() || !list.Revoked(ctx, auth) {
		return auth, err
	}
	return nil, &token.Error{Reason: clerk.ReasonSessionRevoked, Detail: "the session is over, or its user is gone; sign in again"}
}
