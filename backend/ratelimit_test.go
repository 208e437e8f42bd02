package backend_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/backend"
)

// A logbook is a transport that notes when which path was asked for.
type logbook struct {
	mu    sync.Mutex
	times map[string][]time.Time
}

func (l *logbook) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := r.Method + " " + strings.TrimPrefix(r.URL.Path, "/v1")
	l.times[key] = append(l.times[key], time.Now())
	l.times[""] = append(l.times[""], time.Now())
	return newAnswer(r, http.StatusOK, `{"data":[],"total_count":0}`), nil
}

// most returns the most requests of a key in any stretch of time.
func (l *logbook) most(key string, per time.Duration) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	times, most := slices.Clone(l.times[key]), 0
	slices.SortFunc(times, time.Time.Compare)
	for i := range times {
		n := 0
		for _, later := range times[i:] {
			if later.Sub(times[i]) < per {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func limited(t *testing.T, key string) (*backend.Client, *logbook) {
	t.Helper()
	l := &logbook{times: map[string][]time.Time{}}
	o := options()
	o.SecretKey = key
	c, err := backend.New(o, backend.WithHTTPClient(&http.Client{Transport: l}), backend.WithRateLimit())
	if err != nil {
		t.Fatal(err)
	}
	return c, l
}

func TestTheRateLimitKeepsToTheBudgets(t *testing.T) {
	for _, row := range []struct {
		name, key string
		calls     int
		call      func(context.Context, *backend.Client, int)
		budget    string
		most      int
		per       time.Duration
	}{
		{
			"a development instance: 100 requests in 10 seconds", "sk_test_x", 450,
			func(ctx context.Context, c *backend.Client, n int) { _, _ = c.Users.Get(ctx, fmt.Sprint("user_", n)) },
			"", 100, 10 * time.Second,
		},
		{
			"a production instance: 1,000 requests in 10 seconds", "sk_live_x", 2500,
			func(ctx context.Context, c *backend.Client, n int) { _, _ = c.Users.Get(ctx, fmt.Sprint("user_", n)) },
			"", 1000, 10 * time.Second,
		},
		{
			"updates of one user and of its metadata: 10 in 10 seconds", "sk_live_x", 35,
			func(ctx context.Context, c *backend.Client, _ int) { _, _ = c.Users.Update(ctx, "user_1", nil) },
			"PATCH /users/user_1", 10, 10 * time.Second,
		},
		{
			"invitations: 100 in an hour", "sk_live_x", 250,
			func(ctx context.Context, c *backend.Client, _ int) { _, _ = c.Invitations.Create(ctx, nil) },
			"POST /invitations", 100, time.Hour,
		},
		{
			"lists of organization invitations: 50 in an hour", "sk_live_x", 120,
			func(ctx context.Context, c *backend.Client, _ int) {
				_, _ = c.OrganizationInvitations.CreateBulk(ctx, "org_1", nil)
			},
			"POST /organizations/org_1/invitations/bulk", 50, time.Hour,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, l := limited(t, row.key)
				var all sync.WaitGroup
				for n := range row.calls {
					all.Go(func() { row.call(t.Context(), c, n) })
				}
				all.Wait()
				if got := l.most(row.budget, row.per); got != row.most || len(l.times[row.budget]) != row.calls {
					t.Errorf("%d of %d calls came within %v, want %d of %d", got, len(l.times[row.budget]), row.per, row.most, row.calls)
				}
			})
		})
	}
}

func TestTheRateLimitFailsAtOnceWhereTheContextIsShorter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, l := limited(t, "sk_live_x")
		for range 10 {
			_, _ = c.Users.Update(t.Context(), "user_1", nil)
		}
		begun := time.Now()
		for range 1000 { // none of these may spend anything
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, err := c.Users.Update(ctx, "user_1", nil); err == nil || !strings.Contains(err.Error(), "rate limit of this client") {
				t.Fatalf("got error %v", err)
			}
			cancel()
		}
		if waited := time.Since(begun); waited != 0 {
			t.Errorf("it waited %v", waited)
		}
		if _, err := c.Users.Update(t.Context(), "user_1", nil); err != nil || time.Since(begun) != 10*time.Second || len(l.times[""]) != 11 {
			t.Errorf("error %v after %v and %d calls", err, time.Since(begun), len(l.times[""]))
		}
	})
}

func TestOtherObjectsAndKeysAreNotLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, l := limited(t, "sk_live_x")
		begun := time.Now()
		for n := range 50 {
			_, _ = c.Users.Update(t.Context(), fmt.Sprint("user_", n), nil)
			_, _ = c.Users.Get(t.Context(), "user_1")
		}
		if time.Since(begun) != 0 || len(l.times[""]) != 100 {
			t.Errorf("%d calls took %v", len(l.times[""]), time.Since(begun))
		}
	})
}

func TestAWaitForANarrowBudgetHoldsUpNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := limited(t, "sk_test_x")
		ctx, leave := context.WithCancel(t.Context())
		var waiting sync.WaitGroup
		for range 150 { // 50 of them have to wait for an hour
			waiting.Go(func() { _, _ = c.Invitations.Create(ctx, nil) })
		}
		synctest.Wait()
		begun := time.Now()
		for range 100 {
			if _, err := c.Users.Get(t.Context(), "user_1"); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(begun); waited > 11*time.Second {
			t.Errorf("100 calls beside them took %v", waited)
		}
		leave()
		waiting.Wait()
	})
}

func TestAWaitThatIsGivenUpTakesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, l := limited(t, "sk_test_x")
		for range 100 {
			_, _ = c.Users.Get(t.Context(), "user_1")
		}
		ctx, leave := context.WithCancel(t.Context())
		var waiting sync.WaitGroup
		for range 300 {
			waiting.Go(func() { _, _ = c.Users.Get(ctx, "user_1") })
		}
		synctest.Wait()
		begun := time.Now()
		leave()
		waiting.Wait()
		if _, err := c.Users.Get(t.Context(), "user_1"); err != nil || time.Since(begun) > 10*time.Second || len(l.times[""]) != 101 {
			t.Errorf("error %v after %v and %d calls", err, time.Since(begun), len(l.times[""]))
		}
	})
}

func TestTheRateLimitForgetsObjectsThatWereLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, l := limited(t, "sk_live_x")
		for n := range 5_000 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			_, _ = c.Users.Update(ctx, fmt.Sprint("user_", n), nil) // most find no room in time
			cancel()
		}
		<-time.After(time.Minute) // by the clock of the bubble
		if _, err := c.Users.Update(t.Context(), "user_1", nil); err != nil || len(l.times[""]) != 1001 {
			t.Errorf("error %v, %d calls", err, len(l.times[""]))
		}
	})
}
