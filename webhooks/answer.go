package webhooks

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// busyRetryAfter is a guess at how long another delivery takes; Clerk's sender keeps to its own schedule.
const busyRetryAfter = 5 * time.Second

// An answer is what the sender gets, and what is known of it for the observer.
type answer struct {
	w       http.ResponseWriter
	outcome Outcome
}

// handled answers that the event need not come again.
func (a *answer) handled() {
	a.outcome.Reason, a.outcome.Status = "", http.StatusNoContent
	a.w.WriteHeader(http.StatusNoContent)
}

func (a *answer) unavailable(reason clerk.Reason, detail string) {
	a.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(busyRetryAfter.Seconds()))))
	a.refuse(http.StatusServiceUnavailable, reason, detail)
}

// refuse answers with problem details (RFC 9457).
func (a *answer) refuse(status int, reason clerk.Reason, detail string) {
	a.outcome.Reason, a.outcome.Status = reason, status
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
	h := a.w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	a.w.WriteHeader(status)
	_, _ = a.w.Write(append(text, '\n')) // the sender has gone; there is nobody to tell
}
