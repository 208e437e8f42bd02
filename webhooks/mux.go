package webhooks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// A HandlerFunc handles an event. It returns nil when the event need not come again, and an error when it must. It has to be
// safe to call concurrently. The event is the function's own: what it changes, nobody else sees.
//
// ctx ends after the time of [WithHandlerTimeout], or earlier when the sender stops waiting, which Clerk's does after 15
// seconds: what takes longer belongs into a queue of one's own.
type HandlerFunc func(ctx context.Context, event *Event) error

// A Mux is an [http.Handler] that verifies deliveries and hands each event to the functions that were registered for its type.
// [NewMux] makes one. It is safe for concurrent use. Functions may be registered while it serves, but an event that arrives
// before its function is registered is gone: register first, then serve.
//
// It answers
//
//	204  the event was handled, now or before, or nothing is registered for it
//	400  the delivery could not be verified, or is no event
//	405  the request is no POST
//	413  the body is too large
//	500  a function failed or panicked, or the data could not be decoded; the event is not marked as handled
//	503  the event is being handled for another delivery, or the [Store] failed
//
// with problem details (RFC 9457) that hold the reason code and nothing of the event. The sender tries again after everything
// but 204, eight times in all.
type Mux struct {
	verifier        *Verifier
	store           Store
	readTimeout     time.Duration
	handlerTimeout  time.Duration
	refuseUnhandled bool
	observe         func(context.Context, Outcome) // or nil
	refusals        limiter
	running         stopwatch

	mu          sync.RWMutex
	handlers    map[Type][]handler
	other       []handler
	all         []handler
	undecodable []func(context.Context, *Event, error) error
	unhandled   map[Type]struct{} // that were logged
}

// A handler readies a function for an event: it makes a copy of the event, and decodes the data if the function takes that. The
// error says that it cannot be decoded.
type handler func(*Event) (call func(context.Context) error, err error)

// NewMux returns a Mux for the deliveries that verifier lets through. The error joins everything that is wrong with the
// arguments.
func NewMux(verifier *Verifier, with ...Option) (*Mux, error) {
	s := newSettings(forNewMux, with)
	if verifier == nil || verifier.now == nil {
		s.problems = append(s.problems, errors.New("NewMux needs a verifier; make one with webhooks.New"))
	} else if memory, ok := s.store.(*MemoryStore); ok {
		if least := 2 * verifier.tolerance; memory.remembers() < least {
			s.problems = append(s.problems, fmt.Errorf("the store forgets after %v, but with this tolerance a delivery can be sent again for %v; "+
				"set MemoryOptions.Retention to at least that", memory.remembers(), least))
		}
	}
	if err := errors.Join(s.problems...); err != nil {
		return nil, err
	}
	if s.store == nil {
		memory, err := NewMemoryStore(MemoryOptions{Now: verifier.now})
		if err != nil {
			return nil, err
		}
		s.store = memory
	}
	return &Mux{
		verifier: verifier, store: s.store, readTimeout: s.readTimeout, handlerTimeout: s.handlerTimeout,
		refuseUnhandled: s.refuseUnhandled, observe: s.observe,
		handlers: make(map[Type][]handler), unhandled: make(map[Type]struct{}),
	}, nil
}

// Handle registers a function for the events of one type, which need not be one that this package knows. [On] does the same
// with the data decoded, and [OnData] for several types at once.
//
// Several functions for one type run one after another, in the order in which they were registered, whatever the others
// return. The event is handled when all have succeeded; otherwise it comes again, to all of them: those that have succeeded
// have to stand the repetition.
//
// Handle panics if the type is empty or the function nil, as [http.ServeMux] does.
func (m *Mux) Handle(t Type, handle HandlerFunc) {
	if handle == nil {
		panic(fmt.Sprintf("webhooks: the function for the type %q is nil", t))
	}
	m.register(t, raw(handle))
}

// HandleOther registers a function for every event for whose type nothing is registered by itself, such as one of a type that
// this package does not know. Several of them behave as with [Mux.Handle]. Without any, such events are answered with 204 and
// gone, unless [WithUnhandledRefused] was set; the log has a line for each such type.
//
// They also get the events whose data could not be decoded, where [Mux.HandleUndecodable] was not called. HandleOther panics
// if the function is nil.
func (m *Mux) HandleOther(handle HandlerFunc) {
	if handle == nil {
		panic("webhooks: the function for other types is nil")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.other = append(slices.Clip(m.other), raw(handle))
}

// HandleAll registers a function that gets every event, beside the functions for its type and before them, as a record of what
// has come needs. It counts like any other: if it fails, the event comes again. An event that only such functions are
// registered for is still one whose type nothing is registered for, although it counts as handled. HandleAll panics if the
// function is nil.
func (m *Mux) HandleAll(handle HandlerFunc) {
	if handle == nil {
		panic("webhooks: the function for all events is nil")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = append(slices.Clip(m.all), raw(handle))
}

// HandleUndecodable registers a function for events whose data does not fit its type in this package, as when Clerk changes a
// member. Functions of [On] and [OnData] are not called for such an event, while those of [Mux.Handle] and [Mux.HandleAll] are.
// What the function gets is genuine: put Event.Raw where it can be looked at later. cause is an [*Error] that names the member and
// holds nothing of the data. The function returns nil when the event is kept, and need not come again.
//
// Without such a function the functions of [Mux.HandleOther] get the event. Without those either it is answered with 500 and
// ReasonEventInvalid; the sender gives up after 28 hours, and then the event is lost. HandleUndecodable panics if the function
// is nil.
func (m *Mux) HandleUndecodable(handle func(ctx context.Context, event *Event, cause error) error) {
	if handle == nil {
		panic("webhooks: the function for undecodable events is nil")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.undecodable = append(slices.Clip(m.undecodable), handle)
}

func (m *Mux) register(t Type, h handler) {
	if t == "" {
		panic("webhooks: a function is registered for the empty type, which no event has")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.handlers[t] = append(slices.Clip(m.handlers[t]), h)
}

// raw makes a handler of a function that takes the event as it is.
func raw(handle HandlerFunc) handler {
	return func(event *Event) (func(context.Context) error, error) {
		own := event.clone()
		return func(ctx context.Context) error { return handle(ctx, own) }, nil
	}
}

// clone returns a copy that shares no memory.
func (e *Event) clone() *Event {
	own := *e
	own.Data, own.Raw = bytes.Clone(e.Data), bytes.Clone(e.Raw)
	return &own
}

// handlersOf returns who handles events of this type, and whether anybody but those of HandleAll does.
func (m *Mux) handlersOf(t Type) (found []handler, registered bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	own := m.handlers[t]
	if len(own) == 0 {
		own = m.other
	}
	return slices.Concat(m.all, own), len(own) > 0
}
