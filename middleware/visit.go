package middleware

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/callerkey"
	"github.com/usher-auth/usher/internal/testidentity"
)

type contextKey struct{}

// A visit is what an Usher has found out about a request, and the context of the request from there on. It stays with the request,
// so that mounting twice verifies once, and it is believed only by the Usher that made it and only for the same credentials.
type visit struct {
	context.Context //nolint:containedctx // it is a context itself, so that one is enough for all that handlers ask of it

	by       *Usher
	decision *authn.Decision // nil where the request is foreign, and where a token in the header was good
	auth     *authobject.Auth
	tested   bool // auth is a test's own
	foreign  bool // another site had the browser send the request, so that its cookies do not count

	cookieless bool // the browser keeps no cookies, so that sending it anywhere would not help

	// One of these says what the request presents; none of them: nothing at all.
	header      string // the token of the Authorization header, where that decided alone
	credentials *authn.Credentials
	seen        *presented // where all that the request presents was read: from what

	headers [3]string // of the response, which points here: lists for them would cost more than all the rest
}

// Value answers for the caller and for the visit itself.
func (v *visit) Value(key any) any {
	switch key.(type) {
	case contextKey:
		return v
	case callerkey.Key:
		return v.auth
	}
	return v.Context.Value(key)
}

// String names the context without what is in it.
func (*visit) String() string { return "the context of a request that Usher has looked at" }

// Format prints what String returns, for every verb: credentials must not be printed.
func (v *visit) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, v.String()) }

// attach returns the request with its caller in the context.
func (u *Usher) attach(w http.ResponseWriter, r *http.Request) (*http.Request, *visit) {
	ctx := r.Context()
	if v, ok := ctx.Value(contextKey{}).(*visit); ok && v.isOf(u, r) {
		return r, v
	}
	v := &visit{Context: ctx, by: u}
	if !v.quickly(u, r) {
		v.thoroughly(u, r)
	}
	v.setHeaders(w.Header())
	u.logDecision(r, v)
	return withoutIdentityHeaders(r.WithContext(v)), v
}

// quickly finds out about a request by its Authorization header alone, or that it presents nothing, and reports whether it did.
func (v *visit) quickly(u *Usher, r *http.Request) bool {
	auth, d := u.authenticator.ByHeader(r)
	switch {
	case auth != nil && u.settled(auth) == auth:
		v.header, v.auth = auth.Token().Reveal(), auth
		return true
	case auth != nil:
		return false // pending, which takes a decision with a reason
	case d != nil:
		v.decision, v.auth = d, u.settled(d.AuthWithPending())
		return true
	}
	if _, marked := cookieMark(r); marked || testidentity.From(v.Context) != nil {
		return false
	}
	if d = u.authenticator.Anonymous(r); d == nil {
		return false
	}
	v.decision, v.auth = d, u.nobody
	return true
}

// thoroughly finds out about a request by all that it presents.
func (v *visit) thoroughly(u *Usher, r *http.Request) {
	read := u.authenticator.Read(r)
	if u.sessions == nil { // what names a session among several may stand anywhere
		seen := presentedBy(r)
		v.seen = &seen
	}
	v.foreign = u.origins.isForeign(r, read)
	v.Context = withExchanges(v.Context, read.Credentials)
	if v.foreign {
		v.credentials = &read.Credentials
		v.auth = authobject.SignedOut(ReasonCrossOrigin)
	} else {
		v.decision = u.authenticator.Decide(v.Context, read)
		v.auth = v.decision.AuthWithPending()
		if v.cookieless = u.keepsNoCookies(r, v.decision); v.cookieless {
			v.auth = authobject.SignedOut(ReasonCookiesBlocked)
		}
	}
	if identity := testidentity.From(v.Context); identity != nil && read.Credentials.IsZero() {
		v.credentials = &read.Credentials
		v.auth, v.tested = meant(identity, read)
	}
	v.auth = u.settled(v.auth)
}

// settled returns the caller as this Usher takes pending sessions.
func (u *Usher) settled(auth *authobject.Auth) *authobject.Auth {
	if u.settings.pending {
		return auth
	}
	return auth.Settled()
}

