package clerktest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxValues is how often a param of a list may be there.
const maxValues = 100

// A query reads the params of a list and gathers what is wrong with them. Params that it is not asked for do no harm.
type query struct {
	values   url.Values
	problems []detail
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
	return unprocessable(sorted(q.problems)...)
}

func (q *query) wrong(name, format string, args ...any) {
	q.problems = append(q.problems, about(name, "form_param_value_invalid", "is invalid", format, args...))
}

// text returns a param, or "".
func (q *query) text(name string) string { return q.values.Get(name) }

// number returns a param from least to most, or fallback if it is not there.
func (q *query) number(name string, fallback, least, most int) int {
	if !q.values.Has(name) {
		return fallback
	}
	n, err := strconv.Atoi(q.text(name))
	if err != nil || n < least || n > most {
		q.wrong(name, "must be an integer from %d to %d.", least, most)
		return fallback
	}
	return n
}

// flag returns a param that is true or false, and whether it is there.
func (q *query) flag(name string) (on, ok bool) {
	if !q.values.Has(name) {
		return false, false
	}
	text := q.text(name)
	if text != "true" && text != "false" {
		q.wrong(name, "must be true or false.")
	}
	return text == "true", true
}

// moment returns a param in Unix milliseconds, and whether it is there.
func (q *query) moment(name string) (time.Time, bool) {
	if !q.values.Has(name) {
		return time.Time{}, false
	}
	ms, err := strconv.ParseInt(q.text(name), 10, 64)
	if err != nil {
		q.wrong(name, "must be a time in Unix milliseconds, as in 1700690400000.")
	}
	return time.UnixMilli(ms), true
}

// list returns the values of a param that may be there several times.
func (q *query) list(name string) []string {
	values := q.values[name]
	if len(values) > maxValues {
		q.problems = append(q.problems, about(name, "form_param_array_size_exceeded", "exceeds maximum size",
			"must not have over %d values.", maxValues))
	}
	return values
}

// A selection is what a param with signs asks for: "-id" leaves one out, "+id" or "id" takes one in.
type selection struct{ in, out []string }

func (q *query) selection(name string) (selection, bool) {
	var s selection
	for _, value := range q.list(name) {
		if id, excluded := strings.CutPrefix(value, "-"); excluded {
			s.out = append(s.out, id)
		} else {
			s.in = append(s.in, strings.TrimPrefix(value, "+"))
		}
	}
	return s, len(s.in)+len(s.out) > 0
}

// allows reports whether something may be in the list that has an id if has says so: one of those that are taken in, where there
// are any, and none of those that are left out.
func (s selection) allows(has func(id string) bool) bool {
	return (len(s.in) == 0 || slices.ContainsFunc(s.in, has)) && !slices.ContainsFunc(s.out, has)
}

// A window is the part of a list that was asked for.
type window struct{ limit, offset int }

func (q *query) window() window {
	return window{limit: q.number("limit", 10, 1, 500), offset: q.number("offset", 0, 0, 1<<31-1)}
}

// part returns the items in a window.
func part[T any](items []T, w window) []T {
	items = items[min(w.offset, len(items)):]
	return items[:min(w.limit, len(items))]
}
