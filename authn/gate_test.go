package authn_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

// A desk is Nonces that answer all alike after a while, and remember when they were asked.
type desk struct {
	mu    sync.Mutex
	delay time.Duration
	err   error
	fault any // to panic with
	asked []time.Time
}

func (d *desk) Exchange(ctx context.Context, _ string) ([]string, error) {
	d.mu.Lock()
	d.asked = append(d.asked, time.Now())
	delay, err, fault := d.delay, d.err, d.fault
	d.mu.Unlock()
	if fault != nil {
		panic(fault)
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (d *desk) says(delay time.Duration, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.delay, d.err, d.fault = delay, err, nil
}

func (d *desk) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.asked)
}

// An exchanging is a test of an authenticator that asks a desk, in a bubble whose clock moves only when everything waits.
type exchanging struct {
	*testing.T
	desk *desk
	a    *authn.Authenticator
	logs *strings.Builder
}

func exchangingIn(t *testing.T, test func(exchanging)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var logs strings.Builder
		instance := instanceOf(t, live())
		instance.Now, instance.Logger = time.Now, textLogger(&logs)
		d := &desk{}
		a, err := authn.New(instance, ada, authn.Config{Nonces: d})
		if err != nil {
			t.Fatal(err)
		}
		test(exchanging{t, d, a, &logs})
		_ = a.Close()
	})
}

// comesBack has a browser bring a nonce, and returns what was decided.
func (e exchanging) comesBack(nonce string) *authn.Decision {
	return e.a.Authenticate(page("/", "__clerk_handshake_nonce="+nonce).WithContext(e.Context()))
}

func later(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
}

func TestANonceOfManyRequestsIsExchangedOnce(t *testing.T) {
	exchangingIn(t, func(e exchanging) {
		e.desk.says(time.Second, nil)
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				if d := e.comesBack("n"); d.Unavailable {
					e.Errorf("decided %v", d)
				}
			})
		}
		wg.Wait()
		if e.desk.count() != 1 {
			e.Errorf("%d exchanges", e.desk.count())
		}
	})
}

func TestARequestThatEndsDoesNotWaitForItsNonce(t *testing.T) {
	exchangingIn(t, func(e exchanging) {
		e.desk.says(3*time.Second, nil)
		start := time.Now()
		ctx, cancel := context.WithTimeout(e.Context(), time.Second)
		defer cancel()
		d := e.a.Authenticate(page("/", "__clerk_handshake_nonce=n").WithContext(ctx)) // the first, whose exchange it is
		if !d.Unavailable || !errors.Is(d.Err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			e.Errorf("decided %v after %v: %v", d, time.Since(start), d.Err)
		}
		if d := e.comesBack("n"); d.Unavailable || time.Since(start) != 3*time.Second || e.desk.count() != 1 {
			e.Errorf("the exchange goes on for others: %v after %v, %d exchanges", d, time.Since(start), e.desk.count())
		}
	})
}

func TestAnExchangeEndsAfterFiveSeconds(t *testing.T) {
	exchangingIn(t, func(e exchanging) {
		e.desk.says(time.Hour, nil)
		start := time.Now()
		if d := e.comesBack("n"); !d.Unavailable || time.Since(start) != 5*time.Second {
			e.Errorf("decided %v after %v", d, time.Since(start))
		}
	})
}

func TestANonceThatWasRefusedIsRefusedForTenSeconds(t *testing.T) {
	exchangingIn(t, func(e exchanging) {
		e.desk.says(0, refusal(404))
		for _, row := range []struct {
			after time.Duration
			want  int
		}{{0, 1}, {9 * time.Second, 1}, {time.Second, 2}} {
			later(row.after)
			if d := e.comesBack("n"); d.Unavailable || e.desk.count() != row.want {
				e.Errorf("decided %v, %d exchanges, want %d", d, e.desk.count(), row.want)
			}
		}
	})
}

