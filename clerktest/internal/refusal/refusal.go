// Package refusal is the form of the errors that an instance answers with (Clerk: Backend API errors).
package refusal

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// An Error is an answer that is not what was asked for.
type Error struct {
	Status  int
	Details []Detail
}

// A Detail is one entry of its errors.
type Detail struct {
	Code        string         `json:"code"`
	Message     string         `json:"message"`
	LongMessage string         `json:"long_message"`
	Meta        map[string]any `json:"meta,omitempty"`
}

// Error names the status and the first detail.
func (e *Error) Error() string {
	if len(e.Details) == 0 {
		return http.StatusText(e.Status)
	}
	return fmt.Sprintf("%d %s: %s", e.Status, e.Details[0].Code, e.Details[0].LongMessage)
}

// New returns a refusal with one detail.
func New(status int, code, message, long string) *Error {
	return &Error{status, []Detail{{Code: code, Message: message, LongMessage: long}}}
}

// Newf is New with a long message that is formatted.
func Newf(status int, code, message, format string, args ...any) *Error {
	return New(status, code, message, fmt.Sprintf(format, args...))
}

// About returns the detail of a param that is not as it should be. The format goes on after the name of the param.
func About(param, code, message, format string, args ...any) Detail {
	return Detail{
		Code: code, Message: message, LongMessage: param + " " + fmt.Sprintf(format, args...),
		Meta: map[string]any{"param_name": param},
	}
}

// Invalid returns the detail of a param whose value cannot be.
func Invalid(param, format string, args ...any) Detail {
	return About(param, "form_param_value_invalid", "is invalid", format, args...)
}

// NoResource returns the detail of a param that is the id of nothing.
func NoResource(param, kind, id string) Detail {
	return About(param, "form_resource_not_found", "is missing", "is %.80q, and there is no %s with that id.", id, kind)
}

// Unprocessable refuses params: with 422 and the details in the order of the params that they are about.
func Unprocessable(details ...Detail) *Error {
	name := func(d Detail) string { text, _ := d.Meta["param_name"].(string); return text }
	slices.SortStableFunc(details, func(a, b Detail) int { return strings.Compare(name(a), name(b)) })
	return &Error{http.StatusUnprocessableEntity, details}
}

// NotFound says that what a path names does not exist.
func NotFound(kind, id string) *Error {
	return Newf(http.StatusNotFound, "resource_not_found", "Not found", "There is no %s with the id %.80q in this instance.", kind, id)
}

// Write answers with the refusal.
func (e *Error) Write(w http.ResponseWriter, traceID string) {
	WriteJSON(w, e.Status, struct {
		Errors  []Detail `json:"errors"`
		TraceID string   `json:"clerk_trace_id"`
	}{e.Details, traceID})
}

// WriteBare answers with the refusal as the operations of the credentials of programs do: bad params have the status 400, and
// there is neither meta nor a trace id.
func (e *Error) WriteBare(w http.ResponseWriter) {
	status := e.Status
	if status == http.StatusUnprocessableEntity {
		status = http.StatusBadRequest
	}
	details := slices.Clone(e.Details)
	for i := range details {
		details[i].Meta = nil
	}
	WriteJSON(w, status, struct {
		Errors []Detail `json:"errors"`
	}{details})
}

// WriteJSON answers with a body. Its type is application/json and nothing more: Clerk's own clients compare the whole header.
func WriteJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client has gone; there is nobody to tell
}
