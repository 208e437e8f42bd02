package authn

import (
	"context"

	"github.com/usher-auth/usher/clerk"
)

// byCookies decides by the cookies of a browser: the first rule that applies. What it decides is checked against the table in
// the official SDK's order, so the order of the rules is part of them.
func (f *flow) byCookies(ctx context.Context) *Decision {
	d := f.byTable(ctx)
	if f.dropNonce && d.Reason != clerk.ReasonSessionTokenMissing {
		h := d.ownHeader()
		h.Add(headerSetCookie, clerk.CookieHandshakeNonce+"=; Path=/; Max-Age=0")
		d.header = &h
	}
	return d
}

// byTable is the table itself.
func (f *flow) byTable(ctx context.Context) *Decision {
	if d := f.resolveHandshake(ctx); d != nil {
		return d
	}
	if d := f.satelliteSync(); d != nil {
		return d
	}
	if d := f.answerSatellite(); d != nil {
		return d
	}
	signedIn, session := f.clientUAT != 0, f.session != ""
	switch {
	case f.isDevelopment() && f.r.devBrowserQuery:
		return f.handshake(clerk.ReasonDevBrowserSync, nil)
	case f.isDevelopment() && f.devBrowser == "":
		return f.handshake(clerk.ReasonDevBrowserMissing, nil)
	case !signedIn && !session && f.emptyHanded:
		return f.empty(ctx)
	case !signedIn && !session:
		return f.nobody(clerk.ReasonNoCredentials)
	case !signedIn:
		return f.handshake(clerk.ReasonSessionTokenWithoutUAT, nil)
	case !session:
		return f.handshake(clerk.ReasonUATWithoutSessionToken, nil)
	}
	return f.bySessionCookie(ctx)
}

// bySessionCookie decides by the session token of a browser that is signed in by its own account.
func (f *flow) bySessionCookie(ctx context.Context) *Decision {
	auth, err := f.verify(ctx, f.session)
	seen := glanceAt(f.session, auth)
	switch {
	case err != nil && (!seen.readable || asTokenError(err).Reason == clerk.ReasonTokenTypeMismatch):
		return f.refused(ctx, f.session, err)
	case seen.dated && seen.issuedAt < f.clientUAT:
		return f.handshake(clerk.ReasonSessionTokenBeforeUAT, err)
	case err != nil:
		return f.refused(ctx, f.session, err)
	case f.comesFromElsewhere() && f.canHandshake(): // who can be asked nowhere else stays signed in
		return f.handshake(clerk.ReasonCrossOriginSync, nil)
	}
	if f.isInFront(auth) && f.hasAnotherOrganization(auth) && f.c.RedirectCount < maxRedirects {
		if d := f.handshake(clerk.ReasonOrganizationMismatch, nil); d.Status == Handshake {
			return d
		}
	}
	return f.signedIn(auth)
}
