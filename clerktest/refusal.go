package clerktest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// A refusal is an answer of the Backend API that is not what was asked for.
type refusal struct {
	status  int
	details []detail
}

// A detail is one entry of its errors (Clerk: Backend API errors).
type detail struct {
	Code        string            `json:"code"`
	Message     string            `json:"message"`
	LongMessage string            `json:"long_message"`
	Meta        map[string]string `json:"meta,omitempty"`
}

func refuse(status int, code, message, long string) *refusal {
	return &refusal{status, []detail{{Code: code, Message: message, LongMessage: long}}}
}

// about returns the detail of a param that is not as it should be.
func about(param, code, message, format string, args ...any) detail {
	return detail{
		Code: code, Message: message, LongMessage: param + " " + fmt.Sprintf(format, args...),
		Meta: map[string]string{"param_name": param},
	}
}

// sorted puts details into the order of the params that they are about.
func sorted(details []detail) []detail {
	slices.SortStableFunc(details, func(a, b detail) int { return strings.Compare(a.Meta["param_name"], b.Meta["param_name"]) })
	return details
}

// unprocessable returns the refusal of params, or nil if nothing is wrong with them.
func unprocessable(details ...detail) *refusal {
	if len(details) == 0 {
		return nil
	}
	return &refusal{http.StatusUnprocessableEntity, details}
}

// noSuch says that what a path names does not exist.
func noSuch(kind, id string) *refusal {
	return refuse(http.StatusNotFound, "resource_not_found", "Not found",
		fmt.Sprintf("There is no %s with the id %.80q in this instance.", kind, id))
}

// write answers with the refusal.
func (f *refusal) write(w http.ResponseWriter) {
	writeJSON(w, f.status, struct {
		Errors  []detail `json:"errors"`
		TraceID string   `json:"clerk_trace_id"`
	}{f.details, randomText()})
}
