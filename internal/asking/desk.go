package asking

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// A Desk has questions answered with a T. It is safe for concurrent use. [NewDesk] makes one.
type Desk[T any] struct {
	timeout time.Duration
	recall  func(key string) (value T, known bool, err error)
	wg      sync.WaitGroup

	mu        sync.Mutex
	questions map[string]*question[T]
	closed    bool
}

// A question is one call to Clerk, under way or over, that all who raise it wait for.
type question[T any] struct {
	cancel context.CancelFunc
	done   chan struct{}
	value  T
	err    error
}

// NewDesk returns a desk. The timeout bounds each question, and before that the wait for its turn. recall returns what is known
// about a key without asking; it must be quick and is nil where nothing is remembered.
func NewDesk[T any](timeout time.Duration, recall func(key string) (value T, known bool, err error)) *Desk[T] {
	if recall == nil {
		recall = func(string) (value T, known bool, err error) { return value, false, nil }
	}
	return &Desk[T]{timeout: timeout, recall: recall, questions: map[string]*question[T]{}}
}

// Do returns what is known about a key, or has ask find it out, unless another call has it find that out already: then it waits
// for the same answer. The key must tell questions apart and be no secret; see [Hasher].
//
// ctx bounds this caller's wait. ask runs in a goroutine of its own, and others may be waiting for it: its context has the values
// of ctx and ends with the timeout or Close. An ask that remembers its answer does so before it returns. An error of ask that is
// no [*Error] is an answer. Where there is none, the error is an *Error, also after a panic in ask. All who wait get the same value
// and error, which must not be changed.
func (d *Desk[T]) Do(ctx context.Context, key string, g Gate, ask func(context.Context) (T, error)) (T, error) {
	if value, known, err := d.recall(key); known {
		return value, err
	}
	return d.question(ctx, key, g, ask).wait(ctx)
}

// question returns the question that is under way about a key, or begins one. Where there is an answer by now, or none may be
// asked for, it returns one that is over.
func (d *Desk[T]) question(ctx context.Context, key string, g Gate, ask func(context.Context) (T, error)) *question[T] {
	d.mu.Lock()
	defer d.mu.Unlock()
	if q := d.questions[key]; q != nil {
		return q
	}
	if value, known, err := d.recall(key); known { // an answer has landed since the caller looked
		return settled(value, err)
	}
	var none T
	switch {
	case d.closed:
		return settled(none, errClosed(nil))
	case ctx.Err() != nil:
		return settled(none, errLeft(ctx))
	}
	if err := g.admit(); err != nil {
		return settled(none, err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	q := &question[T]{cancel: cancel, done: make(chan struct{}), err: errBroken}
	d.questions[key] = q
	d.wg.Go(func() {
		defer cancel()
		d.run(ctx, key, q, g, ask)
	})
	return q
}

// errBroken stands where an ask does not return.
var errBroken = &Error{Why: Failed, RetryAfter: MinRest, Err: errors.New("the question broke off")}

func errClosed(cause error) error { return &Error{Why: Closed, RetryAfter: MinRest, Err: cause} }

func errLeft(ctx context.Context) error {
	return &Error{Why: Left, RetryAfter: MinRest, Err: context.Cause(ctx)}
}

func settled[T any](value T, err error) *question[T] {
	q := &question[T]{value: value, err: err, done: make(chan struct{})}
	close(q.done)
	return q
}

// wait returns what became of a question, or an error as soon as ctx ends.
func (q *question[T]) wait(ctx context.Context) (value T, err error) {
	select {
	case <-q.done:
	default:
		select {
		case <-q.done:
		case <-ctx.Done():
			return value, errLeft(ctx)
		}
	}
	return q.value, q.err
}

// run has a question wait for its turn, puts it, and tells those who wait. Nothing may panic past it: in a goroutine of its own, a
// fault of somebody's transport, logger or clock would end the whole process.
func (d *Desk[T]) run(ctx context.Context, key string, q *question[T], g Gate, ask func(context.Context) (T, error)) {
	defer func() {
		if p := recover(); p != nil {
			var none T
			q.value, q.err = none, errPanic(p)
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.questions, key)
		close(q.done)
	}()
	defer g.Lane.leave()
	patience, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	var value T
	err := g.Lane.turn(patience)
	if err == nil {
		defer g.Lane.next()
	}
	switch {
	case d.isClosed(): // also where a turn has come, perhaps from one that Close has ended
		err = errClosed(nil)
	case err == nil:
		value, err = d.put(ctx, g, ask)
	}
	if q.err = err; err == nil {
		q.value = value
	}
}

func (d *Desk[T]) isClosed() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.closed
}

// put asks, and tells the gate what came of it.
func (d *Desk[T]) put(ctx context.Context, g Gate, ask func(context.Context) (T, error)) (value T, err error) {
	ticket, err := g.enter()
	if err != nil {
		return value, err
	}
	err = errBroken // stands if ask panics or ends the goroutine
	defer func() { err = g.exit(ticket, ctx.Err() != nil, err) }()
	asked, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	return ask(asked)
}

// errPanic does not show what the panic holds, which may be a secret.
func errPanic(p any) error {
	return &Error{Why: Failed, RetryAfter: MinRest, Err: fmt.Errorf("a panic: %T", p)}
}

// Close ends what is being asked and waits for it. Afterwards only what is remembered is answered. It may be called more than once.
func (d *Desk[T]) Close() {
	d.mu.Lock()
	d.closed = true
	for _, q := range d.questions {
		q.cancel()
	}
	d.mu.Unlock()
	d.wg.Wait()
}
