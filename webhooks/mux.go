package webhooks

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"
)

// A HandlerFunc handles an event. It returns nil when the event need not come again, and an error when it must. It has to be
// safe to call concurrently.
//
// ctx ends when the sender stops waiting, which Clerk's does after 15 seconds, and then tries again: what takes longer belongs
// into a queue of one's own.
type HandlerFunc func(ctx context.Context, event *Event) error

// A Mux is an [http.Handler] that verifies deliveries and hands each event to the functions that were registered for its type.
// [NewMux] makes one. It is safe for concurrent use; functions may be registered while it serves.
//
// It answers
//
//	204  the event was handled, now or before, or nothing is registered for it
//	400  the delivery could not be verified
//	405  the request is no POST
//	413  the body is too large
//	500  a function failed or panicked; the event is not marked as handled
//	503  the event is being handled for another delivery, or the [Store] failed
//
// with problem details (RFC 9457) that hold the reason code and nothing of the event. The sender tries again after everything
// but 204.
type Mux struct {
	verifier *Verifier
	store    Store

	mu       sync.RWMutex
	handlers map[Type][]HandlerFunc
	other    []HandlerFunc
}

// A MuxOption sets up a [Mux].
type MuxOption interface{ applyMux(*Mux) error }

type muxOption func(*Mux) error

func (f muxOption) applyMux(m *Mux) error { return f(m) }

// WithStore sets where a [Mux] remembers what was handled. The default is a [MemoryStore] of its own. Two Muxes must not share
// the entries of one store: an event that goes to two endpoints has the same id at both.
func WithStore(store Store) MuxOption {
	return muxOption(func(m *Mux) error {
		if store == nil {
			return errors.New("WithStore(nil): pass a Store, or leave the option out for one in memory")
		}
		m.store = store
		return nil
	})
}

// NewMux returns a Mux for the deliveries that verifier lets through. The error joins everything that is wrong with the
// arguments.
func NewMux(verifier *Verifier, with ...MuxOption) (*Mux, error) {
	var problems []error
	m := &Mux{verifier: verifier, handlers: make(map[Type][]HandlerFunc)}
	if verifier == nil {
		problems = append(problems, errors.New("NewMux needs a verifier; make one with webhooks.New"))
	}
	for _, option := range with {
		problems = append(problems, option.applyMux(m))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	if m.store == nil {
		memory, err := NewMemoryStore(MemoryOptions{Now: verifier.now})
		if err != nil {
			return nil, err
		}
		m.store = memory
	}
	return m, nil
}

// Handle registers a function for the events of one type, which need not be one that this package knows. [On] does the same
// with the data decoded.
//
// Several functions for one type run one after another, in the order in which they were registered, until one fails. The event
// is handled when all have succeeded; otherwise it comes again, to all of them. A function that is nil fails.
func (m *Mux) Handle(t Type, handle HandlerFunc) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.handlers[t] = append(slices.Clip(m.handlers[t]), orFail(handle))
}

// HandleOther registers a function for every event for whose type nothing is registered by itself, such as one of a type that
// this package does not know. Several of them behave as with [Mux.Handle]. Without any, such events are answered with 204 and
// ignored.
func (m *Mux) HandleOther(handle HandlerFunc) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.other = append(slices.Clip(m.other), orFail(handle))
}

func orFail(handle HandlerFunc) HandlerFunc {
	if handle != nil {
		return handle
	}
	return func(context.Context, *Event) error { return errors.New("the function that was registered is nil") }
}

// handlersOf returns who handles events of this type. Nobody changes the slice any more.
func (m *Mux) handlersOf(t Type) []HandlerFunc {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if found := m.handlers[t]; len(found) > 0 {
		return found
	}
	return m.other
}

// busyRetryAfter is a guess at how long another delivery takes; Clerk's sender keeps to its own schedule.
const busyRetryAfter = 5 * time.Second

// ServeHTTP answers a delivery, see [Mux].
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		answer(w, http.StatusMethodNotAllowed, ReasonMethodNotAllowed, "webhooks are delivered with POST")
		return
	}
	event, err := m.verifier.VerifyRequest(r)
	if refusal := (*Error)(nil); errors.As(err, &refusal) {
		m.verifier.log.LogAttrs(r.Context(), slog.LevelInfo, "usher: webhook refused",
			slog.String("reason", string(refusal.Reason)), slog.String("why", refusal.Detail))
		if refusal.Status == http.StatusRequestEntityTooLarge {
			w.Header().Set("Connection", "close") // the rest of the body is not waited for
		}
		answer(w, refusal.Status, refusal.Reason, refusal.Detail)
		return
	}
	handlers := m.handlersOf(event.Type)
	if len(handlers) == 0 {
		m.log(r, slog.LevelDebug, "usher: webhook ignored, nothing is registered for its type", event)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	m.once(w, r, event, handlers)
}

// once handles an event unless that was done before.
func (m *Mux) once(w http.ResponseWriter, r *http.Request, event *Event, handlers []HandlerFunc) {
	claim, err := m.store.Claim(r.Context(), event.ID)
	switch {
	case err != nil:
		m.log(r, slog.LevelError, "usher: the store of webhooks cannot be asked", event, slog.String("why", err.Error()))
		unavailable(w, ReasonStoreFailed, "it is not known whether the event was handled before")
	case claim == Handled:
		m.log(r, slog.LevelDebug, "usher: webhook was handled before", event)
		w.WriteHeader(http.StatusNoContent)
	case claim == InProgress:
		m.log(r, slog.LevelInfo, "usher: webhook is being handled for another delivery", event)
		unavailable(w, ReasonInProgress, "the event is being handled for another delivery of it")
	case claim == Claimed:
		if !m.run(r, event, handlers) {
			answer(w, http.StatusInternalServerError, ReasonHandlerFailed, "the event could not be handled; deliver it again")
			return
		}
		w.WriteHeader(http.StatusNoContent)
	default:
		m.log(r, slog.LevelError, "usher: the store of webhooks gave an answer that is no Claim", event, slog.Int("claim", int(claim)))
		unavailable(w, ReasonStoreFailed, "it is not known whether the event was handled before")
	}
}

func (m *Mux) log(r *http.Request, level slog.Level, message string, event *Event, more ...slog.Attr) {
	m.verifier.log.LogAttrs(r.Context(), level, message, append([]slog.Attr{slog.Any("event", *event)}, more...)...)
}
