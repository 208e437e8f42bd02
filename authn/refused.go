package authn

import (
	"context"
	"errors"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

var errNamesNobody = errors.New("the verifier found no fault and named nobody")

// asTokenError returns the *token.Error in err. Anything else means that nothing is known about the credential.
func asTokenError(err error) *token.Error {
	var known *token.Error
	if errors.As(err, &known) {
		return known
	}
	return &token.Error{Reason: clerk.ReasonUnexpectedError, Unavailable: true, Err: err, Detail: "the credential could not be judged"}
}

// asInvalid says that what was presented is no good, for a reason that is in no token.
func asInvalid(err error) *token.Error {
	return &token.Error{Reason: clerk.ReasonTokenInvalid, Detail: "the handshake hands nothing over that can be used", Err: err}
}

// refused decides about a session token that was refused, whether it came in the header or in a cookie. One that has merely
// expired can be refreshed, or be renewed by a handshake, and so can one that is not valid yet; every other is refused for
// good.
func (f *flow) refused(ctx context.Context, text string, err error) *Decision {
	known := asTokenError(err)
	switch known.Reason {
	case clerk.ReasonTokenExpired:
		return f.expired(ctx, text, err)
	case clerk.ReasonTokenNotActiveYet:
		return f.handshake(clerk.ReasonSessionTokenNBF, err)
	case clerk.ReasonTokenIATInTheFuture:
		return f.handshake(clerk.ReasonSessionTokenIATInTheFuture, err)
	}
	d := f.signedOut(authobject.SessionToken, known.Reason, err)
	if known.Unavailable {
		d.Unavailable, d.RetryAfter = true, known.RetryAfter
	} else {
		f.markUnjudged(d)
	}
	return d
}

func (f *flow) expired(ctx context.Context, text string, err error) *Decision {
	switch {
	case f.r.method != http.MethodGet:
		return f.handshake(clerk.ReasonSessionTokenExpiredNonGET, err)
	case f.c.Refresh.IsZero():
		return f.handshake(clerk.ReasonSessionTokenExpired, err)
	}
	auth, cookies, why, fault := f.refresh(ctx, text)
	if why != "" {
		if t := troubleOf(fault); fault != nil && t.unavailable {
			unasked := unavailable("the session token has expired, and Clerk could not be asked for another", t.retryAfter, fault)
			unasked.Reason = clerk.ReasonRefreshFailed + why
			err = unasked
		}
		return f.handshake(clerk.ReasonRefreshFailed+why, err)
	}
	d := f.signedIn(auth)
	d.header = &http.Header{headerSetCookie: cookies}
	return d
}
