package authn

import (
	"context"
	"net/http"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// Most requests to a service present a token in the Authorization header and nothing else that counts, or nothing at all. The
// functions below decide about those as Decide does, without reading the rest of them: a test holds the two against each other.

// HeaderToken returns the token of the Authorization header as [Authenticator.Read] reads it, or "" where there is none or one
// longer than any that is looked at.
func HeaderToken(r *http.Request) string {
	values := r.Header[clerk.HeaderAuthorization] // as Get reads it, whose work on the name would cost as much as all the rest here
	if len(values) == 0 || len(values[0]) > MaxAuthorizationSize {
		return ""
	}
	return headerToken(values[0])
}

// ByHeader decides about a request that presents a session token in its Authorization header. It returns the caller where the token
// is good, which may be pending, and a decision where it is not. It returns neither where more of the request matters: where there
// is no such token, programs are accepted as well, the application is a satellite, or a request may name the session that it means.
func (a *Authenticator) ByHeader(r *http.Request) (*authobject.Auth, *Decision) {
	if !a.config.Accepts.only(authobject.SessionToken) || a.instance.IsSatellite || a.config.Sessions != nil {
		return nil, nil
	}
	text := HeaderToken(r)
	if text == "" {
		return nil, nil
	}
	auth, err := a.verifier.Session(r.Context(), text)
	if err == nil && auth.IsSignedIn() {
		return auth, nil
	}
	return nil, a.decideRefused(r.Context(), r, text, err)
}

// decideRefused is [Authenticator.Decide] for a token that has been judged already: whoever sends bad ones is not to have each
// verified twice.
func (a *Authenticator) decideRefused(ctx context.Context, r *http.Request, text string, err error) *Decision {
	if err == nil {
		err = errNamesNobody
	}
	return newFlow(ctx, a, a.Read(r)).refused(ctx, text, err)
}

// What Decide says of a request without any credentials, where nobody is sent to Clerk: of a program's, and of a page's. Of a
// development instance a browser would have to be known first.
var (
	nothingPresented = &Decision{Status: SignedOut, Reason: clerk.ReasonNoCredentials, kind: authobject.SessionToken}
	nothingOnAPage   = &Decision{Status: SignedOut, Reason: clerk.ReasonNoCredentials, kind: authobject.SessionToken, page: true}
	unknownProgram   = &Decision{Status: SignedOut, Reason: clerk.ReasonDevBrowserMissing, kind: authobject.SessionToken}
	unknownBrowser   = &Decision{Status: SignedOut, Reason: clerk.ReasonDevBrowserMissing, kind: authobject.SessionToken, page: true}
)

// Anonymous decides about a request that presents nothing at all: no Authorization header, no cookie, and none of Clerk's parameters
// in its query. It returns nil for every other, and where a browser that presents nothing may have to be sent to Clerk. The decision
// is shared by many requests, and for reading. Its reason is the same for all requests to one instance.
func (a *Authenticator) Anonymous(r *http.Request) *Decision {
	if a.instance.IsSatellite || !a.config.Accepts.only(authobject.SessionToken) || a.config.Sessions != nil ||
		r.Header.Get(clerk.HeaderAuthorization) != "" || len(r.Header[clerk.HeaderCookie]) > 0 || mayHoldParameters(r) {
		return nil
	}
	development := a.instance.Kind == clerk.KindDevelopment
	switch page := isForPeople(r.Header.Get(clerk.HeaderSecFetchDest), r.Header.Get(clerk.HeaderAccept)); {
	case development && page && r.Method == http.MethodGet:
		return nil // a page that may have to be loaded by way of Clerk
	case development && page:
		return unknownBrowser
	case development:
		return unknownProgram
	case page:
		return nothingOnAPage
	}
	return nothingPresented
}

// mayHoldParameters reports whether a query may hold a parameter of Clerk's, perhaps in other letters.
func mayHoldParameters(r *http.Request) bool {
	return r.URL != nil && (strings.Contains(r.URL.RawQuery, "__clerk") || strings.IndexByte(r.URL.RawQuery, '%') >= 0)
}
