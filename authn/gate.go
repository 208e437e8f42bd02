package authn

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/ttlcache"
	"github.com/usher-auth/usher/token"
)

const (
	gateLane     = 16               // calls at once
	gateWaiting  = 256              // that wait for their turn or have it
	gateTimeout  = 10 * time.Second // of a call, the wait for its turn included
	gateRefuse   = 10 * time.Second // how long a refusal is remembered
	gateRefusals = 1000             // that are remembered
	gateWindow   = 10 * time.Second
	gateFailures = 5 // in a row, until Clerk is left alone
	gateMinOpen  = time.Second
	gateMaxOpen  = 30 * time.Second
)

// A gate stands before one endpoint of Clerk's that strangers can have asked: it is one for all requests of an [Authenticator].
//
//   - One question is put once, however many requests raise it at the same time.
//   - What was refused is refused again for ten seconds without asking.
//   - Questions that come to nothing have a budget in any ten seconds, so that whoever makes them up cannot use up the rate limit
//     of the instance.
//   - While Clerk fails it is left alone: at once when it says that the rate limit is reached or the key wrong, for as long as it
//     asks for, and otherwise after five failures in a row.
type gate[T any] struct {
	now      func() time.Time
	key      [sha256.Size]byte
	capacity float64
	lane     chan struct{}
	refused  *ttlcache.Cache[error]

	mu       sync.Mutex
	calls    map[string]*call[T]
	spent    float64 // what has come to nothing lately; a leaky bucket
	underWay int
	leaked   time.Time
	failures int
	openings int
	until    time.Time // Clerk is left alone until then
	why      error     // set while it is
}

// A call is one question that all who raise it wait for.
type call[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// newGate returns a gate that in any ten seconds lets through so many questions that come to nothing.
func newGate[T any](instance *clerk.Instance, fruitless int) *gate[T] {
	g := &gate[T]{
		now: instance.Now, capacity: float64(fruitless / 2), lane: make(chan struct{}, gateLane),
		refused: ttlcache.New[error](gateRefusals, instance.Now), calls: map[string]*call[T]{},
	}
	_, _ = rand.Read(g.key[:]) // never fails
	return g
}

// do puts a question, which the parts identify, unless the answer is known or must not be asked for.
func (g *gate[T]) do(ctx context.Context, ask func(context.Context) (T, error), parts ...string) (T, error) {
	mac := hmac.New(sha256.New, g.key[:])
	for _, part := range parts {
		_, _ = mac.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
	}
	key := string(mac.Sum(nil))

	var none T
	g.mu.Lock()
	if c := g.calls[key]; c != nil {
		g.mu.Unlock()
		select {
		case <-c.done:
			return c.value, c.err
		case <-ctx.Done():
			return none, unavailable("the request ended while it waited for Clerk", 0, context.Cause(ctx))
		}
	}
	if err, known := g.refused.Get(key); known {
		g.mu.Unlock()
		return none, err
	}
	if err := g.refusal(g.now()); err != nil {
		g.mu.Unlock()
		return none, err
	}
	c := &call[T]{done: make(chan struct{}), err: unavailable("the question to Clerk broke off", 0, nil)} // stands if ask panics
	g.calls[key] = c
	g.mu.Unlock()

	defer func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		delete(g.calls, key)
		close(c.done)
	}()
	// Others wait for the answer too, so it does not end with the request that happened to come first.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), gateTimeout)
	defer cancel()
	select {
	case g.lane <- struct{}{}:
		defer func() { <-g.lane }()
	case <-ctx.Done():
		c.err = unavailable("too many questions are put to Clerk at the same time", gateMinOpen, nil)
		return none, c.err
	}
	if err := g.enter(); err != nil {
		c.err = err
		return none, err
	}
	defer func() { g.settle(key, c.err) }()
	value, err := ask(ctx)
	if err == nil {
		c.value = value
	}
	c.err = err
	return c.value, c.err
}

