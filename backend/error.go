package backend

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/internal/asking"
)

// What a refusal of the Backend API may be, by its status: errors.Is(err, ErrNotFound).
var (
	ErrBadRequest      = errors.New("bad request")      // 400
	ErrUnauthorized    = errors.New("unauthorized")     // 401: the key of this client is not accepted
	ErrPaymentRequired = errors.New("payment required") // 402: the plan of the instance does not include this
	ErrForbidden       = errors.New("forbidden")        // 403
	ErrNotFound        = errors.New("not found")        // 404
	ErrConflict        = errors.New("conflict")         // 409
	ErrGone            = errors.New("gone")             // 410
	ErrTooLarge        = errors.New("too large")        // 413
	ErrUnprocessable   = errors.New("unprocessable")    // 422: a param is missing or wrong; see ErrorDetail.ParamName
	ErrLocked          = errors.New("locked")           // 423
	ErrRateLimited     = errors.New("rate limited")     // 429: see Error.RetryAfter
	ErrServer          = errors.New("server error")     // 500 to 599
)

// What else may go wrong.
var (
	// ErrBadAnswer says that the status was good and the answer could not be used: no body, not JSON, or over 32 MiB.
	ErrBadAnswer = errors.New("the answer cannot be used")
	// ErrTokenInactive says that a token or API key is genuine but revoked, expired or otherwise not active.
	ErrTokenInactive = errors.New("the token is not active")
	// ErrNoKey says that the client has no key of the kind that the operation needs. No request was made.
	ErrNoKey = errors.New("this client has no key for the operation")
)

var byStatus = map[int]error{
	400: ErrBadRequest, 401: ErrUnauthorized, 402: ErrPaymentRequired, 403: ErrForbidden, 404: ErrNotFound,
	409: ErrConflict, 410: ErrGone, 413: ErrTooLarge, 422: ErrUnprocessable, 423: ErrLocked, 429: ErrRateLimited,
}

// An Error is an answer of the Backend API that is not what was asked for. Reach it with errors.As; ask what it is with
// errors.Is and the Err… variables of this package, or with [HasCode].
type Error struct {
	// Method and Path are those of the operation; Path is a template, such as "/users/{user_id}".
	Method, Path string
	// Status is the HTTP status. It is that of a success where the body was the problem.
	Status int
	// Errors is what Clerk says. It is empty if the answer did not come from Clerk, such as the page of a gateway.
	Errors []ErrorDetail
	// TraceID names the request to Clerk's support, if it was told.
	TraceID string
	// RetryAfter is how long Clerk asks to wait, at most 24 hours; 0 if it does not say.
	RetryAfter time.Duration
	// Attempts counts the requests that were made.
	Attempts int
	// Header is the header of the answer, without cookies.
	Header http.Header
	// Body is the beginning of the body of a refusal, at most 16 KiB, whatever its type. Error does not show it. It is nil
	// where the status is a success, and where the call was about a secret.
	Body []byte

	cause error
}

// An ErrorDetail is one entry of Errors. Codes are open: new ones may come at any time.
type ErrorDetail struct {
	// Code is stable and for programs: "resource_not_found", "form_identifier_exists".
	Code string `json:"code"`
	// Message is short and for developers.
	Message string `json:"message"`
	// LongMessage may be shown to users.
	LongMessage string `json:"long_message"`
	// Meta says more, depending on the code.
	Meta Metadata `json:"meta"`
}

// ParamName returns the param that the detail is about, or "".
func (d ErrorDetail) ParamName() string {
	var meta struct {
		ParamName string `json:"param_name"`
	}
	_ = d.Meta.Decode(&meta) // meta that has another shape names no param
	return meta.ParamName
}

// HasCode reports whether err is or wraps an [*Error] with this code among its Errors.
func HasCode(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && slices.ContainsFunc(e.Errors, func(d ErrorDetail) bool { return d.Code == code })
}

const (
	maxErrorBody  = 16 << 10
	maxErrorText  = 200
	maxErrorShown = 3
)

