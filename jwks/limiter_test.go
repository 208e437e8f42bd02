package jwks

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestLimiter(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	type ask struct {
		after time.Duration // since start; less than the one before it when the clock went back
		want  bool
	}
	for _, row := range []struct {
		name string
		asks []ask
	}{
		{"two at once and no third", []ask{{0, true}, {0, true}, {0, false}, {0, false}}},
		{"one more after ten seconds, not before", []ask{{0, true}, {0, true}, {9999 * time.Millisecond, false}, {10 * time.Second, true}, {10 * time.Second, false}}},
		{"refused asks cost nothing", []ask{{0, true}, {0, true}, {1 * time.Second, false}, {5 * time.Second, false}, {10 * time.Second, true}}},
		{"parts of ten seconds add up", []ask{{0, true}, {0, true}, {15 * time.Second, true}, {15 * time.Second, false}, {20 * time.Second, true}, {29 * time.Second, false}, {30 * time.Second, true}}},
		{"never more than two, however long the pause", []ask{{0, true}, {24 * time.Hour, true}, {24 * time.Hour, true}, {24 * time.Hour, false}}},
		{"the long pause may come first", []ask{{24 * time.Hour, true}, {24 * time.Hour, true}, {24 * time.Hour, false}}},
		{"a clock that goes back grants nothing", []ask{{time.Hour, true}, {time.Hour, true}, {0, false}, {-time.Hour, false}, {0, false}}},
		{"nor does its way forth again", []ask{{time.Hour, true}, {time.Hour, true}, {0, false}, {time.Hour, false}, {time.Hour + 9*time.Second, false}, {time.Hour + 10*time.Second, true}}},
		{"what is left can be had after the clock went back", []ask{{time.Hour, true}, {0, true}, {0, false}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := newLimiter(refetchBurst, refetchEvery)
			for i, ask := range row.asks {
				if got := l.allow(start.Add(ask.after)); got != ask.want {
					t.Errorf("ask %d at %v: %v, want %v", i, ask.after, got, ask.want)
				}
			}
		})
	}
}

func TestLimiterSharedByManyGrantsNoMoreThanItsBurst(t *testing.T) {
	l := newLimiter(refetchBurst, refetchEvery)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var granted atomic.Int64
	var wg sync.WaitGroup
	for i := range 1000 {
		wg.Go(func() {
			// Moments of one second, in any order: together they are worth a tenth of a token.
			if l.allow(now.Add(time.Duration(i) * time.Millisecond)) {
				granted.Add(1)
			}
		})
	}
	wg.Wait()
	if got := granted.Load(); got != refetchBurst {
		t.Errorf("%d of 1000 may go, want %d", got, refetchBurst)
	}
}
