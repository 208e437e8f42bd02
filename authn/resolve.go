package authn

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

var (
	errForeignSession = errors.New("the last session cookie of the handshake is not one of this instance, or cannot be sent")
	errNobodyToAsk    = errors.New("the handshake comes by a nonce, and there is no secret key to ask Clerk with")
)

// resolveHandshake decides by a handshake that has come back, or returns nil for the rest of the request to decide.
func (f *flow) resolveHandshake(ctx context.Context) *Decision {
	byNonce := !f.c.Nonce.IsZero()
	switch {
	case !byNonce && f.c.Handshake.IsZero(), f.isPlanted():
		return nil
	case byNonce && f.r.method != http.MethodGet:
		return nil // Clerk sends browsers back by GET; nothing else is worth a question
	}
	directives, err := f.directives(ctx)
	f.recalled = nil // what was known of the session cookie was so before Clerk was asked, which may have taken seconds
	if err != nil {
		return f.withoutDirectives(ctx, err)
	}
	d, err := f.delivered(ctx, directives)
	if err != nil {
		f.notAccepted(err)
		return nil
	}
	return d
}

// withoutDirectives decides where a handshake cannot be read. In production anybody may have sent it, so what else the request
// presents goes before it, and only a browser that presents nothing learns that it was empty.
func (f *flow) withoutDirectives(ctx context.Context, err error) *Decision {
	isEmpty := !f.c.Nonce.IsZero() || asTokenError(err).Claim == "handshake"
	switch {
	case !f.isDevelopment():
		f.notAccepted(err)
		f.emptyHanded = isEmpty
		f.dropNonce = !f.c.Nonce.IsZero() && !f.c.NonceInQuery && f.unjudged == nil
		return nil
	case isEmpty:
		f.notAccepted(err)
		return f.empty(ctx)
	case isAboutTheClock(err):
		f.notAccepted(err)
		return nil
	}
	return f.undeliverable(err)
}

// notAccepted keeps in mind why a handshake was not accepted, where that was for want of keys or of Clerk's answer.
func (f *flow) notAccepted(err error) {
	f.advise("usher: a handshake was not accepted", "why", err.Error())
	if asTokenError(err).Unavailable {
		f.unjudged = err
	}
}

// empty decides by a handshake that hands over nothing.
func (f *flow) empty(ctx context.Context) *Decision {
	d, err := f.delivered(ctx, nil)
	if err != nil { // never: there is nothing to verify
		return f.nobody(clerk.ReasonSessionTokenMissing)
	}
	f.markUnjudged(d)
	return d
}

// undeliverable is about a handshake of a development instance that cannot be verified. Nobody but its developer sends one, so the
// application is set up wrongly, and says so.
func (f *flow) undeliverable(err error) *Decision {
	d := f.failed(http.StatusInternalServerError, clerk.ReasonHandshakeFailed, fmt.Errorf(
		"the handshake cannot be verified; if the keys of the application have changed, clear the cookies of this site: %w", err))
	known := asTokenError(err)
	d.Unavailable, d.RetryAfter = known.Unavailable, known.RetryAfter
	return d
}

// isPlanted reports whether the handshake may be in a link that somebody else made. Only to development instances handshakes come
// in addresses as a rule: elsewhere they come in cookies, and one in a link would sign its reader in as somebody else. So there it
// counts only where a page is loaded, and not by a link of another site, of the same domain or not.
func (f *flow) isPlanted() bool {
	inQuery := f.c.NonceInQuery || f.c.Nonce.IsZero() && f.c.HandshakeInQuery
	if f.isDevelopment() || !inQuery {
		return false
	}
	switch f.r.fetchSite {
	case "", "none", "same-origin":
		return !f.r.mayRedirect() || f.r.fetchDest == "iframe"
	}
	return true
}

// delivered hands the cookies of a handshake on, and decides by the session among them.
func (f *flow) delivered(ctx context.Context, directives []string) (*Decision, error) {
	cookies := f.sendable(directives)
	text, ok := f.sessionOf(directives, cookies)
	if !ok {
		return nil, asInvalid(errForeignSession)
	}
	h := http.Header{"Access-Control-Allow-Origin": {"null"}, "Access-Control-Allow-Credentials": {"true"}}
	if len(cookies) > 0 {
		h[headerSetCookie] = cookies
	}
	if f.isDevelopment() && f.r.address.host != "" {
		clean := f.r.address
		clean.query = clean.query.without(clerk.QueryHandshake, clerk.QueryHelp, clerk.QueryDevBrowser, clerk.QueryHandshakeNonce)
		h.Set(headerLocation, clean.String())
		setNoStore(h)
	}
	if text == "" {
		d := f.signedOut(authobject.SessionToken, clerk.ReasonSessionTokenMissing, nil)
		d.header = &h
		return d, nil
	}
	auth, err := f.verify(ctx, text)
	if err != nil && f.isDevelopment() && isAboutTheClock(err) {
		f.instance.Logger.Warn("usher: a session token that was made just now is too old or too new; set this machine's clock", "why", err.Error())
		if auth, err = f.verifier.DeveloperSession(ctx, text); err == nil && !auth.IsSignedIn() {
			err = errNamesNobody
		}
	}
	if err != nil {
		return nil, err
	}
	d := f.signedIn(auth)
	d.header = &h
	return d, nil
}

func isAboutTheClock(err error) bool {
	switch asTokenError(err).Reason {
	case clerk.ReasonTokenExpired, clerk.ReasonTokenNotActiveYet, clerk.ReasonTokenIATInTheFuture:
		return true
	}
	return false
}

// directives returns the values for Set-Cookie of a handshake, from Clerk by its nonce or else from its payload.
func (f *flow) directives(ctx context.Context) ([]string, error) {
	nonce := f.c.Nonce.Reveal()
	switch {
	case nonce == "":
		return f.verifier.Handshake(ctx, f.c.Handshake.Reveal())
	case f.config.Nonces == nil:
		return nil, asInvalid(errNobodyToAsk)
	case !isNonce(nonce):
		return nil, asInvalid(errNonce)
	}
	list, err := f.nonces.do(ctx, func(ctx context.Context) ([]string, error) { return f.config.Nonces.Exchange(ctx, nonce) }, nonce)
	if err == nil {
		return list, nil
	}
	if t := troubleOf(err); t.unavailable {
		return nil, unavailable("the handshake could not be fetched from Clerk", t.retryAfter, err)
	}
	return nil, asInvalid(err)
}
