package authn

import (
	"context"
	"fmt"
	"slices"

	"github.com/usher-auth/usher/authobject"
)

// Accepts says which kinds of credential count. The zero Accepts is session tokens only.
type Accepts struct {
	form  acceptForm
	kinds []authobject.TokenKind
}

type acceptForm int

const (
	acceptOnly acceptForm = iota
	acceptOneOf
	acceptAny
)

// AcceptOnly accepts one kind of credential. Where it is a machine's, cookies do not count: only the Authorization header does.
func AcceptOnly(kind authobject.TokenKind) Accepts {
	return Accepts{kinds: []authobject.TokenKind{kind}}
}

// AcceptOneOf accepts several kinds. A request without a header token is taken for a browser's, and refused if session tokens are
// not among the kinds.
func AcceptOneOf(kinds ...authobject.TokenKind) Accepts {
	return Accepts{form: acceptOneOf, kinds: slices.Clone(kinds)}
}

// AcceptAny accepts every kind.
func AcceptAny() Accepts { return Accepts{form: acceptAny} }

// includes reports whether a kind is accepted.
func (a Accepts) includes(kind authobject.TokenKind) bool {
	return a.form == acceptAny || a.only(kind) || a.form == acceptOneOf && slices.Contains(a.kinds, kind)
}

// only reports whether this kind and no other is accepted.
func (a Accepts) only(kind authobject.TokenKind) bool {
	return a.form == acceptOnly && kind == a.single()
}

// single returns the one kind of AcceptOnly.
func (a Accepts) single() authobject.TokenKind {
	if len(a.kinds) == 0 {
		return authobject.SessionToken
	}
	return a.kinds[0]
}

// machines reports whether any machine's credential can be accepted.
func (a Accepts) machines() bool {
	return slices.ContainsFunc([]authobject.TokenKind{authobject.APIKey, authobject.M2MToken, authobject.OAuthToken}, a.includes)
}

func (a Accepts) validate() error {
	for _, kind := range a.kinds {
		if kind != authobject.SessionToken && !kind.IsMachine() {
			return fmt.Errorf("authn: Accepts: %q is no kind of credential; use the constants of package authobject", kind)
		}
	}
	return nil
}

// Machines judges the credentials of programs; *token.Machines is the one to use. Implementations must be safe for concurrent
// use, and must return an Auth only for a credential that they or Clerk have verified.
type Machines interface {
	// Verify judges a credential as one of this kind. The error should be a *token.Error.
	Verify(ctx context.Context, kind authobject.TokenKind, text string) (*authobject.Auth, error)
}
