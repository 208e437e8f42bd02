package authn

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// resolveHandshake decides by a handshake that has come back, or returns nil for the rest of the request to decide.
func (f *flow) resolveHandshake(ctx context.Context) *Decision {
	if f.c.Handshake.IsZero() && f.c.Nonce.IsZero() || f.isPlanted() {
		return nil
	}
	directives, err := f.directives(ctx)
	if err != nil && f.isDevelopment() {
		return f.undeliverable(err)
	}
	var d *Decision
	if err == nil {
		d, err = f.delivered(ctx, directives)
	}
	if err != nil {
		// In production anybody may have sent it, and a session that came with it may have ended since.
		f.instance.Logger.Debug("usher: a handshake was not accepted", "why", err.Error())
		if asTokenError(err).Unavailable {
			f.keysMissing = err
		}
		return nil
	}
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

// isPlanted reports whether the handshake of a production instance is in a link that another site made. There handshakes come in
// cookies; one in a link would sign its reader in as somebody else.
func (f *flow) isPlanted() bool {
	inQuery := f.c.NonceInQuery || f.c.Nonce.IsZero() && f.c.HandshakeInQuery
	return f.isProduction() && inQuery && f.r.fetchSite == "cross-site"
}

// delivered hands the cookies of a handshake on, and decides by the session among them.
func (f *flow) delivered(ctx context.Context, directives []string) (*Decision, error) {
	h := http.Header{"Access-Control-Allow-Origin": {"null"}, "Access-Control-Allow-Credentials": {"true"}}
	text := ""
	for _, directive := range directives {
		h.Add(headerSetCookie, directive)
		if name, value := cookieOf(directive); strings.HasPrefix(name, clerk.CookieSession) {
			text = value
		}
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
	if f.c.Nonce.IsZero() {
		list, err := f.verifier.Handshake(ctx, f.c.Handshake.Reveal())
		return sendable(list), err
	}
	if f.config.Nonces == nil {
		return nil, nil
	}
	list, err := f.config.Nonces.Exchange(ctx, f.c.Nonce.Reveal())
	if err != nil {
		f.advise("usher: the handshake could not be fetched from Clerk", "why", err.Error())
	}
	return sendable(list), nil
}
