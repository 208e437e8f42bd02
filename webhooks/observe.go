package webhooks

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// An Outcome is how a request to a [Mux] ended, for the function of [WithObserver].
type Outcome struct {
	// Reason says why the answer is none of 2xx; it is empty for 204. [ReasonSignatureInvalid] over some minutes, or any
	// [ReasonEventInvalid], is worth an alarm: nothing that is refused arrives later by itself.
	Reason clerk.Reason
	// Type is the type of the event; empty if it was refused before it was known to be genuine.
	Type Type
	// ID is the id of the delivery, as its header says; empty if the headers were refused. Unless the event has a type, a
	// stranger may have made it up.
	ID string
	// Status is the status code of the answer.
	Status int
	// Duration is how long it took, reading the body included.
	Duration time.Duration
}

// tell informs the observer.
func (m *Mux) tell(r *http.Request, a *answer, took time.Duration) {
	if m.observe == nil {
		return
	}
	defer func() {
		if thrown := recover(); thrown != nil {
			m.write(r.Context(), slog.LevelError, "usher: the observer of webhooks panicked", slog.String("panic", describe(thrown)))
		}
	}()
	a.outcome.Duration = took
	m.observe(r.Context(), a.outcome)
}

// refusalPause is how long after a line about a refusal the next one for the same reason has to wait: whoever knows the address
// can have deliveries refused.
const refusalPause = time.Minute

// logRefusal writes why a delivery was refused. What may be an event that is lost is a warning; what only a stranger sends is
// not.
func (m *Mux) logRefusal(r *http.Request, id string, refusal *Error) {
	level := slog.LevelWarn
	switch refusal.Reason {
	case ReasonHeadersMissing, ReasonHeadersAmbiguous, ReasonHeadersInvalid, ReasonBodyUnreadable:
		level = slog.LevelInfo
	}
	withheld, due := m.refusals.next(refusal.Reason, m.verifier.now())
	if !due {
		level = slog.LevelDebug
	}
	attrs := []slog.Attr{slog.String("reason", string(refusal.Reason)), slog.String("why", refusal.Detail)}
	if id != "" {
		attrs = append(attrs, slog.String("svix-id", id))
	}
	if refusal.Err != nil {
		attrs = append(attrs, slog.String("cause", refusal.Err.Error()))
	}
	if due && withheld > 0 {
		attrs = append(attrs, slog.Int("withheld", withheld)) // as many more since the last line
	}
	m.write(r.Context(), level, "usher: webhook refused", attrs...)
}

// A limiter lets through one line a minute for each reason, and counts the others.
type limiter struct {
	mu   sync.Mutex
	last map[clerk.Reason]time.Time
	held map[clerk.Reason]int
}

func (l *limiter) next(reason clerk.Reason, now time.Time) (withheld int, due bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == nil {
		l.last, l.held = make(map[clerk.Reason]time.Time), make(map[clerk.Reason]int)
	}
	// A clock that was set back must not silence anything.
	if last, ok := l.last[reason]; ok && now.Sub(last) < refusalPause && !now.Before(last) {
		l.held[reason]++
		return 0, false
	}
	withheld, l.held[reason], l.last[reason] = l.held[reason], 0, now
	return withheld, true
}

// maxUnhandledTypes bounds what is remembered of types that were logged. Only genuine events get there.
const maxUnhandledTypes = 1000

// logUnhandled warns of a type that nothing is registered for, once.
func (m *Mux) logUnhandled(r *http.Request, event *Event) {
	m.mu.Lock()
	_, known := m.unhandled[event.Type]
	if !known && len(m.unhandled) < maxUnhandledTypes {
		m.unhandled[event.Type] = struct{}{}
	}
	m.mu.Unlock()
	level := slog.LevelWarn
	if known {
		level = slog.LevelDebug
	}
	m.log(r, level, "usher: nothing is registered for this type of webhook; register a function, or take the type out of the endpoint in the Clerk Dashboard", event)
}

// logInProgress tells of a second delivery. If the functions of the first should have been done long ago, one of them hangs.
func (m *Mux) logInProgress(r *http.Request, event *Event) {
	if took, ok := m.running.since(event.ID); ok && took > m.handlerTimeout {
		m.log(r, slog.LevelError, "usher: a function for webhooks hangs and keeps its event from being handled again; it has to end when its context does",
			event, slog.Duration("since", took))
		return
	}
	m.log(r, slog.LevelInfo, "usher: webhook is being handled for another delivery", event)
}

// A stopwatch knows since when events have been handled in this process.
type stopwatch struct {
	mu    sync.Mutex
	began map[string]time.Time
}

func (s *stopwatch) start(id string) (stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.began == nil {
		s.began = make(map[string]time.Time)
	}
	s.began[id] = time.Now()
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.began, id)
	}
}

func (s *stopwatch) since(id string) (time.Duration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	began, ok := s.began[id]
	return time.Since(began), ok
}

// log writes a line about an event.
func (m *Mux) log(r *http.Request, level slog.Level, message string, event *Event, more ...slog.Attr) {
	m.write(r.Context(), level, message, append([]slog.Attr{slog.Any("event", *event)}, more...)...)
}

// write keeps a logger that panics from deciding what becomes of an event.
func (m *Mux) write(ctx context.Context, level slog.Level, message string, attrs ...slog.Attr) {
	defer func() { _ = recover() }() // there is nobody to tell
	m.verifier.log.LogAttrs(ctx, level, message, attrs...)
}

// why is the text of an error. Not every Error method stands being called.
func why(err error) (attr slog.Attr) {
	defer func() {
		if recover() != nil {
			attr = slog.String("why", "an error that panics when it is asked for its text")
		}
	}()
	return slog.String("why", err.Error())
}
