package backend

import (
	"context"
	"time"
)

// WithSleep replaces the waiting between tries.
func WithSleep(sleep func(context.Context, time.Duration) error) Option {
	return func(s *settings) error { s.sleep = sleep; return nil }
}

// WithRealSleep undoes WithSleep.
func WithRealSleep() Option { return WithSleep(sleepFor) }
