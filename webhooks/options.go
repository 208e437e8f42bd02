package webhooks

import (
	"fmt"
	"time"
)

const (
	defaultTolerance = 5 * time.Minute
	minTolerance     = time.Second
	maxTolerance     = time.Hour
	defaultMaxBody   = 1 << 20
	maxMaxBody       = 64 << 20
)

// An Option sets up a [Verifier] beyond what [clerk.Options] say of the instance.
type Option interface{ apply(*settings) }

type settings struct {
	tolerance time.Duration
	maxBody   int64
	problems  []error
}

type option func(*settings)

func (f option) apply(s *settings) { f(s) }

// WithTolerance sets how far the time of a signature may be from now, in the past and in the future: whole seconds, from 1
// second to 1 hour. The default is 5 minutes, as with Clerk's own libraries: 300 seconds pass, 301 do not. Every new attempt
// of the sender is signed anew, so that a longer one helps no late delivery; it only gives whoever has recorded a delivery
// more time to send it again.
func WithTolerance(d time.Duration) Option {
	return option(func(s *settings) {
		if d < minTolerance || d > maxTolerance || d%time.Second != 0 {
			s.problems = append(s.problems, fmt.Errorf("WithTolerance(%v): pass whole seconds from %v to %v, or leave the option out for %v",
				d, minTolerance, maxTolerance, defaultTolerance))
			return
		}
		s.tolerance = d
	})
}

// WithMaxBody sets how many bytes a body may have, from 1 to 64 MiB. The default is 1 MiB: the body has to be in memory as a
// whole before its sender is known to be Clerk. A larger one is refused, with status 413, without being read to its end.
func WithMaxBody(bytes int64) Option {
	return option(func(s *settings) {
		if bytes < 1 || bytes > maxMaxBody {
			s.problems = append(s.problems, fmt.Errorf("WithMaxBody(%d): pass 1 to %d bytes, or leave the option out for %d",
				bytes, maxMaxBody, defaultMaxBody))
			return
		}
		s.maxBody = bytes
	})
}
