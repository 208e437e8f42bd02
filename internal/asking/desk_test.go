package asking_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/internal/asking"
)

func TestOneQuestionForAllWhoRaiseIt(t *testing.T) {
	for _, row := range []struct {
		name string
		says error
		want error
	}{
		{"a good answer", nil, nil},
		{"a bad answer", errNo, errNo},
		{"a failure", down(0, false), errDown},
	} {
		t.Run(row.name, func(t *testing.T) {
			inBubble(t, func(c *clerk) {
				c.says(time.Second, row.says)
				var wg sync.WaitGroup
				for range 100 {
					wg.Go(func() {
						if _, err := c.do("k"); !errors.Is(err, row.want) {
							c.Errorf("got %v", err)
						}
					})
				}
				wg.Wait()
				if c.count() != 1 {
					c.Errorf("%d questions", c.count())
				}
				c.says(0, nil)
				if _, err := c.do("k"); err != nil || c.count() != 2 {
					c.Errorf("afterwards: %v, %d questions", err, c.count())
				}
			})
		})
	}
}

func TestWhatIsRememberedIsNotAskedAbout(t *testing.T) {
	desk := asking.NewDesk(patience, func(key string) (string, bool, error) { return "from memory", key == "k", errNo })
	desk.Close() // not even a closed desk minds
	value, err := desk.Do(t.Context(), "k", asking.Gate{}, nil)
	if value != "from memory" || !errors.Is(err, errNo) {
		t.Errorf("got %q, %v", value, err)
	}
}

// TestAnAnswerThatLandsIsNotAskedForAgain has the answer come between the two looks at the memory.
func TestAnAnswerThatLandsIsNotAskedForAgain(t *testing.T) {
	looks := 0
	desk := asking.NewDesk(patience, func(string) (string, bool, error) {
		looks++
		return "landed", looks == 2, nil
	})
	defer desk.Close()
	value, err := desk.Do(t.Context(), "k", asking.Gate{}, func(context.Context) (string, error) {
		t.Error("asked")
		return "", nil
	})
	if value != "landed" || err != nil {
		t.Errorf("got %q, %v", value, err)
	}
}

func TestWhoWaitsLeavesWithItsContext(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.says(3*time.Second, nil)
		start := time.Now()
		why := errors.New("the browser has gone")
		ctx, cancel := context.WithTimeoutCause(c.Context(), time.Second, why)
		defer cancel()
		_, err := c.desk.Do(ctx, "k", c.gate, c.answer) // the first, whose question it is
		if none := noneOf(err); none == nil || none.Why != asking.Left || !errors.Is(err, why) || time.Since(start) != time.Second {
			c.Errorf("left with %v after %v", err, time.Since(start))
		}
		if _, err := c.do("k"); err != nil || time.Since(start) != 3*time.Second || c.count() != 1 {
			c.Errorf("the question went on for others: %v after %v, %d questions", err, time.Since(start), c.count())
		}
	})
}

func TestNothingIsAskedForSomebodyWhoHasGone(t *testing.T) {
	inBubble(t, func(c *clerk) {
		ctx, cancel := context.WithCancel(c.Context())
		cancel()
		_, err := c.desk.Do(ctx, "k", c.gate, c.answer)
		synctest.Wait()
		if noneOf(err) == nil || noneOf(err).Why != asking.Left || c.count() != 0 {
			c.Errorf("got %v, %d questions", err, c.count())
		}
	})
}

type traceKey struct{}

func TestTheContextOfAQuestion(t *testing.T) {
	inBubble(t, func(c *clerk) {
		ctx, cancel := context.WithDeadline(context.WithValue(c.Context(), traceKey{}, "trace"), time.Now().Add(time.Minute))
		start := time.Now()
		_, _ = c.desk.Do(ctx, "k", c.gate, func(asked context.Context) (string, error) {
			cancel()
			end, ok := asked.Deadline()
			if asked.Value(traceKey{}) != "trace" || !ok || end.Sub(start) != patience || asked.Err() != nil {
				c.Errorf("it has %v, ends after %v, %v", asked.Value(traceKey{}), end.Sub(start), asked.Err())
			}
			return "yes", nil
		})
	})
}

func TestAQuestionEndsAfterItsTimeout(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.says(time.Hour, nil)
		start := time.Now()
		why, err := c.do("k")
		if why != asking.Failed || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != patience {
			c.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestAnAskThatEndsTheHardWay(t *testing.T) {
	for name, ask := range map[string]func(context.Context) (string, error){
		"a panic":              func(context.Context) (string, error) { panic("s3cret") },
		"the end of goroutine": func(context.Context) (string, error) { runtime.Goexit(); return "", nil },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(c *clerk) {
				for n := range 5 {
					value, err := c.desk.Do(c.Context(), "k", c.gate, ask)
					none := noneOf(err)
					if value != "" || none == nil || none.Why != asking.Failed || strings.Contains(err.Error(), "s3cret") {
						c.Fatalf("time %d: %q, %v", n, value, err)
					}
				}
				if why, err := c.do("k"); why != asking.Resting {
					c.Errorf("it counts as a failure: %v", err)
				}
				later(time.Second)
				if _, err := c.do("k"); err != nil {
					c.Errorf("what it held was given back: %v", err)
				}
			})
		})
	}
}

func TestAFaultOfTheLoggerEndsNoProcess(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.gate.Breaker = asking.NewBreaker(time.Now, func(error) { panic("a fault of the logger") })
		c.says(0, down(0, true))
		if why, err := c.do("k"); why != asking.Failed {
			c.Errorf("got %v", err)
		}
		if why, err := c.do("k"); why != asking.Resting {
			c.Errorf("the breaker has opened all the same: %v", err)
		}
	})
}

func TestClose(t *testing.T) {
	inBubble(t, func(c *clerk) {
		c.says(time.Hour, nil)
		var wg sync.WaitGroup
		for i := range 100 {
			wg.Go(func() {
				if why, err := c.do(fmt.Sprint(i)); why != asking.Closed {
					c.Error(err)
				}
			})
		}
		synctest.Wait()
		start := time.Now()
		c.desk.Close()
		c.desk.Close()
		wg.Wait()
		if took := time.Since(start); took != 0 || c.count() != 16 {
			c.Errorf("it took %v, %d questions", took, c.count())
		}
		if why, err := c.do("new"); why != asking.Closed || c.count() != 16 {
			c.Errorf("afterwards: %v", err)
		}
		if len(c.changes) > 0 {
			c.Errorf("the end says nothing of Clerk: %v", c.changes)
		}
	})
}
