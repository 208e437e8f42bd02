package backend

import (
	"context"
	"errors"
	"fmt"
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
// more requests than it has. A nil limiter lets everything pass.
type limiter struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
	whole budget

	mu    sync.Mutex
	spent map[string]*spending
}

// A spending is when the last requests of a budget were, or will be, made.
type spending struct {
	budget budget
	times  []time.Time // a ring, as long as the budget has requests
	next   int         // the oldest of them, once the ring is full
}

func newLimiter(kind clerk.InstanceKind, now func() time.Time, sleep func(context.Context, time.Duration) error) *limiter {
	whole := developmentBudget
	if kind == clerk.KindProduction {
		whole = productionBudget
	}
	return &limiter{now: now, sleep: sleep, whole: whole, spent: map[string]*spending{}}
}

var errBudget = errors.New("the rate limit of this client leaves no room before the context ends")

// wait returns when the call may be made. It returns an error at once, and spends nothing, if that is not before the context
// ends.
func (l *limiter) wait(ctx context.Context, c call, path string) error {
	if err := ctx.Err(); err != nil || l == nil || c.path == "/jwks" {
		return err
	}
	budgets := map[string]budget{"": l.whole}
	if b, ok := budgetOf[c.method+" "+c.path]; ok {
		budgets[c.method+" "+c.path] = b
	}
	if changesObject(c) {
		budgets[strings.TrimSuffix(path, "/metadata")] = objectBudget
	}
	delay, err := l.reserve(ctx, budgets)
	if err != nil || delay == 0 {
		return err
	}
	return l.sleep(ctx, delay)
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

// reserve takes one request out of each budget, at the first moment at which all of them have one, and returns how far away
// that is.
func (l *limiter) reserve(ctx context.Context, budgets map[string]budget) (time.Duration, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.forget(now)
	at := now
	for name, b := range budgets {
		s := l.spent[name]
		if s == nil {
			s = &spending{budget: b}
			l.spent[name] = s
		}
		if len(s.times) == b.requests {
			if free := s.times[s.next].Add(b.per); free.After(at) {
				at = free
			}
		}
	}
	delay := at.Sub(now)
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < delay {
		return 0, fmt.Errorf("%w: it asks for %v", errBudget, delay)
	}
	for name := range budgets {
		l.spent[name].add(at)
	}
	return delay, nil
}

func (s *spending) add(at time.Time) {
	if len(s.times) < s.budget.requests {
		s.times = append(s.times, at)
		return
	}
	s.times[s.next] = at
	s.next = (s.next + 1) % len(s.times)
}

// maxObjects is how many budgets are kept before those of objects that were left alone are looked for.
const maxObjects = 10_000

// forget drops the budgets that are whole again, if there are many.
func (l *limiter) forget(now time.Time) {
	if len(l.spent) < maxObjects {
		return
	}
	for name, s := range l.spent {
		last := s.times[(s.next+len(s.times)-1)%len(s.times)]
		if !last.Add(s.budget.per).After(now) {
			delete(l.spent, name)
		}
	}
}
