package jwks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/asking"
)

// logEvery is how many failures in a row make one warning: about one in ten minutes.
const logEvery = 20

// flights runs at most one fetch at a time, shares it among all who wait, and repeats it in the background.
type flights struct {
	load func(context.Context) (*snapshot, time.Duration, error)
	now  func() time.Time
	log  *slog.Logger
	wg   sync.WaitGroup

	quiet atomic.Int64 // until when a nudge would do nothing, in Unix milliseconds: every request looks here, and mostly takes no lock

	mu       sync.Mutex
	running  *flight
	cancel   context.CancelFunc // ends the one that is running
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

func newFlights(now func() time.Time, log *slog.Logger, load func(context.Context) (*snapshot, time.Duration, error)) *flights {
	f := &flights{load: load, now: now, log: log}
	f.quiet.Store(math.MinInt64)
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

// startIf returns the fetch that is under way, or begins one if may agrees, and otherwise nil. Soon after a failure, or after
// close, it returns one that has already failed. No fetch begins or ends while may is asked, so may sees what all of them have
// brought.
func (f *flights) startIf(now time.Time, may func() bool) *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.running != nil:
		return f.running
	case f.closed:
		return failed(&Error{Reason: clerk.ReasonUnexpectedError, Unavailable: true, Detail: "the key cache has been closed"})
	case f.failure != nil && now.Before(f.retryAt):
		return failed(f.why(now))
	case !may():
		return nil
	}
	return f.begin()
}

// nudge begins a fetch that is due, unless one is under way or the endpoint is to be left alone. While the endpoint is down each
// request finds one due, and all cores would wait for one lock.
func (f *flights) nudge(now time.Time) {
	if now.UnixMilli() < f.quiet.Load() {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.running == nil && !f.closed && (f.failure == nil || !now.Before(f.retryAt)) {
		f.begin()
	}
}

// again is the fetch in the background. It asks no clock whether it is time: the timer has, and an injected clock, or one
// that was set back, would end the chain of fetches for good.
func (f *flights) again() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.running == nil && !f.closed {
		f.begin()
	}
}

// begin starts a fetch. f.mu is held, nothing is under way, and f is not closed.
func (f *flights) begin() *flight {
	fl := &flight{done: make(chan struct{})}
	// A fetch is never bound to the request that happened to start it: only close ends it early.
	ctx, cancel := context.WithCancel(context.Background())
	f.running, f.cancel = fl, cancel
	f.quiet.Store(math.MaxInt64)
	f.wg.Go(func() {
		defer cancel()
		f.run(ctx, fl)
	})
	return fl
}

func failed(err *Error) *flight {
	fl := &flight{done: make(chan struct{}), err: err}
	close(fl.done)
	return fl
}

func (f *flights) run(ctx context.Context, fl *flight) {
	snap, next, err := f.safeLoad(ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	defer close(fl.done)
	f.running = nil
	if err != nil {
		fl.err = asError(err)
		next = asking.Rest(f.failures, fl.err.RetryAfter)
		fl.err.RetryAfter = next
		f.logFailure(fl.err)
		f.failures++
		f.failure = fl.err
		f.retryAt = f.now().Add(next)
	} else {
		if f.failures > 0 {
			f.log.Info("usher: the verification keys can be fetched again", "failures", f.failures)
		}
		fl.snap = snap
		f.failures, f.failure = 0, nil
	}
	switch {
	case f.closed: // and nothing is fetched any more
	case f.failure != nil:
		f.quiet.Store(f.retryAt.UnixMilli())
	default:
		f.quiet.Store(math.MinInt64)
	}
	f.schedule(next)
}

// safeLoad makes an error of a panic. A fetch runs in a goroutine of its own, where a panic in somebody's RoundTripper, clock or
// logger would end the whole process.
func (f *flights) safeLoad(ctx context.Context) (snap *snapshot, next time.Duration, err error) {
	defer func() {
		if p := recover(); p != nil {
			snap, err = nil, fmt.Errorf("a panic while the keys were fetched: %T", p)
		}
	}()
	return f.load(ctx)
}

// logFailure says so the first time, and then every logEvery failures: an outage must be seen, and must not fill the log. f.mu is
// held.
func (f *flights) logFailure(err *Error) {
	level := slog.LevelDebug
	if f.failures%logEvery == 0 {
		level = slog.LevelWarn
	}
	cause := ""
	if err.Err != nil {
		cause = err.Err.Error()
	}
	f.log.Log(context.Background(), level, "usher: the verification keys cannot be fetched; known ones stay in use for a while",
		"why", err.Detail, "reason", string(err.Reason), "cause", cause, "failures", f.failures+1)
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
		jitter = time.Duration(rand.Int64N(tenth)) //nolint:gosec // spreads load; nobody gains by foreseeing it
	}
	f.timer = time.AfterFunc(in-jitter, f.again)
}

// current returns the fetch that is under way, if there is one.
func (f *flights) current() *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.running
}

// lastError returns why the last fetch failed, or nil.
func (f *flights) lastError(now time.Time) *Error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failure == nil {
		return nil
	}
	return f.why(now)
}

// why returns a copy of the last failure that says how long from now the next attempt is. f.mu is held.
func (f *flights) why(now time.Time) *Error {
	err := *f.failure
	err.RetryAfter = max(0, f.retryAt.Sub(now))
	return &err
}

func (f *flights) close() {
	f.mu.Lock()
	f.closed = true
	f.quiet.Store(math.MaxInt64)
	if f.timer != nil {
		f.timer.Stop()
	}
	if f.running != nil {
		f.cancel()
	}
	f.mu.Unlock()
	f.wg.Wait()
}

func asError(err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	return &Error{Reason: clerk.ReasonUnexpectedError, Unavailable: true, Err: err, Detail: "the verification keys could not be fetched"}
}
