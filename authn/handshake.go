package authn

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

const (
	headerSetCookie = "Set-Cookie"
	headerLocation  = "Location"

	// maxRedirects is how many handshakes in a row are tried before a browser is taken to be in a loop.
	maxRedirects = 3

	// maxSessionInURL is the longest session token that is sent along; a longer one is none.
	maxSessionInURL = 16 << 10
)

// handshake sends the browser to the Frontend API, which knows its sessions and sends it back with fresh cookies. A request that
// cannot be redirected is signed out for the same reason.
func (f *flow) handshake(reason clerk.Reason, err error) *Decision {
	if !f.canHandshake() {
		return f.cannotRedirect(reason, err)
	}
	return f.redirect(reason, err, f.handshakeURL(reason))
}

// canHandshake reports whether there is a Frontend API, and a browser that can be sent there.
func (f *flow) canHandshake() bool { return f.r.mayRedirect() && f.instance.FrontendAPI() != "" }

// redirect sends the browser to location, unless it has come back without success too often.
func (f *flow) redirect(reason clerk.Reason, err error, location string) *Decision {
	if !f.r.mayRedirect() {
		return f.cannotRedirect(reason, err)
	}
	if f.c.RedirectCount >= maxRedirects {
		f.advise("usher: a browser comes back from the handshake without valid cookies and is not redirected again; check that the "+
			"publishable key and the secret key are of one instance, and that this machine's clock is right", "reason", string(reason))
		return f.cannotRedirect(reason, err)
	}
	h := http.Header{headerLocation: {location}, headerSetCookie: {
		clerk.CookieRedirectCount + "=" + strconv.Itoa(f.c.RedirectCount+1) + "; SameSite=Lax; HttpOnly; Max-Age=2",
	}}
	setNoStore(h)
	return &Decision{Status: Handshake, Reason: reason, Err: err, kind: authobject.SessionToken, credentials: f.c, header: &h, page: true}
}

func (f *flow) cannotRedirect(reason clerk.Reason, err error) *Decision {
	d := f.nobody(reason)
	if err != nil {
		d.Err = err
		if known := asTokenError(err); known.Unavailable {
			d.Unavailable, d.RetryAfter = true, known.RetryAfter
		}
	}
	return d
}

// handshakeURL returns where a handshake starts.
func (f *flow) handshakeURL(reason clerk.Reason) string {
	back := f.r.address
	back.query = back.query.without(clerk.QueryDevBrowser, clerk.QueryDevSession)
	q := query{}.with(clerk.QueryRedirectURL, back.String()).
		with(clerk.QueryAPIVersion, clerk.APIVersionDate).
		with(clerk.QuerySuffixedCookies, strconv.FormatBool(f.suffixed)).
		with(clerk.QueryHandshakeReason, string(reason))
	if f.config.Nonces != nil {
		q = q.with(clerk.QueryFormat, "nonce") // else the payload comes as it is
	}
	session := f.session
	if session == "" {
		session = f.c.HeaderToken.Reveal()
	}
	if session != "" && len(session) <= maxSessionInURL {
		q = q.with(clerk.QuerySession, session)
	}
	if f.devBrowser != "" && f.isDevelopment() {
		q = q.with(clerk.QueryDevBrowser, f.devBrowser)
	}
	if target, ok := f.r.organizationTarget(f.instance); ok {
		q = q.with(clerk.QueryOrganizationID, target.ID+target.Slug)
	}
	return strings.TrimRight(f.instance.FrontendAPI(), "/") + "/v1/client/handshake?" + q.raw
}

// advise tells the developer something. In production it is for debug logs only: anybody could fill the log with it.
func (f *flow) advise(text string, args ...any) {
	if f.isDevelopment() {
		f.instance.Logger.Warn(text, args...)
		return
	}
	f.instance.Logger.Debug(text, args...)
}
