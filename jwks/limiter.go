package jwks

import (
	"sync"
	"time"
)

// A limiter is a token bucket that never queues: a caller may go now or not at all.
type limiter struct {
	burst int
	every time.Duration

	mu     sync.Mutex
	tokens float64
	last   time.Time
}

func newLimiter(burst int, every time.Duration) *limiter {
	return &limiter{burst: burst, every: every, tokens: float64(burst)}
}

// allow takes a token at the given moment, if there is one.
func (l *limiter) allow(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if elapsed := now.Sub(l.last); !l.last.IsZero() && elapsed > 0 {
		l.tokens = min(float64(l.burst), l.tokens+elapsed.Seconds()/l.every.Seconds())
	}
	if l.last.Before(now) {
		l.last = now
	}
	if l.tokens < 1 {
		return false
	}
	l.tokens--
	return true
}
