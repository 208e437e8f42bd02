package clerktest

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// faults are what is wrong with the server at the moment.
type faults struct {
	outage atomic.Bool
	status atomic.Int64
	delay  atomic.Int64 // in nanoseconds

	mu      sync.Mutex
	planned []*planned
}

// Outage turns an outage on or off. While it lasts, the server accepts connections and drops them without an answer.
func (c *Clerk) Outage(on bool) { c.faults.outage.Store(on) }

// FailWith makes the server answer every request with this status, from 200 to 599, and the body of an error; 200 with
// such a body is an answer without keys. 0 turns it off.
func (c *Clerk) FailWith(status int) {
	c.tb.Helper()
	if status != 0 && (status < 200 || status > 599) {
		c.fail("FailWith(%d): that is no status of an answer; use 200 to 599, or 0 to turn it off", status)
	}
	c.faults.status.Store(int64(status))
}

// SetDelay makes the server wait before it answers, or before it fails in one of the other ways. The time is that of the
// real clock, whatever the clock of the instance says. A client that leaves, and Close, end the wait. 0 turns it off.
func (c *Clerk) SetDelay(d time.Duration) { c.faults.delay.Store(int64(d)) }

// wait waits, unless the client leaves or the server closes.
func wait(r *http.Request, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	select {
	case <-timer.C:
	case <-r.Context().Done():
		timer.Stop()
		panic(http.ErrAbortHandler) // drops the connection, see net/http
	}
}

// disturb puts the faults before a handler.
func (f *faults) disturb(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		wait(r, time.Duration(f.delay.Load()))
		if f.outage.Load() {
			panic(http.ErrAbortHandler)
		}
		if status := int(f.status.Load()); status != 0 {
			refuse(status, "internal_clerk_error", "The server fails on purpose",
				"FailWith was called on this instance; FailWith(0) turns it off.").write(w)
			return
		}
		if fault := f.hit(r); fault != nil {
			fault.disturb(next)(w, r)
			return
		}
		next(w, r)
	}
}
