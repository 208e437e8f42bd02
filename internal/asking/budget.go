package asking

import (
	"sync"
	"time"
)

// Window is the time that a [Budget] is about.
const Window = 10 * time.Second

// A Budget counts the questions that come to nothing: those that fail, and those whose answer is an error. It is a leaky bucket
// that holds half of what a window may have and leaks the other half in one window: in no window do more than both halves come
// to nothing. What is under way counts as if it would; what turns out good costs nothing.
type Budget struct {
	now      func() time.Time
	capacity float64

	mu       sync.Mutex
	spent    float64
	underWay int
	last     time.Time
}

// NewBudget returns a budget for so many questions in any window, two at least.
func NewBudget(perWindow int, now func() time.Time) *Budget {
	return &Budget{now: now, capacity: float64(max(perWindow/2, 1))}
}

// refuses says, before anybody waits for a turn, why there is no room, or returns nil.
func (b *Budget) refuses() error {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refusal(0)
}

// take reserves a question that is about to be put, which has to be settled. Where there is no room it says so.
func (b *Budget) take() error {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.refusal(b.underWay); err != nil {
		return err
	}
	b.underWay++
	return nil
}

// refusal needs b.mu.
func (b *Budget) refusal(underWay int) error {
	b.leak()
	over := b.spent + float64(underWay) + 1 - b.capacity
	if over <= 0 {
		return nil
	}
	wait := time.Duration(over / b.capacity * float64(Window))
	return &Error{Why: Exhausted, RetryAfter: max(wait, MinRest)}
}

// settle ends a reservation: the question was good, or came to nothing.
func (b *Budget) settle(cameToNothing bool) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.underWay--
	b.leak()
	if cameToNothing {
		b.spent++
	}
}

// leak goes by a clock that may be set back; then it waits until that has caught up, since its way forth again must not count
// twice. b.mu is held.
func (b *Budget) leak() {
	now := b.now()
	if elapsed := now.Sub(b.last); !b.last.IsZero() && elapsed > 0 {
		b.spent = max(0, b.spent-elapsed.Seconds()/Window.Seconds()*b.capacity)
	}
	if b.last.Before(now) {
		b.last = now
	}
}
