package multisession

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/asking"
	"github.com/usher-auth/usher/internal/ttlcache"
)

const (
	lane       = 16   // questions at once
	maxWaiting = 256  // that wait for their turn or have it
	maxRefused = 1000 // refusals, and callers with refusals, that are remembered
)

// A desk puts questions to Clerk: each once, however many requests raise it at a time; few that come to nothing, of one caller and
// of all; and none while Clerk fails. What it remembers goes by hashes whose key is known to this process alone.
type desk struct {
	now       func() time.Time
	hasher    *asking.Hasher
	minted    *ttlcache.Cache[*authobject.Auth]
	refused   *ttlcache.Cache[error]
	fruitless *ttlcache.Cache[int] // by caller
	perCaller int
	questions *asking.Desk[*authobject.Auth]
	way       asking.Gate
}

func newDesk(p Policy, now func() time.Time, log *slog.Logger) *desk {
	d := &desk{
		now: now, hasher: asking.NewHasher(), perCaller: p.MaxUnknown / minMaxUnknown,
		minted:  ttlcache.New[*authobject.Auth](p.MaxEntries, now),
		refused: ttlcache.New[error](maxRefused, now), fruitless: ttlcache.New[int](maxRefused, now),
	}
	d.questions = asking.NewDesk(p.Timeout, d.recall)
	report := func(why error) {
		if why == nil {
			log.Info("usher: Clerk can be asked about the sessions that requests name again")
			return
		}
		log.Warn("usher: Clerk does not answer about the sessions that requests name, and is left alone for a while", "why", why.Error())
	}
	d.way = asking.Gate{
		Lane: asking.NewLane(lane, maxWaiting), Budget: asking.NewBudget(p.MaxUnknown, now), Breaker: asking.NewBreaker(now, report),
	}
	return d
}

// recall returns what has become of a question by now.
func (d *desk) recall(key string) (auth *authobject.Auth, known bool, err error) {
	if auth, known = d.minted.Get(key); known {
		return auth, true, nil
	}
	err, known = d.refused.Get(key)
	return nil, known, err
}

// ask puts a question of a caller, unless the answer is known or must not be asked for.
func (d *desk) ask(
	ctx context.Context, key, caller string, put func(context.Context) (*authobject.Auth, error),
) (*authobject.Auth, error) {
	if n, _ := d.fruitless.Get(caller); n >= d.perCaller {
		if _, known := d.refused.Get(key); !known {
			return nil, unanswered(&asking.Error{Why: asking.Exhausted, RetryAfter: asking.Window})
		}
	}
	auth, err := d.questions.Do(ctx, key, d.way, func(ctx context.Context) (*authobject.Auth, error) {
		auth, err := put(ctx)
		return auth, d.remember(key, caller, auth, err)
	})
	if err != nil {
		return nil, unanswered(err)
	}
	return auth, nil
}

// remember keeps what came of a question, and returns its error as package asking wants it.
func (d *desk) remember(key, caller string, auth *authobject.Auth, err error) error {
	now := d.now()
	if err == nil {
		until := now.Add(keepFor)
		if end := auth.ExpiresAt(); !end.IsZero() && end.Before(until) {
			until = end
		}
		d.minted.Set(key, auth, until)
		return nil
	}
	if why, failed := failureOf(err); failed {
		return &asking.Error{RetryAfter: why.RetryAfter, InVain: isInVain(why), Err: err}
	}
	n, _ := d.fruitless.Get(caller) // of two at the same time one may not be counted; the budget of all counts both
	d.fruitless.Set(caller, n+1, now.Add(asking.Window))
	d.refused.Set(key, err, now.Add(asking.Window))
	return err
}

// unanswered says of a question without an answer why there is none. Every other error is an answer.
func unanswered(err error) error {
	var e *asking.Error
	if !errors.As(err, &e) {
		return err
	}
	var why *Error
	switch {
	case e.Why == asking.Exhausted:
		return unavailable(clerk.ReasonLookupsExhausted, string(e.Why), e.RetryAfter, nil)
	case !errors.As(e.Err, &why):
		return unavailable(clerk.ReasonUnexpectedError, string(e.Why), e.RetryAfter, e.Err)
	case e.Why == asking.Failed:
		return unavailable(why.Reason, why.Detail, e.RetryAfter, why.Err)
	}
	return unavailable(why.Reason, string(e.Why), e.RetryAfter, why)
}

// failureOf returns the error that says that Clerk could not be asked, if that is what err says. What verify says of a token that
// Clerk made is about this service, and not about Clerk.
func failureOf(err error) (*Error, bool) {
	var known *Error
	if errors.As(err, &known) && known.Unavailable {
		return known, true
	}
	return nil, false
}

// isInVain reports whether to ask again soon cannot help: the key is wrong, or the rate limit is reached.
func isInVain(why *Error) bool {
	var answer *backend.Error
	return why.Reason == clerk.ReasonSecretKeyInvalid || errors.As(why.Err, &answer) && answer.Status == http.StatusTooManyRequests
}
