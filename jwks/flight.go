package jwks

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// After a failed fetch the next one waits: a second at first, twice as long after each further failure, at most maxBackoff.
const (
	minBackoff = time.Second
	maxBackoff = 30 * time.Second
)

// flights runs at most one fetch at a time, shares it among all who wait, and repeats it in the background.
type flights struct {
	load   func(context.Context) (*snapshot, time.Duration, error)
	now    func() time.Time
	ctx    context.Context // ended by close; a fetch is never bound to the request that happened to start it
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu       sync.Mutex
	running  *flight
	timer    *time.Timer
	closed   bool
	failures int
	retryAt  time.Time
	failure  *Error // why the last fetch failed; nil after one that did not
}

// A flight is one fetch, under way or over.
type flight struct {
	done chan struct{}
	snap *snapshot
	err  *Error
}

func newFlights(now func() time.Time, load func(context.Context) (*snapshot, time.Duration, error)) *flights {
	f := &flights{load: load, now: now}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	return f
}

// wait returns what the flight brings, or an error as soon as ctx ends; the flight goes on for the others.
func (f *flight) wait(ctx context.Context) (*snapshot, error) {
	select {
	case <-f.done:
	case <-ctx.Done():
		return nil, &Error{Reason: clerk.ReasonUnexpectedError, Unavailable: true, Err: context.Cause(ctx),
			Detail: "the request ended while it waited for the verification keys"}
	}
	if f.err != nil {
		return nil, f.err
	}
	return f.snap, nil
}

// start returns the fetch that is under way, or begins one. Soon after a failure, or after close, it returns one that has
// already failed.
func (f *flights) start(now time.Time) *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.running != nil:
		return f.running
	case f.closed:
		return failed(&Error{Reason: clerk.ReasonUnexpectedError, Unavailable: true, Detail: "the key cache has been closed"})
	case f.failure != nil && now.Before(f.retryAt):
		err := *f.failure
		err.RetryAfter = f.retryAt.Sub(now)
		return failed(&err)
	}
	fl := &flight{done: make(chan struct{})}
	f.running = fl
	f.wg.Go(func() { f.run(fl) })
	return fl
}

func failed(err *Error) *flight {
	fl := &flight{done: make(chan struct{}), err: err}
	close(fl.done)
	return fl
}

func (f *flights) run(fl *flight) {
	snap, next, err := f.load(f.ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	defer close(fl.done)
	f.running = nil
	if err != nil {
		fl.err = asError(err)
		next = f.backoff(fl.err.RetryAfter)
		fl.err.RetryAfter = next
		f.failures++
		f.failure = fl.err
		f.retryAt = f.now().Add(next)
	} else {
		fl.snap = snap
		f.failures, f.failure = 0, nil
	}
	f.schedule(next)
}

// backoff says how long to leave the endpoint alone, with f.mu held.
func (f *flights) backoff(asked time.Duration) time.Duration {
	d := min(minBackoff<<min(f.failures, 10), maxBackoff)
	return min(max(d, asked), 2*maxBackoff) // a Retry-After is honoured, but never for so long that an outage outlives itself
}

// schedule sets the background fetch, up to a tenth early so that replicas drift apart. f.mu is held.
func (f *flights) schedule(in time.Duration) {
	if f.closed {
		return
	}
	if f.timer != nil {
		f.timer.Stop()
	}
	jitter := time.Duration(0)
	if tenth := int64(in / 10); f.failure == nil && tenth > 0 {
		jitter = time.Duration(rand.Int64N(tenth))
	}
	f.timer = time.AfterFunc(in-jitter, func() { f.start(f.now()) })
}

// current returns the fetch that is under way, if there is one.
func (f *flights) current() *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.running
}

// lastError returns why the last fetch failed, or nil.
func (f *flights) lastError() *Error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failure
}

func (f *flights) close() {
	f.mu.Lock()
	f.closed = true
	if f.timer != nil {
		f.timer.Stop()
	}
	f.mu.Unlock()
	f.cancel()
	f.wg.Wait()
}

func asError(err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	return &Error{Reason: clerk.ReasonUnexpectedError, Unavailable: true, Err: err, Detail: "the verification keys could not be fetched"}
}
