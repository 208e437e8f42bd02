package authn

import (
	"context"
	"errors"
	"slices"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/token"
)

// meant decides about a request that may name the session that it means. Every decision passes here, whatever it rests on, so that
// nobody is signed in to another session than the named one: also not by what a refresh or a handshake brings.
func (f *flow) meant(ctx context.Context) *Decision {
	choice := f.c.Choice()
	if choice.Reason != "" {
		return f.notMeant(nil, multisession.Refusal(choice.Reason))
	}
	d := f.dispatch(ctx)
	switch {
	case choice.ID == "" || d.Status != SignedIn:
		return d // what is wrong with the credential is said first, and a handshake comes back with the name in its address
	case d.auth.IsSignedIn() && d.auth.SessionID() == choice.ID:
		return d
	case f.config.Sessions.Mode() != multisession.Lookup || !d.auth.IsSignedIn() || d.Redirects():
		return f.notMeant(d, multisession.Refusal(clerk.ReasonSessionMismatch))
	}
	auth, err := f.config.Sessions.Lookup(ctx, d.auth, choice.ID, f.verifyMinted)
	if err == nil && (!auth.IsSignedIn() || auth.SessionID() != choice.ID) {
		err = errNamesNobody
	}
	if err != nil {
		return f.notMeant(d, err)
	}
	named := *d
	named.auth = auth
	return &named
}

// notMeant refuses for what the request names. The cookies that a decision brought are the browser's all the same.
func (f *flow) notMeant(d *Decision, err error) *Decision {
	known := asSessionError(err)
	out := f.signedOut(authobject.SessionToken, known.Reason, known)
	out.Unavailable, out.RetryAfter = known.Unavailable, known.RetryAfter
	if d != nil {
		out.header = d.header
	}
	return out
}

// asSessionError returns what an error about a named session is in the words of package token.
func asSessionError(err error) *token.Error {
	var known *multisession.Error
	if errors.As(err, &known) {
		return &token.Error{Reason: known.Reason, Detail: known.Detail, Unavailable: known.Unavailable, RetryAfter: known.RetryAfter, Err: known}
	}
	return asTokenError(err)
}

// verifyMinted judges a token that Clerk has made for this service.
func (f *flow) verifyMinted(ctx context.Context, text string) (*authobject.Auth, error) {
	verify := f.verifier.Session
	if v, ok := f.verifier.(MintedVerifier); ok {
		verify = v.MintedSession
	}
	auth, err := verify(ctx, text)
	if err == nil && !auth.IsSignedIn() {
		err = errNamesNobody
	}
	if err == nil {
		return auth, nil
	}
	switch t := asTokenError(err); {
	case t.Unavailable:
		return nil, &multisession.Error{Reason: t.Reason, Detail: t.Detail, Unavailable: true, RetryAfter: t.RetryAfter, Err: err}
	case t.Reason == clerk.ReasonSessionRevoked:
		// The caller is signed in, if not to this one. A page guard that sent the tab to sign in would have it back as that.
		over := multisession.Refusal(clerk.ReasonSessionEnded)
		over.Err = err
		return nil, over
	}
	return nil, err
}

// bySelection decides by a cookie of the session that the request names, as by any other: it takes the place of the usual one, and
// the cookies of its set that of theirs. Of several the first counts that stands, the usual one first; where none does, the first
// tells why.
func (f *flow) bySelection(ctx context.Context) *Decision {
	list := slices.Clone(f.c.Named.selection)
	usual := selected{f.session, f.suffixed}
	slices.SortStableFunc(list, func(a, b selected) int {
		switch {
		case a == usual && b != usual:
			return -1
		case b == usual && a != usual:
			return 1
		}
		return 0
	})
	chosen := list[0]
	if len(list) > 1 { // one alone is judged below
		stands := func(s selected) bool { _, err := f.verify(ctx, s.text); return err == nil }
		if i := slices.IndexFunc(list, stands); i > 0 {
			chosen = list[i]
		}
	}
	if chosen != usual {
		cookies := f.c.Plain
		if chosen.suffixed {
			cookies = f.c.Suffixed
		}
		f.session, f.suffixed, f.clientUAT, f.beside = chosen.text, chosen.suffixed, leadingInteger(cookies.ClientUAT), true
	}
	return f.byCookies(ctx)
}

// isInFront reports whether a session is the one that the browser acts as, and that the request means: the only one in which a
// handshake may make another organization active.
func (f *flow) isInFront(auth *authobject.Auth) bool {
	return f.config.Sessions == nil || !f.beside && (f.c.Choice().ID == "" || f.c.Choice().ID == auth.SessionID())
}
