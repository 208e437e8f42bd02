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

// The outcomes. A third one of the official SDK, handshake, answers page loads of browsers with a redirect; it needs the
// cookies, which this version does not read.
const (
	// SignedIn means that the request proves a session. The session may be pending: see [Decision.Auth].
	SignedIn Status = "signed-in"
	// SignedOut means that the request proves nothing.
	SignedOut Status = "signed-out"
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

	credentials Credentials
	auth        *authobject.Auth // who the credential speaks for, pending or not
}

// Auth returns the caller, never nil. A pending session counts as signed out here, with clerk.ReasonSessionPending: the user
// has signed in and still owes a task, such as choosing an organization.
func (d *Decision) Auth() *authobject.Auth {
	return d.AuthWithPending().Settled()
}

// AuthWithPending returns the caller, never nil, and lets pending sessions count as signed in.
func (d *Decision) AuthWithPending() *authobject.Auth {
	if d.Status != SignedIn {
		return authobject.SignedOut(d.Reason)
	}
	return d.auth
}

// Presented reports whether the request presented a credential at all, good or bad.
func (d *Decision) Presented() bool { return !d.credentials.IsZero() }

// Covers reports whether the decision was made for exactly these credentials, so that it need not be made again.
func (d *Decision) Covers(c Credentials) bool { return d.credentials.Equal(c) }

// Header returns the response headers that the decision asks for: x-clerk-auth-status and x-clerk-auth-reason when the
// request is signed out, as Clerk's SDKs send them, and none when it is signed in.
func (d *Decision) Header() http.Header {
	h := http.Header{}
	if d.Status != SignedIn {
		h.Set(clerk.HeaderAuthStatus, string(d.Status))
		h.Set(clerk.HeaderAuthReason, string(d.Reason))
	}
	return h
}

// Message returns a sentence for people that says why the request is signed out and what to do. It holds nothing of the
// request.
func (d *Decision) Message() string {
	if d.Status == SignedIn {
		return ""
	}
	if d.Err == nil {
		return "the request carries no session token; send one as Authorization: Bearer <token>"
	}
	var known *token.Error
	if errors.As(d.Err, &known) {
		return known.Detail
	}
	return "the session token could not be judged"
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
