package authn

import (
	"context"
	"errors"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

// A Verifier judges session tokens; [token.Verifier] is the one to use. Implementations must be safe for concurrent use, and
// must return an Auth only for a token whose signature by this instance's key they have verified.
type Verifier interface {
	// Session verifies a session token. The error should be a *token.Error.
	Session(ctx context.Context, text string) (*authobject.Auth, error)
}

// An Authenticator makes decisions about requests to one instance. It is immutable and safe for concurrent use.
type Authenticator struct {
	verifier Verifier
}

// New returns an authenticator that believes what verifier verifies. It panics when verifier is nil: that is a mistake in the
// program, and must not wait for the first request.
func New(verifier Verifier) *Authenticator {
	if verifier == nil {
		panic("authn.New: the verifier is nil")
	}
	return &Authenticator{verifier: verifier}
}

// Authenticate decides about a request. It never fails: whatever is wrong with the request is a decision with a reason. The
// request's context bounds the wait for a key that is not known yet.
func (a *Authenticator) Authenticate(r *http.Request) *Decision {
	return a.Decide(r.Context(), r.Method, ReadCredentials(r))
}

// Decide is [Authenticator.Authenticate] for credentials that have been read already, from a request with this method.
func (a *Authenticator) Decide(ctx context.Context, method string, c Credentials) *Decision {
	switch {
	case c.HeaderOversized:
		return signedOut(c, clerk.ReasonTokenInvalid, &token.Error{Reason: clerk.ReasonTokenInvalid,
			Detail: "the Authorization header is longer than any token of Clerk's"})
	case !c.HeaderToken.IsZero():
		return a.header(ctx, method, c)
	default:
		return signedOut(c, clerk.ReasonNoCredentials, nil)
	}
}

// header decides by the token of the Authorization header.
func (a *Authenticator) header(ctx context.Context, method string, c Credentials) *Decision {
	auth, err := a.verifier.Session(ctx, c.HeaderToken.Reveal())
	if err == nil && !auth.IsSignedIn() {
		err = errors.New("the verifier found no fault and named no user")
	}
	if err != nil {
		return refused(method, c, err)
	}
	return &Decision{Status: SignedIn, credentials: c, auth: auth}
}

// refused turns the error of a session token into a decision. Where a browser's cookies could refresh the session, the
// official SDK has reasons of its own that say why they did not; a header token has no cookies to refresh it.
func refused(method string, c Credentials, err error) *Decision {
	var known *token.Error
	if !errors.As(err, &known) {
		d := signedOut(c, clerk.ReasonUnexpectedError, err)
		d.Unavailable = true
		return d
	}
	reason := known.Reason
	switch reason {
	case clerk.ReasonTokenExpired:
		reason = clerk.ReasonSessionTokenExpired
		if method != http.MethodGet {
			reason = clerk.ReasonSessionTokenExpiredNonGET
		}
	case clerk.ReasonTokenNotActiveYet:
		reason = clerk.ReasonSessionTokenNBF
	case clerk.ReasonTokenIATInTheFuture:
		reason = clerk.ReasonSessionTokenIATInTheFuture
	}
	d := signedOut(c, reason, known)
	d.Unavailable, d.RetryAfter = known.Unavailable, known.RetryAfter
	return d
}

func signedOut(c Credentials, reason clerk.Reason, err error) *Decision {
	return &Decision{Status: SignedOut, Reason: reason, Err: err, credentials: c}
}
