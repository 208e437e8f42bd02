package clerktest

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// A rate is how many requests may come in a time.
type rate struct {
	most int
	per  time.Duration
}

// The rates that Clerk documents (Clerk: system limits).
var (
	productionRate  = rate{1000, 10 * time.Second}
	developmentRate = rate{100, 10 * time.Second}
	objectRate      = rate{10, 10 * time.Second} // updates of one user, organization or membership, and of its metadata

	operationRates = map[string]rate{
		"POST /v1/invitations":                                                     {100, time.Hour},
		"POST /v1/invitations/bulk":                                                {25, time.Hour},
		"POST /v1/organizations/{organization_id}/invitations":                     {250, time.Hour},
		"POST /v1/organizations/{organization_id}/invitations/bulk":                {50, time.Hour},
		"PATCH /v1/users/{user_id}":                                                objectRate,
		"PATCH /v1/users/{user_id}/metadata":                                       objectRate,
		"PUT /v1/users/{user_id}/metadata":                                         objectRate,
		"PATCH /v1/organizations/{organization_id}":                                objectRate,
		"PATCH /v1/organizations/{organization_id}/metadata":                       objectRate,
		"PUT /v1/organizations/{organization_id}/metadata":                         objectRate,
		"PATCH /v1/organizations/{organization_id}/memberships/{user_id}":          objectRate,
		"PATCH /v1/organizations/{organization_id}/memberships/{user_id}/metadata": objectRate,
	}
)

// limits counts requests, in windows that begin with the first one.
type limits struct {
	mu      sync.Mutex
	windows map[string]window
}

type window struct {
	began time.Time
	count int
}

// take counts a request, and returns how long to wait where there were too many, and else 0.
func (l *limits) take(key string, r rate, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.windows[key]
	if w.count == 0 || now.Sub(w.began) >= r.per || now.Before(w.began) {
		w = window{began: now}
	}
	if w.count >= r.most {
		return w.began.Add(r.per).Sub(now)
	}
	w.count++
	if l.windows == nil {
		l.windows = map[string]window{}
	}
	l.windows[key] = w
	return 0
}

// limit puts the rate limits of an operation before it, where Config.RateLimits asks for them.
func (c *Clerk) limit(pattern string, next http.HandlerFunc) http.HandlerFunc {
	if !c.config.RateLimits || pattern == "GET /v1/jwks" {
		return next
	}
	all := developmentRate
	if c.config.Kind == clerk.KindProduction {
		all = productionRate
	}
	own, limited := operationRates[pattern]
	return func(w http.ResponseWriter, r *http.Request) {
		now := c.Now()
		wait := c.limits.take("", all, now)
		if limited && wait == 0 {
			key := pattern // and of an update, the object
			if own == objectRate {
				key = strings.TrimSuffix(r.URL.Path, "/metadata")
			}
			wait = c.limits.take(key, own, now)
		}
		if wait > 0 {
			w.Header().Set("Retry-After", strconv.FormatInt(int64((wait+time.Second-1)/time.Second), 10))
			refuse(http.StatusTooManyRequests, "too_many_requests", "Too many requests",
				"Too many requests came in a short time. Config.RateLimits of the instance asks for this; Retry-After says how long to wait.").write(w)
			return
		}
		next(w, r)
	}
}
