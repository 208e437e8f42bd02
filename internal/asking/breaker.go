package asking

import (
	"sync"
	"time"
)

// failuresToOpen is how many failures in a row open a breaker.
const failuresToOpen = 5

// A Breaker stands before one endpoint. It opens after five failures in a row, or at once where asking again is in vain. After a
// rest one question finds out whether Clerk is back; if not, the next rest is longer. See [Rest].
type Breaker struct {
	now     func() time.Time
	changed func(why error)

	mu       sync.Mutex
	failures int // in a row
	openings int // in a row
	until    time.Time
	rest     time.Duration // the one that ends then
	probing  bool
	round    int   // how often it has opened: what was asked in an earlier round says nothing of this one
	why      error // set while the breaker is open
}

// NewBreaker returns a breaker that is closed. changed is told when it opens, and with nil when it closes again, on the goroutine of a
// question; it may be nil.
func NewBreaker(now func() time.Time, changed func(why error)) *Breaker {
	if changed == nil {
		changed = func(error) {}
	}
	return &Breaker{now: now, changed: changed}
}

// refuses returns why nothing is to be asked now, or nil.
func (b *Breaker) refuses() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refusal()
}

// enter is refuses for one who is about to ask, and who has to say in which round that was when it reports: after a rest, one at a
// time may.
func (b *Breaker) enter() (round int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.refusal(); err != nil {
		return 0, err
	}
	b.probing = b.why != nil
	return b.round, nil
}

// refusal needs b.mu. A clock that was set back does not prolong the rest.
func (b *Breaker) refusal() error {
	if b.why == nil {
		return nil
	}
	now := b.now()
	if b.until.Sub(now) > b.rest {
		b.until = now.Add(b.rest)
	}
	wait := b.until.Sub(now)
	if wait <= 0 && !b.probing {
		return nil
	}
	return &Error{Why: Resting, RetryAfter: max(wait, MinRest), Err: b.why}
}

// answered reports that Clerk is there, whatever it said.
func (b *Breaker) answered(round int) {
	if b.close(round) {
		b.changed(nil)
	}
}

// close reports whether the breaker closes that was said to be open.
func (b *Breaker) close(round int) (closes bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if round != b.round {
		return false
	}
	closes = b.openings > 0
	b.failures, b.openings, b.probing, b.why = 0, 0, false, nil
	return closes
}

// gaveUp reports that nothing was learned about Clerk.
func (b *Breaker) gaveUp(round int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if round == b.round {
		b.probing = false
	}
}

// failed counts a failure, and returns how long to wait before the question can be answered.
func (b *Breaker) failed(round int, e *Error) time.Duration {
	wait, opens := b.fail(round, e)
	if opens {
		b.changed(e.Err)
	}
	return wait
}

// fail also reports whether the breaker opens that was closed.
func (b *Breaker) fail(round int, e *Error) (wait time.Duration, opens bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	switch {
	case round != b.round: // asked before the breaker opened, answered since
		if e.InVain {
			b.extend(now, now.Add(Rest(0, e.RetryAfter)), e.Err)
		}
	case e.InVain || b.why != nil || b.failures+1 >= failuresToOpen:
		b.open(now, now.Add(Rest(b.openings, e.RetryAfter)), e.Err)
		b.openings++
		opens = b.openings == 1
	default:
		b.failures++
	}
	if b.why == nil {
		return max(e.RetryAfter, MinRest), opens
	}
	return max(b.until.Sub(now), MinRest), opens
}

// follow opens the breaker because another one of the endpoint has learned that asking is in vain.
func (b *Breaker) follow(other *Breaker) {
	other.mu.Lock()
	until, why := other.until, other.why
	other.mu.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	if why != nil {
		b.extend(b.now(), until, why)
	}
}

// extend opens the breaker for longer than it is, if it is. b.mu is held.
func (b *Breaker) extend(now, until time.Time, why error) {
	if b.why == nil || until.After(b.until) {
		b.open(now, until, why)
	}
}

// open needs b.mu.
func (b *Breaker) open(now, until time.Time, why error) {
	b.until, b.rest, b.why, b.probing = until, until.Sub(now), why, false
	b.round++
}
