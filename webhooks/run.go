package webhooks

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// settleTimeout bounds how long a store may take to note how a claim ended.
const settleTimeout = 5 * time.Second

// run calls the handlers of an event that was claimed, and settles the claim whatever they do: return, panic, or end the
// goroutine. It reports whether all have succeeded.
func (m *Mux) run(r *http.Request, event *Event, handlers []HandlerFunc) (handled bool) {
	defer func() {
		if thrown := recover(); thrown != nil {
			m.log(r, slog.LevelError, "usher: a function for webhooks panicked", event,
				slog.String("panic", describe(thrown)), slog.String("stack", string(debug.Stack())))
		}
		m.settle(r, event, handled)
	}()
	for _, handle := range handlers {
		if err := handle(r.Context(), event); err != nil {
			m.log(r, slog.LevelError, "usher: a function for webhooks failed", event, slog.String("why", err.Error()))
			return false
		}
	}
	return true
}

// settle ends a claim. Whether the sender still waits has nothing to do with it. If the store fails, there is nobody left to
// tell: the answer goes by the handlers, as an effect that was had must not be asked for again.
func (m *Mux) settle(r *http.Request, event *Event, handled bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), settleTimeout)
	defer cancel()
	end, verb := m.store.Release, "give the event back"
	if handled {
		end, verb = m.store.Done, "mark the event as handled"
	}
	if err := end(ctx, event.ID); err != nil {
		m.log(r, slog.LevelError, "usher: the store of webhooks could not "+verb, event, slog.String("why", err.Error()))
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

func unavailable(w http.ResponseWriter, reason clerk.Reason, detail string) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(busyRetryAfter.Seconds()))))
	answer(w, http.StatusServiceUnavailable, reason, detail)
}

// answer writes problem details (RFC 9457).
func answer(w http.ResponseWriter, status int, reason clerk.Reason, detail string) {
	text, err := json.Marshal(struct {
		Type   string       `json:"type"`
		Title  string       `json:"title"`
		Status int          `json:"status"`
		Detail string       `json:"detail"`
		Reason clerk.Reason `json:"reason"`
	}{"about:blank", http.StatusText(status), status, detail, reason})
	if err != nil {
		text = []byte(`{}`)
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n')) // the sender has gone; there is nobody to tell
}
