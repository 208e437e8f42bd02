package clerk

import "strings"

// Cookies that Clerk's front-end libraries and Frontend API set. Where the comment says so, a cookie also exists under a
// suffixed name, which is the name, an underscore and [Instance.CookieSuffix]: applications of several instances can
// then share one domain.
const (
	// CookieSession holds the session token, a JWT. Suffixed and plain.
	CookieSession = "__session"
	// CookieClientUAT holds the time of the client's last change in Unix seconds, 0 when signed out. Suffixed and plain.
	CookieClientUAT = "__client_uat"
	// CookieDevBrowser identifies the browser to a development instance. Suffixed and plain.
	CookieDevBrowser = "__clerk_db_jwt"
	// CookieRefresh holds the refresh token. It exists under the suffixed name only.
	CookieRefresh = "__refresh"
	// CookieHandshake holds the payload of a handshake, a JWT. Never suffixed.
	CookieHandshake = "__clerk_handshake"
	// CookieHandshakeNonce holds the nonce that a handshake payload can be fetched with. Never suffixed.
	CookieHandshakeNonce = "__clerk_handshake_nonce"
	// CookieRedirectCount counts handshake redirects, so that a loop is noticed. Never suffixed.
	CookieRedirectCount = "__clerk_redirect_count"
	// CookieClient identifies the browser to the Frontend API, on whose host it stands. Never suffixed.
	CookieClient = "__client"
	// CookieActiveContext holds the session and organization that were active last, for the front end.
	CookieActiveContext = "clerk_active_context"
)

// cookies are the names above. One that begins like another stands before it.
var cookies = [...]string{
	CookieSession, CookieClientUAT, CookieDevBrowser, CookieRefresh, CookieHandshakeNonce, CookieHandshake, CookieRedirectCount,
	CookieClient, CookieActiveContext,
}

// SplitCookieName takes the name of a cookie apart into the name that Clerk knows it by, one of the Cookie constants, and the
// suffix of an instance, which need not be this one; the suffix is "" where the cookie has its plain name. It reports false where
// the cookie is none of Clerk's.
func SplitCookieName(full string) (name, suffix string, ok bool) {
	for _, own := range cookies {
		switch rest, found := strings.CutPrefix(full, own); {
		case found && rest == "":
			return own, "", true
		case found && len(rest) > 1 && rest[0] == '_':
			return own, rest[1:], true
		}
	}
	return "", "", false
}

// Query parameters that a request to the application may carry. Where a cookie of the same name exists, the parameter
// wins.
const (
	// QueryDevBrowser is CookieDevBrowser as a parameter.
	QueryDevBrowser = "__clerk_db_jwt"
	// QueryHandshake is CookieHandshake as a parameter.
	QueryHandshake = "__clerk_handshake"
	// QueryHandshakeNonce is CookieHandshakeNonce as a parameter.
	QueryHandshakeNonce = "__clerk_handshake_nonce"
	// QuerySynced says whether a satellite has been synchronised: "false" asks for it, "true" says that it is done.
	QuerySynced = "__clerk_synced"
	// QueryClerkRedirectURL tells the primary domain of a development instance where to send the satellite back to.
	QueryClerkRedirectURL = "__clerk_redirect_url"
	// QueryHelp carries a hint for developers; it is removed after a development handshake.
	QueryHelp = "__clerk_help"
	// QueryDevSession identifies the browser to old development instances; it never survives into a redirect.
	QueryDevSession = "__dev_session"
	// QuerySessionID names the session that a request means, where one browser holds several. It is read only by those who ask
	// for it: see package multisession.
	QuerySessionID = "_clerk_session_id"
)

// Query parameters that only ever travel to the Frontend API, in the URL of a handshake redirect.
const (
	// QuerySession is CookieSession as a parameter.
	QuerySession = "__session"
	// QuerySuffixedCookies says whether the application reads the suffixed cookies: "true" or "false".
	QuerySuffixedCookies = "suffixed_cookies"
	// QueryHandshakeReason says why the handshake is needed: a [Reason].
	QueryHandshakeReason = "__clerk_hs_reason"
	// QueryFormat says how the Frontend API should hand over the handshake payload.
	QueryFormat = "format"
	// QueryRedirectURL is the address to come back to.
	QueryRedirectURL = "redirect_url"
	// QueryAPIVersion is the version of the Frontend API that is spoken.
	QueryAPIVersion = "__clerk_api_version"
	// QueryOrganizationID names the organization that should be active afterwards.
	QueryOrganizationID = "organization_id"
)

// Request headers that authentication reads.
const (
	// HeaderAuthorization carries a token after the scheme Bearer (RFC 6750 section 2.1). It goes before the cookies.
	HeaderAuthorization = "Authorization"
	// HeaderCookie carries the cookies.
	HeaderCookie = "Cookie"
	// HeaderHost is the host that the request was sent to. net/http moves it to Request.Host.
	HeaderHost = "Host"
	// HeaderForwardedHost is the public host, as a reverse proxy saw it.
	HeaderForwardedHost = "X-Forwarded-Host"
	// HeaderForwardedProto is the public scheme, as a reverse proxy saw it.
	HeaderForwardedProto = "X-Forwarded-Proto"
	// HeaderForwardedFor are the addresses that a request came through, to which each reverse proxy adds the one next to it.
	HeaderForwardedFor = "X-Forwarded-For"
	// HeaderOrigin is the origin of the page that made the request.
	HeaderOrigin = "Origin"
	// HeaderReferer is the address of the page that made the request, spelled as RFC 9110 section 10.1.3 spells it.
	HeaderReferer = "Referer"
	// HeaderSecFetchDest says what the browser will do with the answer; "document" marks a page load.
	HeaderSecFetchDest = "Sec-Fetch-Dest"
	// HeaderAccept tells page loads from other requests where HeaderSecFetchDest is absent.
	HeaderAccept = "Accept"
	// HeaderUserAgent names the client.
	HeaderUserAgent = "User-Agent"
	// HeaderSessionID is QuerySessionID as a header, for scripts, where multisession.Policy names it.
	HeaderSessionID = "X-Clerk-Session-Id"
)

// Response headers that tell a caller why it is signed out. They are never sent to a caller that is signed in, and never
// believed when a request carries them.
const (
	// HeaderAuthStatus holds "signed-out".
	HeaderAuthStatus = "X-Clerk-Auth-Status"
	// HeaderAuthReason holds a [Reason].
	HeaderAuthReason = "X-Clerk-Auth-Reason"
	// HeaderAuthMessage holds a sentence for people. Other SDKs send it; this one leaves it to the response body.
	HeaderAuthMessage = "X-Clerk-Auth-Message"
)
