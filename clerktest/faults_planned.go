package clerktest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// A Fault is something that goes wrong with some requests, and not with others. It is given to [Clerk.Fault].
type Fault struct {
	// Requests is a pattern of net/http.ServeMux for the requests that are hit: "GET /v1/users/{user_id}" as [Clerk.Operations]
	// has it, "/v1/users/" for all below it, or "/" for every request.
	Requests string
	// After is how many of those requests pass before. Default: 0, the first one is hit.
	After int
	// Times is how many of them are hit then. Default: 0, all from there on.
	Times int
	// Delay is how long they wait first, by the real clock. A client that leaves, and Close, end the wait. Default: 0.
	Delay time.Duration
	// Status is what they are answered with, from 400 to 599, and the body of an error. Default: 0, the answer that they would
	// have got.
	Status int
	// RetryAfter is put into the header Retry-After of such an answer, in whole seconds. Default: 0, no header.
	RetryAfter time.Duration
	// Drop closes the connection without an answer. It goes before Status.
	Drop bool
}

// A planned fault counts the requests.
type planned struct {
	Fault
	mux  *http.ServeMux // that knows the pattern and nothing else
	seen int            // with faults.mu held
}

// Fault has something go wrong with some requests, to the Backend API, the Frontend API and the pages alike, until the function
// that it returns is called, which may be called again. Of several faults that a request meets the first one counts. Outage,
// FailWith and SetDelay go before. A pattern that net/http refuses is a mistake, and so is a Fault in which nothing goes wrong.
func (c *Clerk) Fault(f Fault) (remove func()) {
	c.tb.Helper()
	p, err := plan(f)
	if err != nil {
		c.fail("Fault: %v", err)
	}
	c.faults.mu.Lock()
	defer c.faults.mu.Unlock()
	c.faults.planned = append(c.faults.planned, p)
	return func() {
		c.faults.mu.Lock()
		defer c.faults.mu.Unlock()
		c.faults.planned = slices.DeleteFunc(slices.Clone(c.faults.planned), func(other *planned) bool { return other == p })
	}
}

func plan(f Fault) (p *planned, err error) {
	switch {
	case f.Status != 0 && (f.Status < 400 || f.Status > 599):
		return nil, fmt.Errorf("%d is no status of an error; use 400 to 599, or 0 for the real answer", f.Status)
	case f.After < 0 || f.Times < 0 || f.Delay < 0 || f.RetryAfter < 0:
		return nil, fmt.Errorf("the members After, Times, Delay and RetryAfter of the fault of %q must not be negative", f.Requests)
	case f.Status == 0 && f.Delay == 0 && !f.Drop:
		return nil, fmt.Errorf("nothing goes wrong with %q; set Delay, Status or Drop", f.Requests)
	}
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("the pattern Requests is none: %v", reason) // of net/http, which panics
		}
	}()
	p = &planned{Fault: f, mux: http.NewServeMux()}
	p.mux.HandleFunc(f.Requests, func(http.ResponseWriter, *http.Request) {})
	return p, nil
}

// hit counts a request, and returns what goes wrong with it, or nil.
func (f *faults) hit(r *http.Request) *planned {
	f.mu.Lock()
	defer f.mu.Unlock()
	var first *planned
	for _, p := range f.planned {
		if _, pattern := p.mux.Handler(r); pattern != p.Requests {
			continue
		}
		p.seen++
		if first == nil && p.seen > p.After && (p.Times == 0 || p.seen <= p.After+p.Times) {
			first = p
		}
	}
	return first
}

// disturb puts the fault before a handler.
func (p *planned) disturb(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		wait(r, p.Delay)
		switch {
		case p.Drop:
			panic(http.ErrAbortHandler) // drops the connection, see net/http
		case p.Status == 0:
			next(w, r)
			return
		}
		code := "internal_clerk_error"
		if p.Status == http.StatusTooManyRequests {
			code = "too_many_requests"
		}
		if p.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.FormatInt(int64((p.RetryAfter+time.Second-1)/time.Second), 10))
		}
		refuse(p.Status, code, "The server fails on purpose", "Fault was called on this instance for "+p.Requests+".").write(w)
	}
}
