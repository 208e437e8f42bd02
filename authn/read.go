package authn

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// MaxAuthorizationSize is the longest Authorization header in bytes that is looked at. It holds the largest token that is
// accepted and its scheme; a longer value counts as a token of the wrong form.
const MaxAuthorizationSize = 17 << 10

// A Request is everything that a decision looks at in an HTTP request, read and unjudged.
type Request struct {
	// Credentials are what the request presents.
	Credentials Credentials

	method, fetchDest, fetchSite, accept string
	referer, origin                      string
	address                              address // where the browser sees this request; without a host if that cannot be said

	synced           string // query parameter __clerk_synced
	clerkRedirectURL string // query parameter __clerk_redirect_url
	devBrowserQuery  bool   // query parameter __clerk_db_jwt is there, if only empty

	header http.Header // of the request itself; for reading

	matching     sync.Once
	organization clerk.OrganizationTarget // what the page wants to be active, once that was asked
	matches      bool
}

// organizationTarget returns what the page wants to be active. The patterns are tried once for each request.
func (r *Request) organizationTarget(instance *clerk.Instance) (clerk.OrganizationTarget, bool) {
	r.matching.Do(func() { r.organization, r.matches = instance.OrganizationTarget(r.address.path) })
	return r.organization, r.matches
}

// Read reads a request, for the instance of this authenticator. It does no I/O, never touches the body and judges nothing.
//
// The address of the request is the browser's, whatever handlers above made of it. What the request presents is read from what they
// left: a parameter that one of them took out of r.URL is not seen.
//
// The Authorization header is read as the official SDK reads it: the scheme Bearer in exactly this spelling, one space, the
// token, and nothing of what follows a second space. A value without a space is a token. Any other scheme, Basic say, is
// somebody else's business and leaves the request without a header token. Of several Authorization headers the first counts.
func (a *Authenticator) Read(r *http.Request) *Request {
	u, readable := target(r)
	var query query
	if r.URL != nil {
		query = newQuery(r.URL.RawQuery)
	}
	out := &Request{
		method: r.Method, fetchDest: r.Header.Get(clerk.HeaderSecFetchDest), fetchSite: r.Header.Get(headerSecFetchSite),
		accept: r.Header.Get(clerk.HeaderAccept), referer: r.Header.Get(clerk.HeaderReferer), origin: r.Header.Get(clerk.HeaderOrigin),
		address: publicAddress(a.instance, r, u), header: r.Header,
	}
	if !readable || len(out.address.query.raw)+len(out.address.path) > maxQuerySize {
		out.address.host = "" // not to be sent anywhere and back
	}
	out.synced, _ = query.get(clerk.QuerySynced)
	out.clerkRedirectURL, _ = query.get(clerk.QueryClerkRedirectURL)

	c := &out.Credentials
	if value := r.Header.Get(clerk.HeaderAuthorization); len(value) > MaxAuthorizationSize {
		c.HeaderOversized = true
	} else {
		c.HeaderToken = authobject.NewToken(headerToken(value))
	}
	readCookies(r.Header[clerk.HeaderCookie], &a.names, c)
	if a.config.Sessions != nil {
		c.Named = a.readNamed(r, query, c)
	}

	var devBrowser string
	devBrowser, out.devBrowserQuery = query.get(clerk.QueryDevBrowser)
	c.DevBrowser = authobject.NewToken(devBrowser)
	if text, _ := query.get(clerk.QueryHandshake); text != "" {
		c.Handshake, c.HandshakeInQuery = authobject.NewToken(text), true
	}
	if text, _ := query.get(clerk.QueryHandshakeNonce); text != "" {
		c.Nonce, c.NonceInQuery = authobject.NewToken(text), true
	}
	return out
}

// URL returns the address under which the browser sees the request, or "" where that cannot be said, because the request names no
// possible host. Its host is only as trustworthy as what names it: see clerk.Options.PublicURL.
func (r *Request) URL() string {
	if r.address.host == "" {
		return ""
	}
	return r.address.String()
}

const headerSecFetchSite = "Sec-Fetch-Site"

func headerToken(value string) string {
	scheme, rest, _ := strings.Cut(value, " ")
	token, _, _ := strings.Cut(rest, " ")
	switch {
	case token == "":
		return scheme // also "Bearer" alone and "Bearer" with two spaces: an attempt at a token, refused as malformed
	case scheme == "Bearer":
		return token
	}
	return ""
}

// isDocument reports whether a browser loads a page as such: into a tab, not into a frame.
func (r *Request) isDocument() bool { return r.method == http.MethodGet && r.fetchDest == "document" }

// mayRedirect reports whether a browser would follow a redirect to another site and come back with new cookies: it loads a page
// by GET. Browsers too old to say so are known by the types that they accept.
func (r *Request) mayRedirect() bool {
	return r.method == http.MethodGet && r.address.host != "" && r.isForPeople()
}

// isForPeople reports whether a browser shows the answer: a page, or what comes of a form.
func (r *Request) isForPeople() bool { return isForPeople(r.fetchDest, r.accept) }

func isForPeople(fetchDest, accept string) bool {
	if fetchDest == "" {
		return strings.HasPrefix(accept, "text/html")
	}
	return fetchDest == "document" || fetchDest == "iframe"
}

// String says what the request presents, without showing it.
func (r *Request) String() string { return r.method + " with " + r.Credentials.String() }

// Format prints what String returns, for every verb: credentials must not be printed.
func (r *Request) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, r.String()) }

// LogValue says what the request presents, without showing it.
func (r *Request) LogValue() slog.Value { return slog.StringValue(r.String()) }
