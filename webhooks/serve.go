package webhooks

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// ServeHTTP answers a delivery, see [Mux].
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := &answer{w: w}
	began := time.Now()
	defer func() { m.tell(r, a, time.Since(began)) }() // also when a function ends the goroutine
	m.serve(a, r)
}

func (m *Mux) serve(a *answer, r *http.Request) {
	if r.Method != http.MethodPost {
		a.w.Header().Set("Allow", http.MethodPost)
		a.refuse(http.StatusMethodNotAllowed, ReasonMethodNotAllowed, "webhooks are delivered with POST")
		return
	}
	unlimited := m.limitReading(a.w, r)
	d, event, err := m.verifier.verifyRequest(r)
	if d != nil {
		a.outcome.ID = d.id
	}
	if event != nil {
		a.outcome.Type = event.Type
		if event.Type == "" {
			err = refuse(ReasonEventInvalid, "the event has no type")
		}
	}
	if refusal := (*Error)(nil); errors.As(err, &refusal) {
		if bodyIsLeft(refusal.Reason) && r.ProtoMajor < 2 {
			a.w.Header().Set("Connection", "close") // nobody waits for the rest of the body
		}
		m.logRefusal(r, a.outcome.ID, refusal)
		a.refuse(refusal.Status, refusal.Reason, refusal.Detail)
		return
	}
	unlimited()
	handlers, registered := m.handlersOf(event.Type)
	if !registered {
		m.logUnhandled(r, event)
		if m.refuseUnhandled {
			a.refuse(http.StatusInternalServerError, ReasonTypeUnhandled, "nothing is registered for the type of the event")
			return
		}
	}
	if len(handlers) == 0 {
		a.handled()
		return
	}
	m.once(a, r, event, handlers)
}

// limitReading sets a deadline for reading the body, and returns what takes it away again. After a refusal it stays, as
// net/http may read a rest of the body before it closes the connection.
func (m *Mux) limitReading(w http.ResponseWriter, r *http.Request) (unlimited func()) {
	server, ok := r.Context().Value(http.ServerContextKey).(*http.Server)
	if ok && server.ReadTimeout > 0 && server.ReadTimeout <= m.readTimeout {
		return func() {} // a deadline of its own runs
	}
	control := http.NewResponseController(w)
	// The connection goes by the time of the machine. Where deadlines are not supported, those of the server have to do.
	if control.SetReadDeadline(time.Now().Add(m.readTimeout)) != nil {
		return func() {}
	}
	return func() { _ = control.SetReadDeadline(time.Time{}) } // otherwise it would end the context of the functions
}

// bodyIsLeft reports whether a delivery was refused before its body was read to the end.
func bodyIsLeft(reason clerk.Reason) bool {
	switch reason {
	case ReasonHeadersMissing, ReasonHeadersAmbiguous, ReasonHeadersInvalid, ReasonBodyTooLarge, ReasonBodyUnreadable:
		return true
	default:
		return false
	}
}

// once handles an event unless that was done before.
func (m *Mux) once(a *answer, r *http.Request, event *Event, handlers []handler) {
	const unknown = "it is not known whether the event was handled before"
	claim, owner, err := m.claim(r, event)
	switch {
	case err != nil:
		m.log(r, slog.LevelError, "usher: the store of webhooks cannot be asked", event, why(err))
		a.unavailable(ReasonStoreFailed, unknown)
	case claim == Handled:
		m.log(r, slog.LevelDebug, "usher: webhook was handled before", event)
		a.handled()
	case claim == InProgress:
		m.logInProgress(r, event)
		a.unavailable(ReasonInProgress, "the event is being handled for another delivery of it")
	case claim == Claimed:
		m.handle(a, r, event, owner, handlers)
	default:
		m.log(r, slog.LevelError, "usher: the store of webhooks gave an answer that is no Claim", event, slog.Int("claim", int(claim)))
		a.unavailable(ReasonStoreFailed, unknown)
	}
}

// handle runs the functions of a claimed event and answers.
func (m *Mux) handle(a *answer, r *http.Request, event *Event, owner string, handlers []handler) {
	// What a function that ends the goroutine leaves behind.
	a.outcome.Reason, a.outcome.Status = ReasonHandlerFailed, http.StatusInternalServerError
	switch m.run(r, event, owner, handlers) {
	case "":
		a.handled()
	case ReasonEventInvalid:
		a.refuse(http.StatusInternalServerError, ReasonEventInvalid, "the data of the event could not be decoded")
	default:
		a.refuse(http.StatusInternalServerError, ReasonHandlerFailed, "the event could not be handled; deliver it again")
	}
}
