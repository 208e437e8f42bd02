package token_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
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
			auths := make([]*authobject.Auth, n)
			before := heap()
			for i := range auths {
				var err error
				if auths[i], err = authobject.FromClaims(k.claimsOf(b, i), ""); err != nil {
					b.Fatal(err)
				}
			}
			auth := float64(heap()-before) / float64(n)
			clear(auths)
			before = heap()
			if err := token.Fill(v, n, func(i int) []byte { return k.claimsOf(b, i) }); err != nil {
				b.Fatal(err)
			}
			each := float64(heap()-before) / float64(n)
			runtime.KeepAlive(auths)
			texts := make([]string, min(n, 8192)) // so many that caches of the processor hold no more than a part of what is read
			for i := range texts {
				texts[i] = token.Filled(k.claimsOf(b, rand.IntN(n)))
			}
			ctx := context.Background()
			best := time.Hour // whatever else the machine does can only add to it
			b.ReportAllocs()
			for b.Loop() {
				took := time.Duration(0)
				for some := range slices.Chunk(texts, 32) {
					for _, text := range some {
						_ = strings.IndexByte(text, '?') // a server has just read it from the connection
					}
					start := time.Now()
					for _, text := range some {
						if _, err := v.Session(ctx, text); err != nil {
							b.Fatal(err)
						}
					}
					took += time.Since(start)
				}
				best = min(best, took)
			}
			b.ReportMetric(float64(best.Nanoseconds())/float64(len(texts)), "ns/request")
			b.ReportMetric(each, "B/token")
			b.ReportMetric(each-auth, "B/beyond-Auth")
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

// TestTheHeaderOfATokenIsNotKept has a PEM for a key, so that the id which tokens name it by is theirs alone.
func TestTheHeaderOfATokenIsNotKept(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector takes memory of its own")
	}
	k := newKit(t)
	v := k.verifier(t, nil)
	header := k.header().with(members{"note": strings.Repeat("x", 8<<10)})
	const n = 200
	texts := make([]string, n)
	for i := range texts {
		texts[i] = k.sign(t, header, k.claims().with(members{"sub": fmt.Sprint("user_", i)}))
	}
	before := heap()
	for _, text := range texts {
		pass(t, v, text)
	}
	grown := heap() - before
	if tokens, counted := token.Remembered(v); tokens != n || counted < grown {
		t.Errorf("%d tokens count for %d bytes and take %d", tokens, counted, grown)
	}
	runtime.KeepAlive(v)
	runtime.KeepAlive(texts)
}

// TestAMillionValidTokensStayWithinTheBounds has a million users come by, whose tokens are all good.
func TestAMillionValidTokensStayWithinTheBounds(t *testing.T) {
	for _, row := range []struct {
		name           string
		opts           token.CacheOptions
		tokens, bytes  int // at most
		users, atLeast int
	}{
		{"the bounds of who sets none", token.CacheOptions{}, 1 << 16, 128 << 20, 1_000_000, 60_000},
		{"a bound in bytes that is reached first", token.CacheOptions{MaxBytes: 4 << 20}, 1 << 16, 4 << 20, 50_000, 2_000},
	} {
		t.Run(row.name, func(t *testing.T) {
			if raceEnabled || testing.Short() {
				row.users, row.atLeast = row.users/50, 0
			}
			k := newKit(t)
			v := k.verifierWith(t, nil, token.WithCache(row.opts))
			exp := moment.Unix() + 50
			before := heap()
			if err := token.Fill(v, row.users, func(i int) []byte {
				return fmt.Appendf(nil, `{"iss":%q,"sub":"user_2f9qWuYb6tRkA4%09d","sid":"sess_2f9qX0yPzK1vGd%09d","exp":%d,"v":2}`, issuer, i, i, exp)
			}); err != nil {
				t.Fatal(err)
			}
			grown := heap() - before
			tokens, counted := token.Remembered(v)
			if tokens > row.tokens || counted > row.bytes || tokens < row.atLeast {
				t.Errorf("%d tokens are remembered in %d bytes; at most %d in %d may be, and at least %d should", tokens, counted, row.tokens, row.bytes, row.atLeast)
			}
			if !raceEnabled && grown > row.bytes {
				t.Errorf("they take %d bytes, more than the bound of %d", grown, row.bytes)
			}
			t.Logf("%d tokens, %d bytes counted, %d taken", tokens, counted, grown)
			runtime.KeepAlive(v)
		})
	}
}
