package clerktest

import (
	"net/http"
	"net/url"

	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
)

// A query reads the params of the Frontend API and gathers what is wrong with them. Params that it is not asked for do no harm.
type query struct {
	values   url.Values
	problems []ref.Detail
	broken   bool
}

func readQuery(r *http.Request) *query {
	values, err := url.ParseQuery(r.URL.RawQuery)
	return &query{values: values, broken: err != nil}
}

// refusal returns what is wrong, or nil.
func (q *query) refusal() *refusal {
	if q.broken {
		return refuse(http.StatusBadRequest, "bad_request", "Bad request",
			"The query of the address is not encoded as form data; a plus sign is %2B there, and an ampersand %26.")
	}
	return unprocessable(q.problems...)
}

func (q *query) wrong(name, format string, args ...any) {
	q.problems = append(q.problems, ref.Invalid(name, format, args...))
}

// text returns a param, or "".
func (q *query) text(name string) string { return q.values.Get(name) }

// flag refuses a param that is neither true nor false.
func (q *query) flag(name string) {
	if text := q.text(name); q.values.Has(name) && text != "true" && text != "false" {
		q.wrong(name, "must be true or false.")
	}
}
