package asking_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/usher-auth/usher/internal/asking"
)

func TestALaneBoundsWhatIsAskedAtOnce(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.says(100*time.Millisecond, nil)
		start := time.Now()
		var wg sync.WaitGroup
		for i := range 500 {
			wg.Go(func() {
				if _, err := c.do(fmt.Sprint(i)); err != nil {
					c.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(start); c.count() != 500 || c.most != 16 || took != 3200*time.Millisecond {
			c.Errorf("%d questions, %d at once, in %v", c.count(), c.most, took)
		}
	})
}

func TestALaneBoundsWhoWaits(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.says(4*time.Second, nil)
		var wg sync.WaitGroup
		var mu sync.Mutex
		ended := map[asking.Why]int{}
		for i := range 1500 {
			wg.Go(func() {
				start := time.Now()
				why, _ := c.do(fmt.Sprint(i))
				mu.Lock()
				defer mu.Unlock()
				ended[why]++
				if took := time.Since(start); why == asking.Crowded && took != 0 || why == asking.Late && took != patience {
					c.Errorf("%s after %v", why, took)
				}
			})
		}
		wg.Wait()
		if ended[asking.Crowded] != 500 || ended[asking.Late] != 968 || ended[""] != 32 {
			c.Errorf("they ended so: %v", ended)
		}
		if _, err := c.do("again"); err != nil {
			c.Errorf("waiting in vain is nobody's fault, and afterwards there is room: %v", err)
		}
	})
}

// TestWhatIsInVainDoesNotWaitForATurn holds that where nothing may be asked, who comes is told so at once, also while the lane is full.
func TestWhatIsInVainDoesNotWaitForATurn(t *testing.T) {
	for _, row := range []struct {
		name   string
		before func(*clerk)
		want   asking.Why
	}{
		{"the breaker is open", func(c *clerk) { c.says(0, down(time.Minute, true)) }, asking.Resting},
		{"the budget is spent", func(c *clerk) {
			c.gate.Budget = asking.NewBudget(2, time.Now)
			c.says(0, errNo)
		}, asking.Exhausted},
	} {
		t.Run(row.name, func(t *testing.T) {
			inBubble(t, func(c *clerk) {
				c.gate.Lane = asking.NewLane(1, 10)
				row.before(c)
				_, _ = c.do("k")
				c.occupy(1, time.Second)
				start := time.Now()
				if why, err := c.do("k"); why != row.want || time.Since(start) != 0 {
					c.Errorf("after %v: %v", time.Since(start), err)
				}
			})
		})
	}
}

func TestAClosedDeskDoesNotWaitForATurnEither(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.gate.Lane = asking.NewLane(1, 10)
		other := asking.NewDesk[string](patience, nil)
		other.Close()
		c.occupy(1, time.Second)
		start := time.Now()
		_, err := other.Do(c.Context(), "k", c.gate, c.answer)
		if noneOf(err) == nil || noneOf(err).Why != asking.Closed || time.Since(start) != 0 {
			c.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}
