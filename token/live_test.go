package token_test

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"testing"

	"github.com/usher-auth/usher/token"
)

// claimsOf are the claims of a usual token of somebody's.
func (k kit) claimsOf(tb testing.TB, i int) []byte {
	tb.Helper()
	text, err := json.Marshal(k.claims().with(members{"sub": fmt.Sprintf("user_2f9qWuYb6tRkA4%09d", i), "sid": fmt.Sprintf("sess_2f9qX0yPzK1vGd%09d", i)}))
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// BenchmarkLive is a request with a remembered token while so many others are remembered, and what each of those takes.
func BenchmarkLive(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			k := newKit(b)
			v := k.verifierWith(b, nil, token.WithCache(token.CacheOptions{MaxTokens: 2 * n, MaxBytes: 1 << 40}))
			before := heap()
			if err := token.Fill(v, n, func(i int) []byte { return k.claimsOf(b, i) }); err != nil {
				b.Fatal(err)
			}
			each := float64(heap()-before) / float64(n)
			text := k.sign(b, k.header(), k.claims())
			ctx := context.Background()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := v.Session(ctx, text); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(each, "B/token")
		})
	}
}

// TestTheBoundInBytesIsNoLessThanTheMemory compares what the cache counts with what the heap grows by.
func TestTheBoundInBytesIsNoLessThanTheMemory(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector takes memory of its own")
	}
	k := newKit(t)
	for _, row := range []struct {
		name string
		more members
	}{
		{"usual claims", nil},
		{"claims with escapes, which are decoded elsewhere", members{"fea": "o:\u00e9\"" + fmt.Sprint(make([]int, 300)), "act": members{"sub": "user_\"x"}}},
		{"many claims", members{"metadata": make([]int, 2000)}},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := k.verifierWith(t, nil, token.WithCache(token.CacheOptions{MaxTokens: 100_000}))
			before := heap()
			const n = 5_000
			if err := token.Fill(v, n, func(i int) []byte {
				text, err := json.Marshal(k.claims().with(row.more).with(members{"sub": fmt.Sprint("user_", i)}))
				if err != nil {
					t.Fatal(err)
				}
				return text
			}); err != nil {
				t.Fatal(err)
			}
			grown := heap() - before
			tokens, counted := token.Remembered(v)
			if tokens != n || counted < grown {
				t.Errorf("%d tokens count for %d bytes and take %d", tokens, counted, grown)
			}
			t.Logf("%d bytes a token are counted, %d taken", counted/n, grown/n)
			runtime.KeepAlive(v)
		})
	}
}
