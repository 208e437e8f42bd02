package token

import (
	"fmt"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// An Error says why a credential was refused. Use [errors.As] to reach it.
type Error struct {
	// Reason is the machine-readable code; see [Verifier.Session] and [Machines.Verify] for the ones that it can be.
	Reason clerk.Reason
	// Kind is what the credential was judged as, where [Machines] judged it, and otherwise "". It is the kind that was asked
	// for, but for a text with a machine's prefix and the form of a JWT: those count as M2M tokens that are not well formed.
	Kind authobject.TokenKind
	// Claim is the claim or header member at fault ("exp", "alg"), or "" when it is the token as a whole.
	Claim string
	// Detail is a sentence for people: what is wrong and what to do. It holds nothing of the token.
	Detail string
	// Unavailable reports that the token could not be judged: for want of keys, or because Clerk could not be asked. Answer
	// 503, never 401.
	Unavailable bool
	// RetryAfter is how long to wait before another attempt can succeed; zero when unknown.
	RetryAfter time.Duration
	// Err is the cause, if there is one.
	Err error
}

// Error returns the detail, the cause where keys could not be had, and the reason code.
func (e *Error) Error() string {
	if e.Unavailable && e.Err != nil {
		return fmt.Sprintf("%s: %v (reason=%s)", e.Detail, e.Err, e.Reason)
	}
	return fmt.Sprintf("%s (reason=%s)", e.Detail, e.Reason)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func refuse(reason clerk.Reason, claim, detail string) *Error {
	return &Error{Reason: reason, Claim: claim, Detail: detail}
}
