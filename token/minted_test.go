package token_test

import (
	"testing"

	"github.com/usher-auth/usher/clerk"
)

// TestMintedSession is the table of what a token that this service has from Clerk itself is excused, which is one thing.
func TestMintedSession(t *testing.T) {
	k := newKit(t)
	parties := func(o *clerk.Options) { o.AuthorizedParties = []string{"https://app.example.com"} }
	for _, row := range []struct {
		name             string
		set              func(*clerk.Options)
		change           members
		minted, ordinary clerk.Reason // "" for a token that stands
	}{
		{"a listed party", parties, nil, "", ""},
		{"no party", parties, members{"azp": absent}, "", clerk.ReasonTokenInvalidAuthorizedParties},
		{"an empty party", parties, members{"azp": ""}, "", clerk.ReasonTokenInvalidAuthorizedParties},
		{"a party that is not listed", parties, members{"azp": "https://other.example"}, clerk.ReasonTokenInvalidAuthorizedParties, clerk.ReasonTokenInvalidAuthorizedParties},
		{"no party, where none are limited", nil, members{"azp": absent}, "", ""},
		{"expired", parties, members{"azp": absent, "exp": moment.Unix() - 600}, clerk.ReasonTokenExpired, clerk.ReasonTokenInvalidAuthorizedParties},
		{"another issuer", parties, members{"azp": absent, "iss": "https://clerk.other.com"}, clerk.ReasonTokenInvalidIssuer, clerk.ReasonTokenInvalidAuthorizedParties},
		{"nobody", parties, members{"azp": absent, "sub": ""}, clerk.ReasonTokenVerificationFailed, clerk.ReasonTokenVerificationFailed},
	} {
		t.Run(row.name, func(t *testing.T) {
			v, text := k.verifier(t, row.set), k.sign(t, k.header(), k.claims().with(row.change))
			auth, err := v.MintedSession(t.Context(), text)
			if got := reasonOf(t, err); got != row.minted || (auth != nil) != (row.minted == "") {
				t.Errorf("from Clerk: %q, want %q", got, row.minted)
			}
			if _, err := v.Session(t.Context(), text); reasonOf(t, err) != row.ordinary {
				t.Errorf("in a request: %q, want %q", reasonOf(t, err), row.ordinary)
			}
		})
	}
	forged := k.signWith(t, k.stranger, "RS256", k.header(), k.claims().with(members{"azp": absent}))
	if _, err := k.verifier(t, parties).MintedSession(t.Context(), forged); reasonOf(t, err) != clerk.ReasonTokenInvalidSignature {
		t.Errorf("a forged token: %v", err)
	}
}
