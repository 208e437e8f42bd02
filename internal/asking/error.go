package asking

import "time"

// An Error says that a question was not answered: that it failed, or was not put at all. An ask returns one where nothing was
// learned, with Err and perhaps RetryAfter and InVain; every other error of an ask is an answer. What [Desk.Do] returns has Why
// and RetryAfter.
type Error struct {
	// Why says at which point it ended. An ask need not set it.
	Why Why
	// RetryAfter is how long to wait before the question can be answered; from an ask, what Clerk asked for.
	RetryAfter time.Duration
	// InVain is set by an ask that has learned that every other question of its endpoint would fail now too: the rate limit is
	// reached, or the key is wrong.
	InVain bool
	// Err is the cause: what the ask returned, the last time that it failed, or why the request ended. It may be nil.
	Err error
}

// Why says at which point a question ended without an answer.
type Why string

// At which point a question ended.
const (
	// Failed: it was put, and came back without an answer.
	Failed Why = "Clerk did not answer the question"
	// Resting: others failed a moment ago, and Clerk is left alone. Err is what the last one of them failed with.
	Resting Why = "Clerk failed a moment ago and is not asked for now"
	// Exhausted: too many others came to nothing just now.
	Exhausted Why = "too many questions to Clerk came to nothing just now, so that this one was not put"
	// Crowded: there was no place to wait for a turn.
	Crowded Why = "too many questions wait to be put to Clerk"
	// Late: its turn did not come in time.
	Late Why = "too many questions are put to Clerk at the same time"
	// Left: the request ended while it waited. The question goes on for others. Err is the cause of its context.
	Left Why = "the request ended while it waited for Clerk"
	// Closed: the desk has been closed.
	Closed Why = "nothing is asked any more, because what asks has been closed"
)

// Error returns at which point the question ended, and the cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return string(e.Why)
	}
	if e.Why == "" {
		return e.Err.Error()
	}
	return string(e.Why) + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
