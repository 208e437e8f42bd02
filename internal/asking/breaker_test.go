package asking_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/internal/asking"
)

func TestFiveFailuresInARowOpen(t *testing.T) {
	inBubble(t, func(c *clerk) {
		for n, row := range []struct {
			says error
			want asking.Why
		}{
			{down(0, false), asking.Failed}, {down(0, false), asking.Failed}, {down(0, false), asking.Failed}, {down(0, false), asking.Failed},
			{errNo, ""}, // an answer, if a bad one: Clerk is there
			{down(0, false), asking.Failed}, {down(0, false), asking.Failed}, {down(0, false), asking.Failed}, {down(0, false), asking.Failed},
			{nil, ""},
			{down(0, false), asking.Failed}, {down(0, false), asking.Failed}, {down(0, false), asking.Failed}, {down(0, false), asking.Failed},
			{down(0, false), asking.Failed}, {nil, asking.Resting}, {nil, asking.Resting},
		} {
			c.says(0, row.says)
			if why, err := c.do("k"); why != row.want {
				c.Fatalf("question %d: %v", n, err)
			}
		}
		if _, err := c.do("k"); !errors.Is(err, errDown) || len(c.changes) != 1 || !errors.Is(c.changes[0], errDown) {
			c.Errorf("it says why: %v, %v", err, c.changes)
		}
	})
}

// TestAnOutage asks fifty times a second for two minutes.
func TestAnOutage(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.gate.Budget = nil
		c.says(0, down(0, false))
		start := time.Now()
		var rests []time.Duration
		for i := range 6000 {
			before := c.count()
			why, err := c.do(fmt.Sprint(i))
			if c.count() > before {
				rests = append(rests, time.Since(start))
				if after := noneOf(err).RetryAfter; why != asking.Failed || after > 30*time.Second {
					c.Errorf("%v, again after %v", err, after)
				}
			}
			later(20 * time.Millisecond)
		}
		if len(rests) != 5+7 { // five to open, then after 1, 2, 4, 8, 16, 30 and 30 seconds
			c.Errorf("%d questions, at %v", len(rests), rests)
		}
		c.says(0, nil)
		later(30 * time.Second)
		for i := range 10 {
			if _, err := c.do(fmt.Sprint(i)); err != nil {
				c.Fatalf("after the outage: %v", err)
			}
		}
		if len(c.changes) != 2 || c.changes[0] == nil || c.changes[1] != nil {
			c.Errorf("an outage is told of once, and its end: %v", c.changes)
		}
	})
}

func TestWhatIsInVainOpensAtOnce(t *testing.T) {
	for _, row := range []struct {
		asked, want time.Duration
	}{{0, time.Second}, {20 * time.Second, 20 * time.Second}, {time.Hour, time.Minute}, {-time.Hour, time.Second}} {
		t.Run(fmt.Sprint("asked for ", row.asked), func(t *testing.T) {
			inBubble(t, func(c *clerk) {
				c.says(0, down(row.asked, true))
				if why, err := c.do("k"); why != asking.Failed || noneOf(err).RetryAfter != row.want {
					c.Fatalf("%v, again after %v", err, noneOf(err).RetryAfter)
				}
				later(row.want - time.Millisecond)
				if why, err := c.do("k"); why != asking.Resting {
					c.Fatal(err)
				}
				c.says(0, nil)
				later(time.Millisecond)
				if why, err := c.do("k"); why != "" {
					c.Errorf("after the rest: %v", err)
				}
			})
		})
	}
}

// TestOneQuestionFindsOutWhetherClerkIsBack also holds that the others do not pile up behind it.
func TestOneQuestionFindsOutWhetherClerkIsBack(t *testing.T) {
	for _, row := range []struct {
		name string
		says error
		then asking.Why
	}{
		{"it is not", down(0, false), asking.Resting},
		{"it is", nil, ""},
		{"it is, and says no", errNo, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			inBubble(t, func(c *clerk) {
				c.says(0, down(0, true))
				_, _ = c.do("k")
				later(time.Second)
				c.says(3*time.Second, row.says)
				start := time.Now()
				var wg sync.WaitGroup
				for i := range 50 {
					wg.Go(func() {
						if why, err := c.do(fmt.Sprint(i)); why == asking.Resting && (noneOf(err).RetryAfter != time.Second || time.Since(start) != 0) {
							c.Errorf("%v after %v", err, time.Since(start))
						}
					})
				}
				wg.Wait()
				if c.count() != 2 {
					c.Errorf("%d questions", c.count())
				}
				c.says(0, nil)
				if why, err := c.do("k"); why != row.then {
					c.Errorf("then: %v", err)
				}
			})
		})
	}
}

