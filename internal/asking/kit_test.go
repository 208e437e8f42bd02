package asking_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/internal/asking"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	errNo   = errors.New("no such thing") // an answer
	errDown = errors.New("down")          // what a failure is made of
)

const patience = 5 * time.Second

// A clerk answers questions in the tests. It runs in a bubble of testing/synctest, whose clock moves only when everything waits.
type clerk struct {
	*testing.T
	desk  *asking.Desk[string]
	gate  asking.Gate
	clock func() time.Time

	mu      sync.Mutex
	delay   time.Duration
	fails   error
	asked   []time.Time
	atOnce  int
	most    int
	changes []error // of the breaker
}

// inBubble runs test with a desk, a lane of 16 and 1,000 places, a budget of 100 and a breaker.
func inBubble(t *testing.T, test func(*clerk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := &clerk{T: t, clock: time.Now, desk: asking.NewDesk[string](patience, nil)}
		now := func() time.Time { return c.clock() }
		c.gate = asking.Gate{Lane: asking.NewLane(16, 1000), Budget: asking.NewBudget(100, now), Breaker: asking.NewBreaker(now, c.changed)}
		test(c)
		c.desk.Close()
	})
}

func (c *clerk) changed(why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes = append(c.changes, why)
}

// says has the clerk answer all further questions in one way.
func (c *clerk) says(delay time.Duration, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.delay, c.fails = delay, err
}

func (c *clerk) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.asked)
}

// answer is the ask of the tests.
func (c *clerk) answer(ctx context.Context) (string, error) {
	c.mu.Lock()
	c.asked = append(c.asked, time.Now())
	c.atOnce++
	c.most = max(c.most, c.atOnce)
	delay, err := c.delay, c.fails
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.atOnce--
	}()
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return "yes", err
	case <-ctx.Done():
		return "", &asking.Error{Err: ctx.Err()}
	}
}

// do asks about a key, and returns at which point that ended; "" where there was an answer.
func (c *clerk) do(key string) (asking.Why, error) {
	c.Helper()
	value, err := c.desk.Do(c.Context(), key, c.gate, c.answer)
	if (err == nil) != (value == "yes") || err != nil && value != "" {
		c.Fatalf("%q beside %v", value, err)
	}
	none := noneOf(err)
	if none == nil {
		return "", err
	}
	if none.Why == "" || none.RetryAfter < asking.MinRest {
		c.Fatalf("%q, to be tried again after %v", none.Why, none.RetryAfter)
	}
	return none.Why, err
}

// occupy takes so many turns of the lane for a while, by questions that count for nothing else.
func (c *clerk) occupy(turns int, d time.Duration) {
	elsewhere := asking.Gate{Lane: c.gate.Lane, Breaker: asking.NewBreaker(time.Now, nil)}
	for i := range turns {
		go func() {
			_, _ = c.desk.Do(c.Context(), fmt.Sprint("occupant ", i), elsewhere, func(context.Context) (string, error) {
				later(d)
				return "yes", nil
			})
		}()
	}
	synctest.Wait()
}

func noneOf(err error) *asking.Error {
	var none *asking.Error
	_ = errors.As(err, &none)
	return none
}

func later(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
}

func down(retryAfter time.Duration, inVain bool) error {
	return &asking.Error{Err: errDown, RetryAfter: retryAfter, InVain: inVain}
}
