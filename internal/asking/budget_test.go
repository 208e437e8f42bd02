package asking_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/internal/asking"
)

// busiest returns how many questions there were in the ten seconds that had most of them.
func (c *clerk) busiest() int {
	most := 0
	for i := range c.asked {
		n := 0
		for _, at := range c.asked[i:] {
			if at.Sub(c.asked[i]) < asking.Window {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func TestTheBudgetHoldsInEveryWindow(t *testing.T) {
	for name, err := range map[string]error{"bad answers": errNo, "failures": down(0, false)} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(c *clerk) {
				c.says(50*time.Millisecond, err)
				var wg sync.WaitGroup
				for g := range 20 {
					wg.Go(func() {
						for i := range 300 {
							gate := c.gate
							gate.Breaker = asking.NewBreaker(time.Now, nil) // one that spares the budget nothing
							_, _ = c.desk.Do(c.Context(), fmt.Sprint(g, " ", i), gate, c.answer)
							later(150 * time.Millisecond)
						}
					})
				}
				wg.Wait()
				if most := c.busiest(); most > 100 || most < 90 {
					c.Errorf("%d questions in ten seconds", most)
				}
			})
		})
	}
}

func TestGoodAnswersCostNothing(t *testing.T) {
	inBubble(t, func(c *clerk) {
		for i := range 1000 {
			if _, err := c.do(fmt.Sprint(i)); err != nil {
				c.Fatal(err)
			}
		}
	})
}

// TestWhatIsUnderWayCountsAsLost asks 50 at once where 10 may come to nothing: while the first ten are under way, nobody else is
// let in, because all ten may.
func TestWhatIsUnderWayCountsAsLost(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.gate.Budget = asking.NewBudget(20, time.Now)
		c.says(time.Second, errNo)
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() { _, _ = c.do(fmt.Sprint(i)) })
		}
		wg.Wait()
		if c.count() != 10 {
			c.Errorf("%d questions", c.count())
		}
	})
}

// TestWhoWaitsForATurnCountsForNothing has 40 come while as many as may come to nothing are under way: they wait, and none of them is
// turned away as long as all goes well.
func TestWhoWaitsForATurnCountsForNothing(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.gate.Budget, c.gate.Lane = asking.NewBudget(20, time.Now), asking.NewLane(10, 100)
		c.says(time.Second, nil)
		var wg sync.WaitGroup
		ask := func(from, to int) {
			for i := from; i < to; i++ {
				wg.Go(func() {
					if why, err := c.do(fmt.Sprint(i)); why != "" {
						c.Error(err)
					}
				})
			}
			synctest.Wait()
		}
		ask(0, 10)
		ask(10, 50)
		wg.Wait()
	})
}

// TestWhatTheBreakerTurnsAwayCostsNothing has 80 wait for a turn when the rest is over, of which one finds out whether Clerk is back.
func TestWhatTheBreakerTurnsAwayCostsNothing(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.gate.Lane = asking.NewLane(2, 100)
		c.says(0, down(0, true))
		_, _ = c.do("k")
		later(time.Second)
		c.says(3*time.Second, nil)
		c.occupy(2, time.Second)
		var wg sync.WaitGroup
		for i := range 80 {
			wg.Go(func() { _, _ = c.do(fmt.Sprint(i)) })
		}
		wg.Wait()
		if c.count() != 2 {
			c.Errorf("%d questions", c.count())
		}
		for i := range 2 { // at once
			wg.Go(func() {
				if why, err := c.do(fmt.Sprint("then ", i)); why != "" {
					c.Error(err)
				}
			})
		}
		wg.Wait()
	})
}

func TestABudgetRefills(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.gate.Budget = asking.NewBudget(2, time.Now)
		c.says(0, errNo)
		for _, row := range []struct {
			after time.Duration
			want  asking.Why
			wait  time.Duration
		}{
			{0, "", 0},
			{0, asking.Exhausted, 10 * time.Second},
			{9 * time.Second, asking.Exhausted, time.Second},
			{500 * time.Millisecond, asking.Exhausted, time.Second},
			{500 * time.Millisecond, "", 0},
			{time.Hour, "", 0},
			{0, asking.Exhausted, 10 * time.Second},
		} {
			later(row.after)
			why, err := c.do("k")
			if why != row.want || why != "" && noneOf(err).RetryAfter != row.wait {
				c.Errorf("%v later: %v", row.after, err)
			}
		}
	})
}

// TestABudgetAndAClockThatIsSetBack holds that neither the way back nor the way forth again makes room.
func TestABudgetAndAClockThatIsSetBack(t *testing.T) {
	inBubble(t, func(c *clerk) {
		at := time.Now()
		c.clock = func() time.Time { return at }
		c.gate.Budget = asking.NewBudget(2, c.clock)
		c.says(0, errNo)
		_, _ = c.do("k")
		for _, row := range []struct {
			move time.Duration
			want asking.Why
		}{
			{-time.Hour, asking.Exhausted},
			{30 * time.Minute, asking.Exhausted},
			{30 * time.Minute, asking.Exhausted},
			{9 * time.Second, asking.Exhausted},
			{time.Second, ""},
		} {
			at = at.Add(row.move)
			if why, err := c.do("k"); why != row.want {
				c.Errorf("after %v: %v", row.move, err)
			} else if why != "" && noneOf(err).RetryAfter > asking.Window {
				c.Errorf("to be tried again after %v", noneOf(err).RetryAfter)
			}
		}
	})
}

func TestWithoutABudgetNothingIsCounted(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.gate.Budget = nil
		c.says(0, errNo)
		for i := range 1000 {
			if why, err := c.do(fmt.Sprint(i)); why != "" {
				c.Fatal(err)
			}
		}
	})
}