// TestAProbeThatIsTurnedAwayLetsTheNextOneIn has no room left in the budget when the rest is over.
func TestAProbeThatIsTurnedAwayLetsTheNextOneIn(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.gate.Budget = asking.NewBudget(2, time.Now)
		c.says(0, down(0, true))
		_, _ = c.do("k")
		later(time.Second)
		if why, err := c.do("k"); why != asking.Exhausted {
			c.Fatal(err)
		}
		c.says(0, nil)
		later(9 * time.Second)
		if why, err := c.do("k"); why != "" {
			c.Error(err)
		}
	})
}

// TestOldNewsDoesNotCount has questions under way when the breaker opens, whose answers come later.
func TestOldNewsDoesNotCount(t *testing.T) {
	for _, row := range []struct {
		name string
		says error
		rest time.Duration // from the opening
	}{
		{"an answer does not close it", nil, 20 * time.Second},
		{"a failure makes the rest no longer", down(0, false), 20 * time.Second},
		{"nor does a shorter Retry-After", down(5*time.Second, true), 20 * time.Second},
		{"a longer one does", down(30*time.Second, true), 31 * time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			inBubble(t, func(c *clerk) {
				c.says(time.Second, row.says)
				var wg sync.WaitGroup
				for i := range 10 {
					wg.Go(func() { _, _ = c.do(fmt.Sprint(i)) })
				}
				synctest.Wait()
				c.says(0, down(20*time.Second, true))
				opened := time.Now()
				_, _ = c.do("k")
				wg.Wait()
				c.says(0, nil)
				later(row.rest - time.Millisecond - time.Since(opened))
				if why, err := c.do("k"); why != asking.Resting || !errors.Is(err, errDown) {
					c.Fatalf("before the end of the rest: %v", err)
				}
				later(time.Millisecond)
				if why, err := c.do("k"); why != "" {
					c.Errorf("after it: %v", err)
				}
			})
		})
	}
}

// TestABreakerBeside holds that what is in vain for all is told next door, and what a single text may have caused is not.
func TestABreakerBeside(t *testing.T) {
	for _, row := range []struct {
		inVain bool
		want   asking.Why
	}{{true, asking.Resting}, {false, ""}} {
		t.Run(fmt.Sprint("in vain ", row.inVain), func(t *testing.T) {
			inBubble(t, func(c *clerk) {
				beside := asking.Gate{Lane: asking.NewLane(1, 1), Breaker: asking.NewBreaker(time.Now, nil)}
				c.gate.Beside = beside.Breaker
				c.says(0, down(10*time.Second, row.inVain))
				for i := range 5 {
					_, _ = c.do(fmt.Sprint(i))
				}
				c.says(0, nil)
				c.gate = beside
				if why, err := c.do("k"); why != row.want {
					c.Errorf("next door: %v", err)
				}
				later(10 * time.Second)
				if why, err := c.do("k"); why != "" {
					c.Errorf("after the rest: %v", err)
				}
			})
		})
	}
}

// TestABreakerAndAClockThatIsSetBack holds that the rest is no longer for it.
func TestABreakerAndAClockThatIsSetBack(t *testing.T) {
	inBubble(t, func(c *clerk) {
		at := time.Now()
		c.clock = func() time.Time { return at }
		c.says(0, down(20*time.Second, true))
		_, _ = c.do("k")
		at = at.Add(-time.Hour)
		if why, err := c.do("k"); why != asking.Resting || noneOf(err).RetryAfter != 20*time.Second {
			c.Fatalf("%v, again after %v", err, noneOf(err).RetryAfter)
		}
		c.says(0, nil)
		at = at.Add(20 * time.Second)
		if why, err := c.do("k"); why != "" {
			c.Error(err)
		}
	})
}

func TestCloseLeavesABreakerAsItIs(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.says(0, down(0, true))
		_, _ = c.do("k")
		later(time.Second)
		c.says(time.Hour, nil)
		go func() { _, _ = c.do("probe") }()
		synctest.Wait()
		c.desk.Close()
		c.desk = asking.NewDesk[string](patience, nil) // another one at the same gate
		c.says(0, nil)
		if why, err := c.do("k"); why != "" {
			c.Errorf("the next question finds out: %v", err)
		}
	})
}