// isOf reports whether u has found out v, and for what the request presents now.
func (v *visit) isOf(u *Usher, r *http.Request) bool {
	switch {
	case v.by != u:
		return false
	case v.header != "":
		return v.header == authn.HeaderToken(r)
	case v.auth == u.nobody:
		return u.authenticator.Anonymous(r) != nil
	case v.seen != nil && !v.foreign && !v.seen.split && u.origins.neverForeign(r) && *v.seen == presentedBy(r):
		return true // as what follows would find out
	}
	read := u.authenticator.Read(r)
	if v.foreign != u.origins.isForeign(r, read) {
		return false
	}
	return v.foreign && v.credentials.Equal(read.Credentials) || !v.foreign && v.decision.Covers(read.Credentials)
}

// presented is what credentials are read from. Guards below one another compare it, which takes no time where nothing has changed.
type presented struct {
	authorization, cookies, query string
	split                         bool // into several Cookie headers, of which cookies is the first
}

func presentedBy(r *http.Request) (p presented) {
	p.authorization, p.cookies = r.Header.Get(clerk.HeaderAuthorization), r.Header.Get(clerk.HeaderCookie)
	p.split = len(r.Header[clerk.HeaderCookie]) > 1
	if r.URL != nil {
		p.query = r.URL.RawQuery
	}
	return p
}

// variesBy names what decides who the caller is.
const variesBy = clerk.HeaderAuthorization + ", " + clerk.HeaderCookie

// setHeaders sets what the decision asks for, and takes back what an Usher above has said of another decision.
func (v *visit) setHeaders(h http.Header) {
	switch vary := h["Vary"]; {
	case len(vary) == 0:
		v.setHeader(h, 0, "Vary", variesBy)
	case !slices.Contains(vary, variesBy):
		h["Vary"] = append(vary, variesBy)
	}
	v.by.varyBySession(h)
	if len(h) > 1 { // there is more than Vary
		delete(h, clerk.HeaderAuthStatus)
		delete(h, clerk.HeaderAuthReason)
	}
	switch {
	case v.tested, v.header != "":
		return
	case v.foreign, v.cookieless:
		v.setHeader(h, 1, clerk.HeaderAuthStatus, string(authn.SignedOut))
		v.setHeader(h, 2, clerk.HeaderAuthReason, string(v.auth.Reason()))
		if v.cookieless { // for when its user has allowed cookies and reloads the page
			h.Add("Set-Cookie", cookieCheck)
			h.Set("Cache-Control", "no-store")
		}
		return
	case v.auth == v.by.nobody:
		v.setHeader(h, 1, clerk.HeaderAuthStatus, string(v.decision.Status))
		v.setHeader(h, 2, clerk.HeaderAuthReason, string(v.decision.Reason))
		return
	}
	own := v.decision.Header() // a copy
	for name, values := range own {
		switch {
		case strings.HasPrefix(name, "Access-Control-"):
			// Browsers that come back from a handshake load a page and ask for no leave to read it; scripts are not to get one.
		case name == "Cache-Control":
			h.Set(name, values[0])
		case len(h[name]) == 0:
			h[name] = values
		default:
			h[name] = append(h[name], values...)
		}
	}
	if len(own["Set-Cookie"]) > 0 {
		h.Set("Cache-Control", "no-store") // a cookie of one browser is not to be kept for the next, whatever was said above
	}
}

// setHeader sets a header to a list that has room for no more, so that whoever adds to it gets one of their own.
func (v *visit) setHeader(h http.Header, i int, name, value string) {
	v.headers[i] = value
	h[name] = v.headers[i : i+1 : i+1]
}

// withoutIdentityHeaders takes away the request headers that other stacks read a verdict from: only what was verified
// here may speak for the caller.
func withoutIdentityHeaders(r *http.Request) *http.Request {
	header := r.Header
	for name := range r.Header {
		if name == "" || name[0]|0x20 != 'x' || !isIdentity(name) {
			continue
		}
		if len(header) == len(r.Header) {
			header = header.Clone() // the map is the caller's
		}
		delete(header, name)
	}
	r.Header = header
	return r
}

// isIdentity reports whether a header is X-Clerk-Auth-Status or one of its like, or what some servers behind this one take for it.
func isIdentity(name string) bool {
	const prefix = "X-Clerk-Auth-"
	return len(name) > len(prefix) && strings.EqualFold(strings.ReplaceAll(name[:len(prefix)], "_", "-"), prefix)
}
