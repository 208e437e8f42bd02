package webhooks

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"
)

const (
	defaultTolerance = 5 * time.Minute
	minTolerance     = time.Second
	maxTolerance     = time.Hour
	defaultMaxBody   = 512 << 10
	maxMaxBody       = 64 << 20

	defaultReadTimeout    = 10 * time.Second
	defaultHandlerTimeout = 15 * time.Second
	maxTimeout            = time.Hour
)

// An Option sets up a [Verifier] or a [Mux]. The comment of each says which; the other constructor refuses it.
type Option interface{ apply(*settings) }

// A constructor is whom an option is for.
type constructor string

const (
	forNew    constructor = "New"
	forNewMux constructor = "NewMux"
)

// settings are those of both constructors.
type settings struct {
	of       constructor
	problems []error

	tolerance time.Duration
	maxBody   int64

	store           Store
	readTimeout     time.Duration
	handlerTimeout  time.Duration
	refuseUnhandled bool
	observe         func(context.Context, Outcome)
}

// newSettings applies options to the defaults, and collects what is wrong with them.
func newSettings(c constructor, with []Option) *settings {
	s := &settings{
		of: c, tolerance: defaultTolerance, maxBody: defaultMaxBody,
		readTimeout: defaultReadTimeout, handlerTimeout: defaultHandlerTimeout,
	}
	for n, o := range with {
		if isNil(o) {
			s.problems = append(s.problems, fmt.Errorf("%s: option %d is nil; leave it out", c, n+1))
			continue
		}
		o.apply(s)
	}
	return s
}

// isNil also sees a nil pointer in an interface, which is how a variable that nobody has set arrives.
func isNil(v any) bool {
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Slice, reflect.Chan:
		return r.IsNil()
	default:
		return false
	}
}

type option struct {
	name string
	of   constructor
	set  func(*settings) error
}

func (o option) apply(s *settings) {
	if o.of != s.of {
		s.problems = append(s.problems, fmt.Errorf("%s is an option of %s, not of %s", o.name, o.of, s.of))
		return
	}
	if err := o.set(s); err != nil {
		s.problems = append(s.problems, err)
	}
}

// WithTolerance tells [New] how far the time of a signature may be from now, in the past and in the future: whole seconds, from
// 1 second to 1 hour. The default is 5 minutes, as with Clerk's own libraries: 300 seconds pass, 301 do not. Every new attempt
// of the sender is signed anew, so that a longer one helps no late delivery; it only gives whoever has recorded a delivery
// more time to send it again. A [Store] has to remember for twice as long at least.
func WithTolerance(d time.Duration) Option {
	return option{"WithTolerance", forNew, func(s *settings) error {
		if d < minTolerance || d > maxTolerance || d%time.Second != 0 {
			return fmt.Errorf("WithTolerance(%v): pass whole seconds from %v to %v, or leave the option out for %v",
				d, minTolerance, maxTolerance, defaultTolerance)
		}
		s.tolerance = d
		return nil
	}}
}

// WithMaxBody tells [New] how many bytes a body may have, from 1 to 64 MiB. The default is 512 KiB: the body has to be in
// memory as a whole before its sender is known to be Clerk. One of that size which nobody has signed costs 2.7 MB of memory
// for a moment, and 1.6 MB more for each further secret (measured, BenchmarkVerifyRequestOfAStranger); as many at once as there
// are processors are hashed. A larger one is refused, with status 413, without being read to its end.
func WithMaxBody(bytes int64) Option {
	return option{"WithMaxBody", forNew, func(s *settings) error {
		if bytes < 1 || bytes > maxMaxBody {
			return fmt.Errorf("WithMaxBody(%d): pass 1 to %d bytes, or leave the option out for %d", bytes, maxMaxBody, defaultMaxBody)
		}
		s.maxBody = bytes
		return nil
	}}
}

// WithStore tells [NewMux] where to remember what was handled. The default is a [MemoryStore] of its own. Two Muxes must not
// share the entries of one store: an event that goes to two endpoints has the same id at both.
func WithStore(store Store) Option {
	return option{"WithStore", forNewMux, func(s *settings) error {
		if isNil(store) {
			return errors.New("WithStore(nil): pass a Store, or leave the option out for one in memory")
		}
		s.store = store
		return nil
	}}
}

// WithHandlerTimeout tells [NewMux] how long the functions for one event may take together, up to 1 hour: their context ends
// then. The default is 15 seconds, after which Clerk's sender does not wait any more. A function that does not heed its context
// keeps its event from everybody; the log says so, at the level ERROR, when the event is delivered again.
func WithHandlerTimeout(d time.Duration) Option {
	return option{"WithHandlerTimeout", forNewMux, func(s *settings) error {
		s.handlerTimeout = d
		return checkTimeout("WithHandlerTimeout", d, defaultHandlerTimeout)
	}}
}

// WithReadTimeout tells [NewMux] how long reading the body may take, up to 1 hour. The default is 10 seconds. It is a deadline
// on the connection, which [http.Server] and most middleware support; where they do not, only the timeouts of the server
// count. A shorter ReadTimeout of the server stays in force.
func WithReadTimeout(d time.Duration) Option {
	return option{"WithReadTimeout", forNewMux, func(s *settings) error {
		s.readTimeout = d
		return checkTimeout("WithReadTimeout", d, defaultReadTimeout)
	}}
}

func checkTimeout(name string, d, fallback time.Duration) error {
	if d <= 0 || d > maxTimeout {
		return fmt.Errorf("%s(%v): pass more than 0 and at most %v, or leave the option out for %v", name, d, maxTimeout, fallback)
	}
	return nil
}

// WithUnhandledRefused tells [NewMux] to answer 500, with ReasonTypeUnhandled, to an event of a type that nothing is registered
// for, so that it comes again. Without the option such an event is answered with 204 and gone. It is for endpoints that are
// subscribed to just what is handled: a type that is forgotten then shows up in the Clerk Dashboard, and is not lost if the
// function for it is deployed within a day. Functions of [Mux.HandleAll] do not count.
func WithUnhandledRefused() Option {
	return option{"WithUnhandledRefused", forNewMux, func(s *settings) error {
		s.refuseUnhandled = true
		return nil
	}}
}

// WithObserver tells [NewMux] whom to tell how each request ended, to count and to raise an alarm. observe is called once for a
// request, after the answer was written and in the goroutine that serves, so that it has to return soon; it has to be safe to
// call concurrently. A panic of it is logged.
func WithObserver(observe func(ctx context.Context, outcome Outcome)) Option {
	return option{"WithObserver", forNewMux, func(s *settings) error {
		if observe == nil {
			return errors.New("WithObserver(nil): pass a function, or leave the option out")
		}
		s.observe = observe
		return nil
	}}
}
