package authn

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

// A Status is the outcome of a decision.
type Status string

// The outcomes.
const (
	// SignedIn means that the request proves a session, or whose program it is. A session may be pending: see [Decision.Auth].
	SignedIn Status = "signed-in"
	// SignedOut means that the request proves nothing.
	SignedOut Status = "signed-out"
	// Handshake means that the browser is to be sent to Clerk, with the headers of [Decision.Header] and status 307. It comes
	// back with fresh cookies. Until then the request proves nothing.
	Handshake Status = "handshake"
	// Failed means that nothing can be decided, because something around the request is set up wrongly; Err says what. Answer
	// with the status that [Decision.FailureStatus] returns.
	Failed Status = "error"
)

// A Decision is what is known about one request. It is immutable.
type Decision struct {
	// Status is the outcome.
	Status Status
	// Reason says why the request is signed out; "" when it is signed in.
	Reason clerk.Reason
	// Err is the full error behind Reason: a *token.Error, or nil where the request simply presents nothing.
	Err error
	// Unavailable reports that the credential could not be judged, for want of keys. Such a request deserves a 503.
	Unavailable bool
	// RetryAfter is how long the caller should wait when Unavailable; zero when unknown.
	RetryAfter time.Duration

	kind        authobject.TokenKind
	credentials Credentials
	auth        *authobject.Auth // who the credential speaks for, pending or not
	header      *http.Header     // of the response, beside the ones that say why nobody is signed in; fmt follows no pointer here
	failure     int              // the status of a failure
	page        bool             // a browser asks for a page, so that people read why they do not get it
}

// Kind returns the kind of credential that the decision is about, presented or expected; "" where one of a kind was presented
// that is not among several accepted ones.
func (d *Decision) Kind() authobject.TokenKind { return d.kind }

// FailureStatus returns the HTTP status to answer a [Failed] decision with: 400 where the request is at fault, 500 where the
// configuration is, 503 where Clerk could not be reached. It is 0 for every other decision.
func (d *Decision) FailureStatus() int {
	if d.Status == Failed && d.Unavailable {
		return http.StatusServiceUnavailable
	}
	return d.failure
}

// Redirects reports whether the request is to be answered with status 307 and the headers of [Decision.Header], whatever the
// caller may do: for a handshake, and to clean the address of a browser that comes back from one.
func (d *Decision) Redirects() bool { return d.header != nil && d.header.Get(headerLocation) != "" }

// Auth returns the caller, never nil. A pending session counts as signed out here, with clerk.ReasonSessionPending: the user
// has signed in and still owes a task, such as choosing an organization.
func (d *Decision) Auth() *authobject.Auth {
	return d.AuthWithPending().Settled()
}

// AuthWithPending returns the caller, never nil, and lets pending sessions count as signed in.
func (d *Decision) AuthWithPending() *authobject.Auth {
	if d.Status != SignedIn {
		return authobject.Unauthenticated(d.kind, d.Reason)
	}
	return d.auth
}

// Presented reports whether the request presented a credential at all, good or bad.
func (d *Decision) Presented() bool { return !d.credentials.IsZero() }

// Covers reports whether the decision was made for exactly these credentials, so that it need not be made again.
func (d *Decision) Covers(c Credentials) bool { return d.credentials.Equal(c) }

// Header returns the response headers that the decision asks for: x-clerk-auth-status and x-clerk-auth-reason when nobody is signed
// in, as Clerk's SDKs send them, and the redirect and cookies of a handshake or a refresh. The cookies hold credentials.
func (d *Decision) Header() http.Header {
	h := http.Header{}
	if d.header != nil {
		h = d.header.Clone()
	}
	if d.Status == SignedOut || d.Status == Handshake {
		h.Set(clerk.HeaderAuthStatus, string(d.Status))
		h.Set(clerk.HeaderAuthReason, string(d.Reason))
	}
	return h
}

// ownHeader returns a copy of the headers that the decision asks for itself.
func (d *Decision) ownHeader() http.Header {
	if d.header == nil {
		return http.Header{}
	}
	return d.header.Clone()
}

// Message returns a sentence for people that says why the request is signed out and what to do: for whoever looks at the page that
// a browser asked for, and for whoever wrote the program that calls. It holds nothing of the request.
func (d *Decision) Message() string {
	if d.Status == SignedIn {
		return ""
	}
	var known *token.Error
	switch {
	case d.Status == Failed:
		return "the service cannot decide who is calling, because something is set up wrongly; its log says what"
	case errors.As(d.Err, &known):
		return known.Detail
	case d.Err != nil:
		return "the session token could not be judged"
	case d.Reason == clerk.ReasonNoTokenInHeader:
		return "the request carries no credential; send one as Authorization: Bearer <token>"
	}
	nobody := d.Reason == clerk.ReasonNoCredentials || d.Reason == clerk.ReasonSessionTokenMissing ||
		!d.Presented() && d.Reason == clerk.ReasonDevBrowserMissing
	switch {
	case d.page && d.credentials.RedirectCount >= maxRedirects:
		return "the browser has been to Clerk and back several times, and its session still does not count here; wait a moment, and load the page anew"
	case d.page && nobody:
		return "nobody is signed in with this browser; sign in, and load the page anew"
	case d.page:
		return "the browser's session has to be renewed; load the page anew, and sign in if that does not help"
	case nobody:
		return "the request carries no session token; send one as Authorization: Bearer <token>"
	}
	return "the browser's session has to be renewed; load the page anew, or send a session token as Authorization: Bearer <token>"
}

// String describes the decision without its credentials.
func (d *Decision) String() string {
	if d.Status == SignedIn {
		return fmt.Sprintf("%s (%s)", d.Status, d.auth)
	}
	return fmt.Sprintf("%s (reason=%s)", d.Status, d.Reason)
}

// Format prints what String returns, for every verb: the credentials in it must not be printed.
func (d *Decision) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(d.String())) }

// LogValue describes the decision without its credentials.
func (d *Decision) LogValue() slog.Value { return slog.StringValue(d.String()) }
