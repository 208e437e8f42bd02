package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"os"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"

	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/middleware"
)

// A sample is what one second of a soak was like.
type sample struct {
	at                                 time.Duration
	requests, wronglyRefused, letInBad int64
	heap                               uint64 // what the last collection of garbage left
	goroutines                         int
}

// soakFor has a service run at full speed while keys rotate and every other fetch of the keys fails. A new key is published half a
// period before tokens are signed with it, and the old one is withdrawn a quarter of a period after that. Every good token has to pass
// all the time, and one of a withdrawn key may not any more a quarter of a period later.
func soakFor(ctx context.Context, r *report, d, period time.Duration) error {
	samples, err := soak(ctx, d, period)
	if err != nil {
		return err
	}
	var total, refused, letIn int64
	heap, goroutines := line{label: "live heap, MiB"}, line{label: "goroutines"}
	rate := line{label: "100,000 requests"}
	for _, s := range samples {
		total, refused, letIn = total+s.requests, refused+s.wronglyRefused, letIn+s.letInBad
		at := s.at.Seconds()
		heap.points = append(heap.points, [2]float64{at, mebibytes(s.heap)})
		goroutines.points = append(goroutines.points, [2]float64{at, float64(s.goroutines)})
		rate.points = append(rate.points, [2]float64{at, float64(s.requests) / 1e5})
	}
	early, late := atTheSameAge(samples, period)
	t := table{head: []string{"", "over all", fmt.Sprintf("from second %.0f to %.0f", early.from.Seconds(), early.to.Seconds()),
		fmt.Sprintf("from second %.0f to %.0f", late.from.Seconds(), late.to.Seconds())}}
	t.add("requests", fmt.Sprint(total), "", "")
	t.add("good tokens that were refused", fmt.Sprint(refused), "", "")
	t.add("tokens that passed and were withdrawn, expired, forged or none", fmt.Sprint(letIn), "", "")
	t.add("live heap at least, MiB", "", fmt.Sprintf("%.1f", mebibytes(early.heap)), fmt.Sprintf("%.1f", mebibytes(late.heap)))
	t.add("goroutines at most", "", fmt.Sprint(early.goroutines), fmt.Sprint(late.goroutines))
	r.section("Requests while keys rotate", fmt.Sprintf(`%v of requests on all cores, as many as go through: after each %d good tokens two that are forged, expired, absent or
signed with a withdrawn key. The keys rotate every %v, the tokens are made anew every %v and live for %v, and every other
fetch of the keys fails, with all its attempts. Keys are fetched once a second here; a service fetches them every five minutes
unless told otherwise (jwks.Options.RefreshEvery). A token of a withdrawn key counts as wrong where it passes %v after the withdrawal
or later: until the next fetch nobody knows of it.`, d, users, period, freshEvery, lifetime, period/4), t)
	r.picture("Soak", drawing{title: "Soak", x: "seconds", y: "heap, goroutines and requests of each second", lines: []line{heap, goroutines, rate}})
	switch {
	case refused+letIn > 0:
		return fmt.Errorf("%d good tokens were refused, and %d bad ones passed", refused, letIn)
	case late.heap > early.heap+early.heap/4+1<<20:
		return fmt.Errorf("the live heap grew from %.1f to %.1f MiB", mebibytes(early.heap), mebibytes(late.heap))
	case late.goroutines > early.goroutines+5:
		return fmt.Errorf("the goroutines grew from %d to %d", early.goroutines, late.goroutines)
	}
	return nil
}

func mebibytes(n uint64) float64 { return float64(n) / (1 << 20) }

// A stretch is several samples in a row: the most goroutines, and the least heap, because what requests take while garbage is collected
// counts as live until the next time, and what is kept is in every sample.
type stretch struct {
	from, to   time.Duration
	heap       uint64
	goroutines int
}

// atTheSameAge returns the period after the first two, and the last one: what grows is larger in the second.
func atTheSameAge(samples []sample, period time.Duration) (early, late stretch) {
	end := samples[len(samples)-1].at
	early, late = stretch{from: min(2*period, end/2), to: min(3*period, end)}, stretch{from: end - min(period, end/2), to: end}
	early.heap, late.heap = math.MaxUint64, math.MaxUint64
	for _, s := range samples {
		for _, part := range []*stretch{&early, &late} {
			if part.from <= s.at && s.at <= part.to {
				part.heap, part.goroutines = min(part.heap, s.heap), max(part.goroutines, s.goroutines)
			}
		}
	}
	return early, late
}

// Tokens live for a minute, as Clerk's do, and are made anew before that. So many are good at a time.
const (
	lifetime   = time.Minute
	freshEvery = 5 * time.Second
	users      = 200
)

// requests are shared by all who send them: nobody writes to one.
type requests []*http.Request

// A watch is what the requests of a soak are made of at the moment.
type watch struct {
	mu   sync.Mutex // of who makes tokens
	key  signingKey // that they are signed with
	good atomic.Pointer[requests]
	bad  atomic.Pointer[requests] // with tokens that may not pass: forged and expired ones, none at all
	gone atomic.Pointer[requests] // with tokens of a withdrawn key; nil while they may still pass
}

