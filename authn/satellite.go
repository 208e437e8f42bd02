package authn

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/peer"
)

const (
	syncWanted = "false" // __clerk_synced: a sign-in has come back from the primary application
	syncDone   = "true"  // __clerk_synced: the primary application has answered
)

// checkSatellite refuses to decide where the sign-in page of a satellite leads back to the satellite: users would go round in
// circles. It can only be told from a request that names its own origin.
func (f *flow) checkSatellite() *Decision {
	if !f.instance.IsSatellite || f.instance.SignInURL == "" || f.r.origin == "" || f.config.Accepts.only(authobject.M2MToken) {
		return nil
	}
	signIn, _, _, ok := parseAddress(f.instance.SignInURL)
	switch {
	case !ok:
		return f.failed(http.StatusInternalServerError, clerk.ReasonSatelliteSignInURL,
			errors.New("SignInURL is a path, but users of a satellite sign in on another domain; set the absolute URL"))
	case signIn.origin() == f.r.origin && f.r.origin == f.r.address.origin():
		return f.failed(http.StatusInternalServerError, clerk.ReasonSatelliteSignInURL,
			errors.New("SignInURL is on the satellite's own domain; set the sign-in page of the primary application"))
	}
	return nil
}

// satelliteSync sends a browser that loads a page of a satellite to where its session is known: always after a sign-in, and at its
// first visit if that was asked for.
func (f *flow) satelliteSync() *Decision {
	if !f.instance.IsSatellite || !f.r.isDocument() || f.r.synced == syncDone {
		return nil
	}
	unknown := f.clientUAT == 0 && f.session == ""
	switch {
	case unknown && !f.instance.SatelliteAutoSync && f.r.synced != syncWanted:
		return f.nobody(clerk.ReasonNoCredentials)
	case !unknown && f.r.synced != syncWanted:
		return nil
	case f.isProduction():
		return f.handshake(clerk.ReasonSatelliteNeedsSyncing, nil)
	case !f.isDevelopment():
		return nil // without a key of the instance nothing says whom to ask
	}
	// Browsers are known to a development instance by a parameter that only the primary application can pass on.
	signIn, fragment, _, ok := parseAddress(f.instance.SignInURL)
	if !ok || f.r.address.host == "" {
		return f.nobody(clerk.ReasonSatelliteNeedsSyncing)
	}
	signIn.query = signIn.query.with(clerk.QueryClerkRedirectURL, f.r.address.String())
	return f.redirect(clerk.ReasonSatelliteNeedsSyncing, nil, signIn.String()+fragment)
}

// answerSatellite is the other side, on the primary application of a development instance: it sends the browser back to the
// satellite and tells it who the browser is.
func (f *flow) answerSatellite() *Decision {
	if !f.isDevelopment() || f.instance.IsSatellite || f.r.clerkRedirectURL == "" {
		return nil
	}
	back, fragment, hasUser, ok := parseAddress(f.r.clerkRedirectURL)
	if !ok || hasUser {
		return f.failed(http.StatusBadRequest, clerk.ReasonRedirectURLInvalid,
			errors.New("the query parameter __clerk_redirect_url is not an absolute http or https URL"))
	}
	if f.r.mayRedirect() && !f.mayReturnTo(back) {
		return f.failed(http.StatusBadRequest, clerk.ReasonRedirectURLInvalid,
			errors.New("the query parameter __clerk_redirect_url leads to an origin that is no known satellite; add it to SatelliteOrigins if it is one"))
	}
	back.query = back.query.without(clerk.QuerySynced)
	if f.devBrowser != "" {
		back.query = back.query.without(clerk.QueryDevBrowser).with(clerk.QueryDevBrowser, f.devBrowser)
	}
	back.query = back.query.with(clerk.QuerySynced, syncDone)
	return f.redirect(clerk.ReasonPrimaryRespondsToSyncing, nil, back.String()+fragment)
}

// mayReturnTo reports whether a browser may be sent to an address with the token that the development instance knows it by: to this
// machine, this application, its satellites and the parties whose sessions count here; or anywhere, where that was asked for.
func (f *flow) mayReturnTo(back address) bool {
	own := f.r.address
	return isThisMachine(hostname(back.host)) ||
		back.host == own.host && (back.scheme == own.scheme || back.scheme == "https") ||
		slices.Contains(f.instance.SatelliteOrigins, back.origin()) || slices.Contains(f.instance.AuthorizedParties, back.origin()) ||
		slices.Contains(f.instance.SatelliteOrigins, clerk.AnyOrigin)
}

// isThisMachine reports whether a browser takes a host for the machine that it runs on (RFC 6761 section 6.3).
func isThisMachine(name string) bool {
	return peer.IsLoopback(name) || strings.HasSuffix(name, ".localhost")
}

// parseAddress takes an absolute http or https URL apart. The fragment keeps its number sign.
func parseAddress(text string) (a address, fragment string, hasUser, ok bool) {
	u, err := url.Parse(text)
	if err != nil || len(text) > maxQuerySize || strings.Contains(text, `\`) {
		return address{}, "", false, false
	}
	a.scheme = strings.ToLower(u.Scheme)
	if a.scheme != "http" && a.scheme != "https" {
		return address{}, "", false, false
	}
	if a.host, ok = normalHost(a.scheme, u.Host); !ok {
		return address{}, "", false, false
	}
	a.path, a.query = withoutDots(escapedPath(u)), query{printable(u.RawQuery)}
	if f := u.EscapedFragment(); f != "" {
		fragment = "#" + f
	}
	return a, fragment, u.User != nil, true
}
