package token

import (
	"context"
	"slices"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// MintedSession is [Verifier.Session] for a token that this service has got from Clerk's Backend API itself, over its own
// connection. Such a token is made for no origin: where clerk.Options.AuthorizedParties limits those, it may lack azp, and one that
// it has must be listed. Never use it for what a request brings.
func (v *Verifier) MintedSession(ctx context.Context, text string) (*authobject.Auth, error) {
	parties := v.instance.AuthorizedParties
	if len(parties) == 0 {
		return v.Session(ctx, text)
	}
	auth, err := v.with(func(i *clerk.Instance) { i.AuthorizedParties = nil }).Session(ctx, text)
	if err != nil {
		return nil, err
	}
	if party := auth.AuthorizedParty(); party != "" && !slices.Contains(parties, party) {
		return nil, refuse(clerk.ReasonTokenInvalidAuthorizedParties, "azp", "the token was made for an origin that Options.AuthorizedParties does not list")
	}
	return auth, nil
}
