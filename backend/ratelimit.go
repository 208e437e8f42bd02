package backend

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// A budget is a number of requests in a time (Clerk: Backend API rate limits).
type budget struct {
	requests int
	per      time.Duration
}

var (
	productionBudget  = budget{1000, 10 * time.Second}
	developmentBudget = budget{100, 10 * time.Second}
	objectBudget      = budget{10, 10 * time.Second} // updates of one user, organization or membership
)

var budgetOf = map[string]budget{
	"POST /invitations":                                      {100, time.Hour},
	"POST /invitations/bulk":                                 {25, time.Hour},
	"POST /organizations/{organization_id}/invitations":      {250, time.Hour},
	"POST /organizations/{organization_id}/invitations/bulk": {50, time.Hour},
}

// A limiter makes calls wait until Clerk's budgets have room for them: in no stretch of time as long as a budget's are there
// more requests than it has. Nothing is reserved ahead, so that a call which waits for a narrow budget, or gives up, takes
// nothing from the others. A nil limiter lets everything pass.
type limiter struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
	log   *slog.Logger
	whole budget

	mu    sync.Mutex
	spent map[string]*spending
	// sweepAt is how many of them there are when the next sweep is due.
	sweepAt int
}

// A spending is when the last requests of a budget were made, the oldest first.
type spending struct {
	budget
	times []time.Time
}

func newLimiter(s *settings) *limiter {
	whole := developmentBudget
	if s.kind == clerk.KindProduction {
		whole = productionBudget
	}
	return &limiter{now: s.now, sleep: s.sleep, log: s.log, whole: whole, spent: map[string]*spending{}, sweepAt: minSweep}
}

var errBudget = errors.New("the rate limit of this client leaves no room before the context ends")

// wait returns when the call may be made, the narrow budgets first and that of the instance at the very end. It returns an
// error at once if that is not before the context ends.
func (l *limiter) wait(ctx context.Context, c call, path string) error {
	if err := ended(ctx); err != nil || l == nil || c.path == "/jwks" {
		return err
	}
	if b, ok := budgetOf[c.method+" "+c.path]; ok {
		if err := l.spend(ctx, c, c.method+" "+c.path, b); err != nil {
			return err
		}
	}
	if changesObject(c) {
		if err := l.spend(ctx, c, strings.TrimSuffix(path, "/metadata"), objectBudget); err != nil {
			return err
		}
	}
	return l.spend(ctx, c, "", l.whole)
}

// changesObject reports whether the call is an update of a user, an organization or a membership, or of its metadata.
func changesObject(c call) bool {
	if c.method != http.MethodPatch && c.method != http.MethodPut {
		return false
	}
	switch strings.TrimSuffix(c.path, "/metadata") {
	case "/users/{user_id}", "/organizations/{organization_id}", "/organizations/{organization_id}/memberships/{user_id}":
		return true
	}
	return false
}

// spend takes one request out of a budget, as soon as there is one.
func (l *limiter) spend(ctx context.Context, c call, name string, b budget) error {
	for {
		delay := l.take(name, b)
		if delay == 0 {
			return nil
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < delay {
			return fmt.Errorf("%w: it asks for %v", errBudget, delay)
		}
		l.log.LogAttrs(ctx, slog.LevelDebug, "clerk backend request waits for its budget",
			slog.String("method", c.method), slog.String("path", c.path), slog.Duration("wait", delay))
		if err := l.sleep(ctx, delay); err != nil {
			return err
		}
	}
}

// minSweep is how many budgets are kept, at least, before those that are whole again are dropped.
const minSweep = 1_000

// take takes one request out of a budget and returns 0, or returns how long it will be until there is one.
func (l *limiter) take(name string, b budget) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	s := l.spent[name]
	if s == nil {
		if len(l.spent) >= l.sweepAt {
			maps.DeleteFunc(l.spent, func(_ string, s *spending) bool { return s.forget(now) == 0 })
			l.sweepAt = max(minSweep, 2*len(l.spent))
		}
		s = &spending{budget: b}
		l.spent[name] = s
	}
	if s.forget(now) == b.requests {
		return s.times[0].Add(b.per).Sub(now)
	}
	s.times = append(s.times, now)
	return 0
}

// forget drops the requests that no longer count, and returns how many do.
func (s *spending) forget(now time.Time) int {
	n := 0
	for n < len(s.times) && !s.times[n].Add(s.per).After(now) {
		n++
	}
	s.times = s.times[:copy(s.times, s.times[n:])]
	return len(s.times)
}
