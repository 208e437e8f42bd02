package asking

import (
	"context"
	"errors"
)

// A Gate is what a question has to pass before it is put. Its parts may belong to several gates.
type Gate struct {
	// Lane is where the question waits for its turn.
	Lane *Lane
	// Budget is what it costs if it comes to nothing. Nil means that it costs nothing.
	Budget *Budget
	// Breaker is that of the endpoint.
	Breaker *Breaker
	// Beside is another breaker of the same endpoint, which opens too when asking turns out to be in vain for all. It may be nil.
	Beside *Breaker
}

// A Lane bounds how many questions are put at once.
type Lane struct{ turns, places chan struct{} }

// NewLane returns a lane for so many questions at once, and for so many that wait for their turn or have it.
func NewLane(atOnce, places int) *Lane {
	return &Lane{turns: make(chan struct{}, atOnce), places: make(chan struct{}, places)}
}

// admit takes a place in the lane, unless there is a reason not to ask. Who waits for a turn counts for nothing yet.
func (g Gate) admit() error {
	if err := g.Breaker.refuses(); err != nil {
		return err
	}
	if err := g.Budget.refuses(); err != nil {
		return err
	}
	select {
	case g.Lane.places <- struct{}{}:
		return nil
	default:
		return &Error{Why: Crowded, RetryAfter: MinRest}
	}
}

// turn waits for a turn.
func (l *Lane) turn(ctx context.Context) error {
	select {
	case l.turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &Error{Why: Late, RetryAfter: MinRest}
	}
}

// next gives a turn back.
func (l *Lane) next() { <-l.turns }

// leave gives a place back.
func (l *Lane) leave() { <-l.places }

// enter lets a question through that has its turn, and returns what exit has to be told.
func (g Gate) enter() (round int, err error) {
	if err := g.Budget.take(); err != nil {
		return 0, err
	}
	if round, err = g.Breaker.enter(); err != nil {
		g.Budget.settle(false)
	}
	return round, err
}

// exit takes note of what came of a question, and returns its error as those who wait get it.
func (g Gate) exit(round int, closed bool, err error) error {
	g.Budget.settle(err != nil)
	var failure *Error
	switch isFailure := errors.As(err, &failure); {
	case closed: // which says nothing of Clerk
		g.Breaker.gaveUp(round)
		if err != nil {
			return errClosed(err)
		}
		return nil
	case !isFailure:
		g.Breaker.answered(round)
		return err
	}
	wait := g.Breaker.failed(round, failure)
	if failure.InVain && g.Beside != nil {
		g.Beside.follow(g.Breaker)
	}
	return &Error{Why: Failed, RetryAfter: wait, InVain: failure.InVain, Err: failure.Err}
}
