package middleware

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
)

// An Error says why a guard refused a request. [errors.As] reaches the cause through it: a *token.Error, a *jwks.Error or an
// *authobject.Refusal.
type Error struct {
	// Status is 401 for callers without an identity, 403 for callers who do not meet a check, 503 when the keys could not be
	// had, and 500 where no middleware is found. With [WithNotFoundInstead] it is 404 in place of 401 and 403, and where
	// [Ushers] know no host it is 421.
	Status int
	// Reason is the machine-readable code.
	Reason clerk.Reason
	// Detail is a sentence for people. It holds nothing of the request and may be shown to the caller.
	Detail string
	// Presented reports that the request carried a credential, which was then refused.
	Presented bool
	// RetryAfter is how long the caller should wait; set only with Status 503, and there zero when unknown.
	RetryAfter time.Duration
	// Reverification says what the caller has to confirm again, if that is all that is missing; otherwise nil.
	Reverification *authobject.Reverification
	// Err is the cause, or nil where the request simply carried nothing.
	Err error
}

// Error returns the status, the detail and the reason code.
func (e *Error) Error() string {
	return fmt.Sprintf("%d %s: %s (reason=%s)", e.Status, http.StatusText(e.Status), e.Detail, e.Reason)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// An ErrorHandler answers a request that a guard refused. The headers Cache-Control: no-store and Vary are set already. It must write
// a status, best that of the Error, or call [WriteError]: net/http makes an empty 200 of a response to which nothing was written.
type ErrorHandler func(w http.ResponseWriter, r *http.Request, err *Error)

// WriteError is the default [ErrorHandler], in the open so that one's own can fall back to it. It answers with problem
// details (RFC 9457) that carry the reason code as the member "reason", with a WWW-Authenticate challenge (RFC 6750 section
// 3), and with Retry-After where it is known. A missing reverification is answered in Clerk's own form instead, and status 404
// as net/http answers for a path that it does not know.
func WriteError(w http.ResponseWriter, r *http.Request, err *Error) {
	if err.Status == http.StatusNotFound {
		writeNotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	if isAboutTheCredential(err) {
		h.Add("WWW-Authenticate", challenge(err))
	}
	if err.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(err.RetryAfter.Seconds()))))
	}
	if err.Reverification != nil {
		h.Set("Content-Type", "application/json")
		writeJSON(w, err.Status, reverificationBody(err))
		return
	}
	h.Set("Content-Type", "application/problem+json")
	writeJSON(w, err.Status, struct {
		Type   string       `json:"type"`
		Title  string       `json:"title"`
		Status int          `json:"status"`
		Detail string       `json:"detail"`
		Reason clerk.Reason `json:"reason"`
	}{"about:blank", http.StatusText(err.Status), err.Status, err.Detail, err.Reason})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		status, text = http.StatusInternalServerError, []byte(`{}`)
	}
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n')) // the caller has gone; there is nobody to tell
}

// isAboutTheCredential reports whether another one would help.
func isAboutTheCredential(err *Error) bool {
	return err.Status == http.StatusUnauthorized ||
		err.Status == http.StatusForbidden && err.Reason != ReasonCrossOrigin && !multisession.IsReason(err.Reason)
}

// challenge names the scheme, and what was wrong with the credential if there was one (RFC 6750 section 3.1).
func challenge(err *Error) string {
	var code string
	switch {
	case err.Status == http.StatusForbidden:
		code = "insufficient_scope"
	case err.Presented:
		code = "invalid_token"
	default:
		return "Bearer"
	}
	return fmt.Sprintf(`Bearer error="%s", error_description="%s"`, code, quotable(err.Detail))
}

// quotable keeps to the characters that RFC 6750 allows in error_description.
func quotable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return '\''
		}
		return r
	}, s)
}

// reverificationBody is what Clerk's front-end libraries look for (Clerk: reverification).
func reverificationBody(err *Error) any {
	type metadata struct {
		Reverification *authobject.Reverification `json:"reverification"`
	}
	type clerkError struct {
		Type     string       `json:"type"`
		Reason   clerk.Reason `json:"reason"`
		Metadata metadata     `json:"metadata"`
	}
	return struct {
		ClerkError clerkError `json:"clerk_error"`
	}{clerkError{"forbidden", clerk.ReasonReverification, metadata{err.Reverification}}}
}
