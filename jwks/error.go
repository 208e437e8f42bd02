package jwks

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// An Error says why no key could be given. Use [errors.As] to reach it.
type Error struct {
	// Reason is clerk.ReasonJWKKidMismatch, clerk.ReasonTokenVerificationFailed, clerk.ReasonJWKRemoteFailedToLoad,
	// clerk.ReasonSecretKeyInvalid or clerk.ReasonUnexpectedError.
	Reason clerk.Reason
	// Detail is a sentence for people: what happened and what to do.
	Detail string
	// Unavailable reports that the fault lies with the key endpoint or the configuration, not with the token. Such a
	// request deserves a 503, never a 401: a 401 would tell a caller to throw away a token that may well be good.
	Unavailable bool
	// RetryAfter is how long to wait before another attempt can succeed; zero when unknown.
	RetryAfter time.Duration
	// Err is the cause, if there is one.
	Err error

	published bool     // keys were published, none of which can verify session tokens
	unusable  []string // the ids of those
}

// Error returns the detail and the reason code. It never holds a key, a secret or a token.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v (reason=%s)", e.Detail, e.Err, e.Reason)
	}
	return fmt.Sprintf("%s (reason=%s)", e.Detail, e.Reason)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func errUnusable() *Error {
	return &Error{Reason: clerk.ReasonTokenVerificationFailed,
		Detail: "the key that the token names is published, but it is not one that session tokens are verified with: RSA of 2048 bits or more, for signatures"}
}

// forKey says of one key id what an answer without a usable key means: it is among the unusable ones, or it is not published. The
// fault lies with what is published either way, so the error stays Unavailable.
func forKey(err error, id string) error {
	var known *Error
	if !errors.As(err, &known) || !known.published {
		return err
	}
	specific := *known
	specific.Reason = clerk.ReasonJWKKidMismatch
	if slices.Contains(known.unusable, id) {
		specific.Reason = clerk.ReasonTokenVerificationFailed
	}
	return &specific
}

func errKidMismatch() *Error {
	return &Error{
		Reason: clerk.ReasonJWKKidMismatch,
		Detail: "the token names a signing key that this Clerk instance does not publish; check that the front end and this service use keys of the same instance",
	}
}
