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

// A limiter makes calls wait until Clerk's budgets have room for them. A nil limiter lets everything pass. It spends each
// budget as a bucket: all of it at once, and then one request whenever one has flowed back.
type limiter struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
	whole budget

	mu sync.Mutex
	// full holds, for each bucket in use, when it will be full again.
	full map[string]time.Time
}

func newLimiter(kind clerk.InstanceKind, now func() time.Time, sleep func(context.Context, time.Duration) error) *limiter {
	whole := developmentBudget
	if kind == clerk.KindProduction {
		whole = productionBudget
	}
	return &limiter{now: now, sleep: sleep, whole: whole, full: map[string]time.Time{}}
}

var errBudget = errors.New("the rate limit of this client leaves no room before the context ends")

// wait returns when the call may be made. It returns an error at once if that is not before the context ends.
func (l *limiter) wait(ctx context.Context, c call, path string) error {
	if l == nil || c.path == "/jwks" {
		return ctx.Err()
	}
	delay := l.reserve("", l.whole)
	if b, ok := budgetOf[c.method+" "+c.path]; ok {
		delay = max(delay, l.reserve(c.method+" "+c.path, b))
	}
	if changesObject(c) {
		delay = max(delay, l.reserve(strings.TrimSuffix(path, "/metadata"), objectBudget))
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < delay {
		return fmt.Errorf("%w: it asks for %v", errBudget, delay)
	}
	if delay == 0 {
		return ctx.Err()
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

// maxBuckets bounds how many objects are remembered; the rest is forgotten when their buckets are full again.
const maxBuckets = 10_000

// reserve takes one request out of a bucket and returns how long it has to wait.
func (l *limiter) reserve(bucket string, b budget) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if len(l.full) > maxBuckets {
		for name, full := range l.full {
			if !full.After(now) {
				delete(l.full, name)
			}
		}
	}
	full := l.full[bucket]
	if full.Before(now) {
		full = now
	}
	each := b.per / time.Duration(b.requests)
	full = full.Add(each)
	l.full[bucket] = full
	return max(full.Sub(now)-b.per, 0)
}
