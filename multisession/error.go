package multisession

import (
	"fmt"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// An Error says why a request is not signed in to the session that it names. Use [errors.As] to reach it.
type Error struct {
	// Reason is the machine-readable code; see [Chooser.Lookup] for the ones that it can be.
	Reason clerk.Reason
	// Detail is a sentence for people: what happened and what to do. It holds nothing of the request.
	Detail string
	// Unavailable reports that Clerk could not be asked, so that nothing can be said. Answer 503.
	Unavailable bool
	// RetryAfter is how long to wait before another attempt can succeed. It is at least a second where Unavailable is set.
	RetryAfter time.Duration
	// Err is the cause, if there is one.
	Err error
}

// Error returns the detail, the cause where Clerk could not be asked, and the reason code.
func (e *Error) Error() string {
	if e.Unavailable && e.Err != nil {
		return fmt.Sprintf("%s: %v (reason=%s)", e.Detail, e.Err, e.Reason)
	}
	return fmt.Sprintf("%s (reason=%s)", e.Detail, e.Reason)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// details are what people are told, by reason.
var details = map[clerk.Reason]string{
	clerk.ReasonSessionIDInvalid: "the request names a session by something that is no id of one; load the page anew, and make links with multisession.URL",
	clerk.ReasonSessionIDAmbiguous: "the request names the session that it means more than once; load the page anew, and have its links and " +
		"scripts name one session, once",
	clerk.ReasonSessionIDMissing: "the request does not say which of the browser's accounts it is for; load the page anew, and have its links, " +
		"forms and scripts name the session",
	clerk.ReasonSessionMismatch: "this is about another account than the one that is active in this browser now, so nothing was done; " +
		"switch back to that account, or load the page anew to go on with the active one",
	clerk.ReasonSessionNotOfClient: "this is about an account that this browser is not signed in to, so nothing was done; " +
		"load the page anew, and sign in to that account if you need it",
	clerk.ReasonSessionEnded: "this is about an account that has been signed out, so nothing was done; " +
		"sign in to it again, or load the page anew to go on with another one",
}

// Refusal returns the error of one of the reasons clerk.ReasonSessionID… and clerk.ReasonSession…, with its sentence.
func Refusal(reason clerk.Reason) *Error { return &Error{Reason: reason, Detail: details[reason]} }

// IsReason reports whether a request was refused for what it says of the session that it means. To sign in again does not help
// there: the caller is somebody, or may be.
func IsReason(reason clerk.Reason) bool { return details[reason] != "" }

// unavailable says that Clerk could not be asked.
func unavailable(reason clerk.Reason, detail string, wait time.Duration, cause error) *Error {
	return &Error{Reason: reason, Detail: detail, Unavailable: true, RetryAfter: max(wait, time.Second), Err: cause}
}
