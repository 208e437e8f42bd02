package token

import (
	"sync"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// guessWindow is the time that MachineOptions.MaxUnknown is about.
const guessWindow = 10 * time.Second

// A guesses counts the questions about unknown credentials that did not turn out good. It is a leaky bucket that holds half of
// what a window may have and leaks the other half in one window: in no window do more than both halves come to nothing. What
// is under way counts as if it would; what turns out good costs nothing.
type guesses struct {
	capacity float64
	mu       sync.Mutex
	spent    float64
	underWay int
	last     time.Time
}

func newGuesses(perWindow int) *guesses { return &guesses{capacity: float64(perWindow / 2)} }

// refuses says, before anybody waits for a turn, why there is no room, or nil.
func (g *guesses) refuses(now time.Time) *Error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.refusal(now, 0)
}

// take reserves a question that is about to be put, which has to be settled. Where there is no room it says so.
func (g *guesses) take(now time.Time) *Error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.refusal(now, g.underWay); err != nil {
		return err
	}
	g.underWay++
	return nil
}

// refusal needs g.mu.
func (g *guesses) refusal(now time.Time, underWay int) *Error {
	g.leak(now)
	over := g.spent + float64(underWay) + 1 - g.capacity
	if over <= 0 {
		return nil
	}
	wait := time.Duration(over / g.capacity * float64(guessWindow))
	return errExhausted(min(max(wait, minOpen), guessWindow))
}

func errExhausted(wait time.Duration) *Error {
	err := unavailable(clerk.ReasonLookupsExhausted, "too many unknown credentials were presented just now, so that this one, which may be good, was not looked up", nil)
	err.RetryAfter = wait
	return err
}

// settle ends a reservation: the question was good, or came to nothing.
func (g *guesses) settle(now time.Time, cameToNothing bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.leak(now)
	g.underWay--
	if cameToNothing {
		g.spent++
	}
}

// leak goes by a clock that may be set back; then it waits until that has caught up. g.mu is held.
func (g *guesses) leak(now time.Time) {
	if elapsed := now.Sub(g.last); !g.last.IsZero() && elapsed > 0 {
		g.spent = max(0, g.spent-elapsed.Seconds()/guessWindow.Seconds()*g.capacity)
	}
	if g.last.Before(now) {
		g.last = now
	}
}
