package backend

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"time"
)

// Retry says how often and how patiently a call is made again.
//
// A 429 is repeated for every method, since Clerk has not carried the request out. A 502, 503 or 504, and a connection that
// failed or timed out, are repeated for GET, PUT and DELETE and for the POSTs that only look something up; a connection that
// could not be opened, for all. A DELETE that is repeated may answer 404, and a PUT of an identifier that it is taken, because
// the first one had worked after all. A certificate that cannot be trusted is never asked for twice.
//
// Between two tries lies what Retry-After asks for, and up to a tenth more, so that many clients do not come back together;
// without it, a random time up to Base, 2×Base, 4×Base … and never over MaxWait. If Clerk asks for more than MaxWait, or for
// more than the context has left, the error is returned at once.
type Retry struct {
	// Attempts is how many requests one call may make. 1 turns retrying off. Default: 3. At most 10.
	Attempts int
	// Base is the longest wait after the first try where Clerk names none. Default: 500 milliseconds.
	Base time.Duration
	// MaxWait is the longest wait between two tries. Default: 30 seconds. At most 24 hours, as Base.
	MaxWait time.Duration
}

// An Attempt is a try that failed and will be repeated.
type Attempt struct {
	// Method and Path are those of the operation; Path is a template, such as "/users/{user_id}".
	Method, Path string
	// Number counts from 1.
	Number int
	// Err is why it failed: an [*Error] if there was an answer.
	Err error
	// Wait is how long the call sleeps now.
	Wait time.Duration
}

const maxAttempts = 10

func (r Retry) withDefaults() (Retry, error) {
	if r.Attempts < 0 || r.Attempts > maxAttempts || r.Base < 0 || r.Base > maxRetryAfter || r.MaxWait < 0 || r.MaxWait > maxRetryAfter {
		return r, errors.New("option WithRetry: Attempts must be 1 to 10, Base and MaxWait at most 24 hours; 0 is the default")
	}
	if r.Attempts == 0 {
		r.Attempts = 3
	}
	if r.Base == 0 {
		r.Base = 500 * time.Millisecond
	}
	if r.MaxWait == 0 {
		r.MaxWait = 30 * time.Second
	}
	return r, nil
}

// next decides whether there is a next try, and when.
func (r Retry) next(ctx context.Context, c call, err error, attempt int) (time.Duration, bool) {
	if attempt >= r.Attempts || ctx.Err() != nil || !c.mayRepeat(err) {
		return 0, false
	}
	wait := rand.N(min(r.Base<<(attempt-1), r.MaxWait) + 1) //nolint:gosec // jitter is no secret
	if e := (*Error)(nil); errors.As(err, &e) && e.RetryAfter > 0 {
		if e.RetryAfter > r.MaxWait {
			return 0, false
		}
		wait = min(e.RetryAfter+rand.N(e.RetryAfter/10+1), r.MaxWait) //nolint:gosec // jitter is no secret
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return 0, false
	}
	return wait, true
}

func (c call) mayRepeat(err error) bool {
	var e *Error
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &e):
		return e.Status == http.StatusTooManyRequests ||
			c.idempotent() && slices.Contains([]int{http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}, e.Status)
	case errors.Is(err, ErrBadAnswer), errors.Is(err, errUpload), errors.As(err, &certificate):
		return false
	default:
		return c.idempotent() || neverSent(err)
	}
}

// neverSent reports whether the connection could not even be opened.
func neverSent(err error) bool {
	var operation *net.OpError
	return errors.As(err, &operation) && operation.Op == "dial"
}

// maxRetryAfter bounds what a caller may be told to wait.
const maxRetryAfter = 24 * time.Hour

// sleepFor waits, unless the context ends first.
func sleepFor(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	}
}
