package webhooks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// settleTimeout bounds how long a store may take to note how a claim ended.
const settleTimeout = 5 * time.Second

// claim asks the store. A panic of it is an error.
func (m *Mux) claim(r *http.Request, event *Event) (claim Claim, owner string, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("it panicked with %s", describe(thrown))
		}
	}()
	return m.store.Claim(r.Context(), event.ID)
}

// run calls the functions for an event that was claimed, and settles the claim whatever they do: return, panic, or end the
// goroutine. It returns why the event has to come again, "" if all have succeeded.
func (m *Mux) run(r *http.Request, event *Event, owner string, handlers []handler) (reason clerk.Reason) {
	reason = ReasonHandlerFailed
	defer func() { m.settle(r, event, owner, reason == "") }()
	defer m.running.start(event.ID)()
	ctx, cancel := context.WithTimeout(r.Context(), m.handlerTimeout)
	defer cancel()

	var calls []func(context.Context) error
	var undecodable error
	for _, ready := range handlers {
		call, err := ready(event)
		if err != nil {
			undecodable = err
			continue
		}
		calls = append(calls, call)
	}
	if undecodable != nil {
		keepers := m.keepers(event, undecodable)
		level := slog.LevelWarn
		if len(keepers) == 0 {
			level = slog.LevelError
		}
		m.log(r, level, "usher: the data of a webhook could not be decoded", event, slog.String("reason", string(ReasonEventInvalid)), why(undecodable))
		if len(keepers) > 0 {
			undecodable = nil // unless they fail
		}
		calls = append(calls, keepers...)
	}
	var failures []error
	for _, call := range calls {
		if err := m.call(ctx, r, event, call); err != nil {
			failures = append(failures, err)
		}
	}
	if err := errors.Join(failures...); err != nil {
		m.log(r, slog.LevelError, "usher: a function for webhooks failed", event, why(err))
		return ReasonHandlerFailed
	}
	if undecodable != nil {
		return ReasonEventInvalid
	}
	return ""
}

// keepers returns who takes an event whose data could not be decoded.
func (m *Mux) keepers(event *Event, cause error) (calls []func(context.Context) error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, keep := range m.undecodable {
		own := event.clone()
		calls = append(calls, func(ctx context.Context) error { return keep(ctx, own, cause) })
	}
	if len(calls) > 0 {
		return calls
	}
	for _, ready := range m.other {
		if call, err := ready(event); err == nil {
			calls = append(calls, call)
		}
	}
	return calls
}

// call makes a panic of a function an error, and logs where it came from.
func (m *Mux) call(ctx context.Context, r *http.Request, event *Event, call func(context.Context) error) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = errors.New("it panicked with " + describe(thrown))
			m.log(r, slog.LevelError, "usher: a function for webhooks panicked", event,
				slog.String("panic", describe(thrown)), slog.String("stack", string(debug.Stack())))
		}
	}()
	return call(ctx)
}

// settle ends a claim. Whether the sender still waits has nothing to do with it. If the store fails, there is nobody left to
// tell: the answer goes by the functions, as an effect that was had must not be asked for again.
func (m *Mux) settle(r *http.Request, event *Event, owner string, handled bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), settleTimeout)
	defer cancel()
	end, verb := m.store.Release, "give the event back"
	if handled {
		end, verb = m.store.Done, "mark the event as handled"
	}
	defer func() {
		if thrown := recover(); thrown != nil {
			m.log(r, slog.LevelError, "usher: the store of webhooks could not "+verb, event, slog.String("panic", describe(thrown)))
		}
	}()
	if err := end(ctx, event.ID, owner); err != nil {
		m.log(r, slog.LevelError, "usher: the store of webhooks could not "+verb, event, why(err))
	}
}

// describe tells what was thrown, without what it may hold of the event: of the runtime's own errors the text, of others only
// the type.
func describe(thrown any) string {
	if err, ok := thrown.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("a %T", thrown)
}