// TestAnOutageOfExchanges has browsers come back while Clerk fails: for 15 seconds, with 50 nonces each.
func TestAnOutageOfExchanges(t *testing.T) {
	for _, row := range []struct {
		name string
		err  error
		want int // exchanges
	}{
		{"nobody is there: five, then after 1, 2, 4 and not yet 8 seconds", errors.New("connection refused"), 8},
		{"a server error", refusal(503), 8},
		{"the rate limit: one, then after 1, 2, 4 and not yet 8 seconds", refusal(429), 4},
		{"the key is wrong", refusal(401), 4},
	} {
		t.Run(row.name, func(t *testing.T) {
			exchangingIn(t, func(e exchanging) {
				e.desk.says(0, row.err)
				for second := range 15 {
					for i := range 50 {
						if d := e.comesBack(fmt.Sprint("n", second, "-", i)); !d.Unavailable || d.RetryAfter < time.Second {
							e.Fatalf("decided %v, again after %v", d, d.RetryAfter)
						}
					}
					later(time.Second)
				}
				if e.desk.count() != row.want {
					e.Errorf("%d exchanges, want %d", e.desk.count(), row.want)
				}
				e.desk.says(0, nil)
				later(30 * time.Second)
				for i := range 10 {
					if d := e.comesBack(fmt.Sprint("after", i)); d.Unavailable {
						e.Errorf("after the outage: %v", d)
					}
				}
				if began, ended := strings.Count(e.logs.String(), "level=WARN"), strings.Count(e.logs.String(), "level=INFO"); began != 1 || ended != 1 {
					e.Errorf("logged:\n%s", e.logs)
				}
			})
		})
	}
}

func TestAPanicInsideOfNoncesEndsNoProcess(t *testing.T) {
	exchangingIn(t, func(e exchanging) {
		e.desk.fault = "s3cret"
		if d := e.comesBack("n"); !d.Unavailable || strings.Contains(fmt.Sprint(d.Err), "s3cret") {
			e.Errorf("decided %v: %v", d, d.Err)
		}
		e.desk.says(0, nil)
		if d := e.comesBack("n"); d.Unavailable {
			e.Errorf("then: %v", d)
		}
	})
}

func TestCloseEndsWhatIsBeingAsked(t *testing.T) {
	exchangingIn(t, func(e exchanging) {
		e.desk.says(time.Hour, nil)
		var wg sync.WaitGroup
		wg.Go(func() {
			if d := e.comesBack("n"); !d.Unavailable {
				e.Errorf("decided %v", d)
			}
		})
		synctest.Wait()
		start := time.Now()
		_, _ = e.a.Close(), e.a.Close()
		wg.Wait()
		if d := e.comesBack("other"); !d.Unavailable || e.desk.count() != 1 || time.Since(start) != 0 {
			e.Errorf("afterwards: %v, %d exchanges, after %v", d, e.desk.count(), time.Since(start))
		}
		if d := e.a.Authenticate(request("GET", "/", "Authorization", "Bearer T")); d.Status != authn.SignedIn {
			e.Errorf("a token: %v", d)
		}
	})
}

// TestABudgetOfItsOwn holds that nonces which come to nothing take nothing from refreshes.
func TestABudgetOfItsOwn(t *testing.T) {
	calls := 0
	c := counted{calls: &calls, err: refusal(404)}
	a := genuine(t, live(), authn.Config{Nonces: c, Refresher: c})
	for n := range 100 {
		a.Authenticate(page("/", fmt.Sprintf("__clerk_handshake_nonce=x%d", n)))
	}
	before := calls
	d := a.Authenticate(request("GET", "/", "Authorization", "Bearer "+sessionOf(t, "user_mine", "s", 999), "Cookie", "__refresh_naoXFJnI=r"))
	if before != 20 || calls != before+1 || d.Reason != clerk.ReasonRefreshFailed+"resource_not_found" {
		t.Errorf("%d exchanges, then %d refreshes: %v", before, calls-before, d)
	}
}