// newError reads what a refusal says. Nothing in it can make this fail: the status is what counts.
func newError(a *answer, now time.Time) *Error {
	e := &Error{
		Method: a.call.method, Path: a.call.path, Status: a.status, Attempts: a.attempts,
		RetryAfter: asking.RetryAfter(a.header, now, maxRetryAfter), Header: a.header.Clone(),
		TraceID: cmp.Or(a.header.Get("Clerk-Trace-Id"), a.header.Get("Cf-Ray")),
	}
	e.Header.Del("Set-Cookie")
	if a.status < 300 {
		return e // a body that was to be a success may hold what only the caller of a success should see
	}
	members := membersOf(a.body)
	e.TraceID = cmp.Or(textOf(members["clerk_trace_id"]), e.TraceID)
	var entries []json.RawMessage
	_ = json.Unmarshal(members["errors"], &entries) // what is no list has no entries
	for _, entry := range entries {
		d := membersOf(entry)
		e.Errors = append(e.Errors, ErrorDetail{
			Code: textOf(d["code"]), Message: textOf(d["message"]), LongMessage: textOf(d["long_message"]), Meta: Metadata(bytes.Clone(d["meta"])),
		})
	}
	if len(a.call.hidden) > 0 {
		e.hide(a.call.hidden)
		return e
	}
	e.Body = bytes.Clone(a.body[:min(len(a.body), maxErrorBody)])
	return e
}

// membersOf returns the members of a JSON object, and none of anything else.
func membersOf(data []byte) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	_ = json.Unmarshal(data, &members)
	return members
}

// textOf returns a JSON text, and "" for anything else.
func textOf(data []byte) string {
	var text string
	_ = json.Unmarshal(data, &text)
	return text
}

// minHidden is the length from which a text can be a secret. A shorter one would make holes in words.
const minHidden = 8

// hide takes secrets out of what Clerk says, and all of it away that is not made of texts.
func (e *Error) hide(secrets []string) {
	var pairs []string
	for _, secret := range secrets {
		if len(secret) >= minHidden {
			pairs = append(pairs, secret, redacted)
		}
	}
	clean := strings.NewReplacer(pairs...).Replace
	for n, d := range e.Errors {
		meta := Metadata(nil)
		if name := d.ParamName(); name != "" {
			meta, _ = json.Marshal(map[string]string{"param_name": clean(name)}) // which cannot fail
		}
		e.Errors[n] = ErrorDetail{Code: clean(d.Code), Message: clean(d.Message), LongMessage: clean(d.LongMessage), Meta: meta}
	}
}

// Error returns the operation, the status, the first errors that Clerk named and the trace id, in one line.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "backend: %s %s: %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	for n, d := range e.Errors {
		if n == maxErrorShown {
			fmt.Fprintf(&b, "; and %d more", len(e.Errors)-n)
			break
		}
		fmt.Fprintf(&b, "; %s: %s", oneLine(d.Code), oneLine(cmp.Or(d.LongMessage, d.Message)))
		if name := d.ParamName(); name != "" {
			fmt.Fprintf(&b, " (%s)", oneLine(name))
		}
	}
	switch {
	case e.Status >= 300 && e.Status < 400:
		b.WriteString("; redirects are not followed, because the key would travel with them: check the API URL")
	case e.Status == http.StatusUnauthorized:
		b.WriteString("; check the key of this client against the Clerk Dashboard")
	case e.Status == http.StatusTooManyRequests && e.RetryAfter > 0:
		fmt.Fprintf(&b, "; try again after %v", e.RetryAfter)
	}
	if e.TraceID != "" {
		fmt.Fprintf(&b, "; trace id %s", oneLine(e.TraceID))
	}
	return b.String()
}

// oneLine bounds a text of the answer and keeps it on its line.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	if len(s) > maxErrorText {
		s = strings.ToValidUTF8(s[:maxErrorText], "") + "…"
	}
	return s
}

// Is reports whether target is the Err… variable of the status.
func (e *Error) Is(target error) bool {
	if e.Status >= 500 {
		return target == ErrServer
	}
	return target != nil && byStatus[e.Status] == target
}

// Unwrap returns what was wrong with an answer whose status was good, or what a refusal means for this call; else nil.
func (e *Error) Unwrap() error { return e.cause }

// A timeoutError ends a try that took too long.
type timeoutError struct{ after time.Duration }

func (e timeoutError) Error() string { return fmt.Sprintf("timeout of %v for one try", e.after) }

// Timeout makes it a timeout to those who ask net.Error.
func (e timeoutError) Timeout() bool { return true }

// Is makes it a context.DeadlineExceeded, which is what the timeout of an http.Client is.
func (e timeoutError) Is(target error) bool { return target == context.DeadlineExceeded }
