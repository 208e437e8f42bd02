package authn

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/asking"
	"github.com/usher-auth/usher/internal/ttlcache"
	"github.com/usher-auth/usher/token"
)

const (
	gateLane     = 16               // calls at once
	gateWaiting  = 256              // that wait for their turn or have it
	gateTimeout  = RefreshTimeout   // of a call, and before that of the wait for its turn
	gateRefuse   = 10 * time.Second // how long a refusal is remembered
	gateRefusals = 1000             // that are remembered
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
	now       func() time.Time
	hasher    *asking.Hasher
	refused   *ttlcache.Cache[error]
	questions *asking.Desk[T]
	way       asking.Gate
}

// newGate returns a gate that in any ten seconds lets through so many questions that come to nothing.
func newGate[T any](instance *clerk.Instance, fruitless int) *gate[T] {
	g := &gate[T]{now: instance.Now, hasher: asking.NewHasher(), refused: ttlcache.New[error](gateRefusals, instance.Now)}
	g.questions = asking.NewDesk(gateTimeout, func(key string) (none T, known bool, err error) {
		err, known = g.refused.Get(key)
		return none, known, err
	})
	report := func(why error) {
		if why == nil {
			instance.Logger.Info("usher: Clerk answers again what requests have it asked")
			return
		}
		instance.Logger.Warn("usher: Clerk does not answer what requests have it asked, and is left alone for a while", "why", why.Error())
	}
	g.way = asking.Gate{
		Lane: asking.NewLane(gateLane, gateWaiting), Budget: asking.NewBudget(fruitless, instance.Now), Breaker: asking.NewBreaker(instance.Now, report),
	}
	return g
}

// do puts a question, which the parts identify, unless the answer is known or must not be asked for.
func (g *gate[T]) do(ctx context.Context, ask func(context.Context) (T, error), parts ...string) (T, error) {
	key := g.hasher.Hash(parts...)
	return g.questions.Do(ctx, key, g.way, func(ctx context.Context) (T, error) {
		value, err := ask(ctx)
		if err == nil {
			return value, nil
		}
		if t := troubleOf(err); t.unavailable {
			return value, &asking.Error{RetryAfter: t.retryAfter, InVain: t.inVain, Err: err}
		}
		g.refused.Set(key, err, g.now().Add(gateRefuse))
		return value, err
	})
}

// Close ends what Clerk is being asked and waits for it. Afterwards requests are decided as while Clerk does not answer. It always
// returns nil and may be called more than once. Without it, the last question ends ten seconds after its request at the latest.
func (a *Authenticator) Close() error {
	a.nonces.questions.Close()
	a.refreshes.questions.Close()
	return nil
}

// A trouble is what an error of a question to Clerk says of Clerk.
type trouble struct {
	unavailable bool // nothing was learned about what was asked
	inVain      bool // to ask again soon is in vain
	retryAfter  time.Duration
}

func troubleOf(err error) trouble {
	var unanswered *asking.Error
	if errors.As(err, &unanswered) {
		return trouble{unavailable: true, retryAfter: unanswered.RetryAfter}
	}
	var known *token.Error
	if errors.As(err, &known) {
		return trouble{unavailable: known.Unavailable, retryAfter: known.RetryAfter}
	}
	var answer *backend.Error
	if !errors.As(err, &answer) {
		return trouble{unavailable: true, retryAfter: asking.MinRest}
	}
	wait := max(answer.RetryAfter, asking.MinRest)
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
