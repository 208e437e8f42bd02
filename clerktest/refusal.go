package clerktest

import (
	"net/http"

	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
)

// A refusal is an answer of the instance that is not what was asked for.
type refusal struct{ *ref.Error }

func refuse(status int, code, message, long string) *refusal {
	return &refusal{ref.New(status, code, message, long)}
}

// noSuch says that what a path names does not exist.
func noSuch(kind, id string) *refusal { return &refusal{ref.NotFound(kind, id)} }

// invalid returns the detail of a param whose value cannot be.
func invalid(param, format string, args ...any) ref.Detail {
	return ref.Invalid(param, format, args...)
}

// unprocessable returns the refusal of params, or nil if nothing is wrong with them.
func unprocessable(details ...ref.Detail) *refusal {
	if len(details) == 0 {
		return nil
	}
	return &refusal{ref.Unprocessable(details...)}
}

// write answers with the refusal.
func (f *refusal) write(w http.ResponseWriter) { f.Write(w, randomText()) }

func writeJSON(w http.ResponseWriter, status int, body any) { ref.WriteJSON(w, status, body) }

// each returns what view makes of the items, never nil.
func each[T, V any](items []T, view func(T) V) []V {
	views := make([]V, len(items))
	for i, item := range items {
		views[i] = view(item)
	}
	return views
}