func soak(ctx context.Context, d, period time.Duration) ([]sample, error) {
	w, err := newWorld()
	if err != nil {
		return nil, err
	}
	defer w.server.Close()
	u, err := middleware.New(options(w), middleware.WithKeyOptions(jwks.Options{RefreshEvery: time.Second}))
	if err != nil {
		return nil, err
	}
	defer func() { _ = u.Close() }() // it never fails
	if err := u.Preload(ctx); err != nil {
		return nil, err
	}
	guard := u.RequireAuth(ok)
	w.flaky.Store(true)
	now := watch{key: w.current()}
	if err := now.sign(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	var sent, refused, letIn atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() { now.ask(ctx, guard, &sent, &refused, &letIn) })
	}
	failed := make(chan error, 2)
	wg.Go(func() { failed <- now.rotate(ctx, w, period) })
	wg.Go(func() { failed <- now.renew(ctx) })

	var samples []sample
	start := time.Now()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	take := func() {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		samples = append(samples, sample{time.Since(start), sent.Swap(0), refused.Swap(0), letIn.Swap(0), live[0].Value.Uint64(), runtime.NumGoroutine()})
	}
	for ctx.Err() == nil {
		select {
		case <-tick.C:
			if take(); len(samples)%30 == 0 {
				progress(samples)
			}
		case <-ctx.Done():
		}
	}
	wg.Wait()
	take()
	return samples, errors.Join(<-failed, <-failed)
}

// progress tells how it goes: ten minutes are long.
func progress(samples []sample) {
	var wrong int64
	for _, s := range samples {
		wrong += s.wronglyRefused + s.letInBad
	}
	least := stretch{heap: math.MaxUint64}
	for _, s := range samples[max(0, len(samples)-30):] {
		least.heap, least.goroutines = min(least.heap, s.heap), max(least.goroutines, s.goroutines)
	}
	fmt.Fprintf(os.Stderr, "bench: soak: %3.0f s, %d wrong verdicts, at least %.1f MiB live, at most %d goroutines\n",
		samples[len(samples)-1].at.Seconds(), wrong, mebibytes(least.heap), least.goroutines)
}

// sign makes the tokens of the next seconds.
func (n *watch) sign() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	var good requests
	bad := requests{request(""), request("no.such.token")}
	for i := range users {
		text, err := sign(n.key, claims(fmt.Sprint("user_", i), lifetime))
		if err != nil {
			return err
		}
		good = append(good, request(text))
		if i%10 == 0 {
			at := 10 + i%(len(text)-20) // a byte of each part has its turn
			bad = append(bad, request(text[:at]+string(text[at]^1)+text[at+1:]))
		}
	}
	expired, err := sign(n.key, claims("user_0", -time.Minute))
	bad = append(bad, request(expired))
	n.good.Store(&good)
	n.bad.Store(&bad)
	return err
}

// renew makes tokens anew, until ctx ends.
func (n *watch) renew(ctx context.Context) error {
	timer := time.NewTicker(freshEvery)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
		case <-ctx.Done():
			return nil
		}
		if err := n.sign(); err != nil {
			return err
		}
	}
}

// rotate changes the keys once a period, until ctx ends.
func (n *watch) rotate(ctx context.Context, w *world, period time.Duration) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	var next signingKey
	var old *requests
	for quarter := 0; ; quarter++ {
		var err error
		switch quarter % 4 {
		case 0: // the one before was withdrawn a quarter ago
			n.gone.Store(old)
			if next, err = newSigningKey(fmt.Sprint("ins_soak_", quarter)); err == nil {
				w.publish(w.current(), next)
			}
		case 2:
			n.gone.Store(nil)
			old = n.good.Load()
			n.mu.Lock()
			n.key = next
			n.mu.Unlock()
			err = n.sign()
		case 3:
			w.publish(next)
		}
		if err != nil {
			return err
		}
		timer.Reset(period / 4) // from now, however long that took: a verifier has that much time to see what was withdrawn
		select {
		case <-timer.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// ask sends one request after the other. What has to pass, or may not, is what had to before the request and still has to after it.
func (n *watch) ask(ctx context.Context, guard http.Handler, sent, refused, letIn *atomic.Int64) {
	out := newSink()
	mayNotPass := func(list *atomic.Pointer[requests], i int) {
		all := list.Load()
		if all == nil {
			return
		}
		out.serve(guard, (*all)[i%len(*all)])
		sent.Add(1)
		if out.status == http.StatusOK && list.Load() == all {
			letIn.Add(1)
		}
	}
	for i := 0; ctx.Err() == nil; i++ {
		good := n.good.Load()
		for _, r := range *good {
			out.serve(guard, r)
			sent.Add(1)
			if out.status != http.StatusOK && n.good.Load() == good {
				refused.Add(1)
			}
		}
		mayNotPass(&n.bad, i)
		mayNotPass(&n.gone, i)
	}
}