// refusal says why nothing is to be asked at the moment, or returns nil. g.mu is held.
func (g *gate[T]) refusal(now time.Time) error {
	g.leak(now)
	over := g.spent + float64(g.underWay) + 1 - g.capacity
	switch {
	case g.why != nil && now.Before(g.until):
		return unavailable("Clerk failed a moment ago and is not asked for now", max(g.until.Sub(now), gateMinOpen), g.why)
	case over > 0 && g.spent > 0:
		err := unavailable("too many questions to Clerk came to nothing just now, so that this one was not put",
			min(max(time.Duration(over/g.capacity*float64(gateWindow)), gateMinOpen), gateWindow), nil)
		err.Reason = clerk.ReasonLookupsExhausted
		return err
	case len(g.calls) >= gateWaiting:
		return unavailable("too many questions are put to Clerk at the same time", gateMinOpen, nil)
	}
	return nil
}

// enter reserves a question that has got its turn. After a failure one a second finds out whether Clerk is back.
func (g *gate[T]) enter() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if err := g.refusal(now); err != nil {
		return err
	}
	if g.why != nil {
		g.until = now.Add(gateMinOpen)
	}
	g.underWay++
	return nil
}

// settle ends a reservation.
func (g *gate[T]) settle(key string, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	g.leak(now)
	g.underWay--
	if err == nil {
		g.failures, g.openings, g.why = 0, 0, nil
		return
	}
	g.spent++
	t := troubleOf(err)
	if !t.unavailable {
		g.refused.Set(key, err, now.Add(gateRefuse))
		g.failures, g.openings, g.why = 0, 0, nil
		return
	}
	g.failures++
	if t.atOnce || g.failures >= gateFailures || g.why != nil {
		wait := min(gateMinOpen<<min(g.openings, 10), gateMaxOpen)
		g.openings++
		g.until, g.why = now.Add(min(max(wait, t.retryAfter), 2*gateMaxOpen)), err
	}
}

// leak goes by a clock that may be set back. g.mu is held.
func (g *gate[T]) leak(now time.Time) {
	if elapsed := now.Sub(g.leaked); !g.leaked.IsZero() && elapsed > 0 {
		g.spent = max(0, g.spent-elapsed.Seconds()/gateWindow.Seconds()*g.capacity)
	}
	if g.leaked.Before(now) {
		g.leaked = now
	}
}

// A trouble is what an error of a question to Clerk says of Clerk.
type trouble struct {
	unavailable bool // nothing was learned about what was asked
	atOnce      bool // to ask again soon is in vain
	retryAfter  time.Duration
}

func troubleOf(err error) trouble {
	var known *token.Error
	if errors.As(err, &known) {
		return trouble{unavailable: known.Unavailable, retryAfter: known.RetryAfter}
	}
	var answer *backend.Error
	if !errors.As(err, &answer) {
		return trouble{unavailable: true, retryAfter: gateMinOpen}
	}
	wait := max(answer.RetryAfter, gateMinOpen)
	switch {
	case answer.Status == http.StatusTooManyRequests, answer.Status == http.StatusUnauthorized && isAboutTheKey(answer):
		return trouble{true, true, wait}
	case answer.Status >= http.StatusInternalServerError:
		return trouble{true, false, wait}
	}
	return trouble{}
}

// isAboutTheKey reports whether a 401 is about the secret key and not about the token that was asked about.
func isAboutTheKey(answer *backend.Error) bool {
	for _, e := range answer.Errors {
		if strings.Contains(e.Code, "refresh") || strings.Contains(e.Code, "session") {
			return false
		}
	}
	return true
}

// unavailable says that Clerk could not be asked.
func unavailable(detail string, wait time.Duration, cause error) *token.Error {
	return &token.Error{Reason: clerk.ReasonUnexpectedError, Detail: detail, Unavailable: true, RetryAfter: wait, Err: cause}
}
