package token

import (
	"log/slog"
	"sync"
	"time"

	"github.com/usher-auth/usher/authobject"
)

// While Clerk fails it is left alone: a second at first, twice as long after each question that fails again, at most maxOpen. A
// Retry-After is honoured up to twice that.
const (
	failuresToOpen = 5
	minOpen        = time.Second
	maxOpen        = 30 * time.Second
)

// A breaker stands between one lane of Machines and one endpoint of Clerk's. Known and unknown credentials have one each: a
// stranger may find a text on which Clerk fails, and must not shut out those who are known.
type breaker struct {
	kind authobject.TokenKind
	log  *slog.Logger

	mu       sync.Mutex
	failures int // in a row
	openings int // in a row
	until    time.Time
	probing  bool   // one question finds out whether Clerk is back
	why      *Error // set while the breaker is open
}

// refuses returns why nothing is to be asked now, or nil.
func (b *breaker) refuses(now time.Time) *Error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refusal(now)
}

// enter is refuses for one who is about to ask, and whose answer has to be reported: after the wait, one at a time may.
func (b *breaker) enter(now time.Time) *Error {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := b.refusal(now)
	b.probing = b.probing || (err == nil && b.why != nil)
	return err
}

// refusal needs b.mu.
func (b *breaker) refusal(now time.Time) *Error {
	wait := b.until.Sub(now)
	if b.why == nil || (wait <= 0 && !b.probing) {
		return nil
	}
	err := *b.why
	err.RetryAfter = max(wait, minOpen)
	return &err
}

// answered closes the breaker: Clerk is there, whatever it said.
func (b *breaker) answered() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.why != nil {
		b.log.Info("usher: Clerk can be asked about the credentials of programs again", "kind", string(b.kind))
	}
	b.failures, b.openings, b.probing, b.why = 0, 0, false, nil
}

// gaveUp reports that nothing was learned about Clerk.
func (b *breaker) gaveUp() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
}

// follow opens the breaker because that of the other lane has learned that asking is in vain for every credential.
func (b *breaker) follow(other *breaker) {
	other.mu.Lock()
	until, why := other.until, other.why
	other.mu.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	if why != nil && until.After(b.until) {
		b.until, b.why = until, why
	}
}

// failed counts a failure. It opens the breaker after a few in a row, or at once where asking again is known to be in vain. The
// error is told how long to wait.
func (b *breaker) failed(now time.Time, err *Error, atOnce bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures++
	switch {
	case b.why != nil && !b.probing: // asked before the breaker opened, answered since
	case atOnce || b.probing || b.failures >= failuresToOpen:
		wait := min(minOpen<<min(b.openings, 10), maxOpen)
		wait = min(max(wait, err.RetryAfter), 2*maxOpen)
		if b.openings == 0 {
			b.log.Warn("usher: Clerk cannot be asked about the credentials of programs; remembered ones stay good for a while",
				"kind", string(b.kind), "why", err.Detail, "reason", string(err.Reason), "cause", err.Err)
		}
		b.openings++
		b.until, b.probing = now.Add(wait), false
		why := *err
		b.why = &why
	}
	err.RetryAfter = max(err.RetryAfter, minOpen)
	if b.why != nil {
		err.RetryAfter = max(b.until.Sub(now), minOpen)
	}
}
