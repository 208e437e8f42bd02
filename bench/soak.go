package main

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
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
	heap                               uint64
	goroutines                         int
}

// soakFor has a service run while keys rotate and the key endpoint fails every other time. A new key is published half a period
// before tokens are signed with it, and the old one is withdrawn a quarter of a period after that. Every good token has to pass all
// the time, and one of a withdrawn key may not any more a quarter of a period later.
func soakFor(ctx context.Context, r *report, d, period time.Duration) error {
	samples, err := soak(ctx, d, period)
	if err != nil {
		return err
	}
	t := table{head: []string{"", "over all"}}
	var total, refused, letIn int64
	heap, goroutines := line{label: "heap, MiB"}, line{label: "goroutines"}
	rate := line{label: "1,000 requests"}
	for _, s := range samples {
		total, refused, letIn = total+s.requests, refused+s.wronglyRefused, letIn+s.letInBad
		at := s.at.Seconds()
		heap.points = append(heap.points, [2]float64{at, float64(s.heap) / (1 << 20)})
		goroutines.points = append(goroutines.points, [2]float64{at, float64(s.goroutines)})
		rate.points = append(rate.points, [2]float64{at, float64(s.requests) / 1000})
	}
	t.add("requests", fmt.Sprint(total))
	t.add("good tokens that were refused", fmt.Sprint(refused))
	t.add("tokens of withdrawn keys that passed", fmt.Sprint(letIn))
	r.section("Soak", fmt.Sprintf("%v of requests, with a rotation every %v and a key endpoint that fails every other time.", d, period), t)
	r.picture("Soak", drawing{title: "Soak", x: "seconds", y: "heap, goroutines and requests of each second", lines: []line{heap, goroutines, rate}})
	if refused+letIn > 0 {
		return fmt.Errorf("%d good tokens were refused, and %d of withdrawn keys passed", refused, letIn)
	}
	return nil
}

// A watch is what the requests of a soak are made of at the moment.
type watch struct {
	good atomic.Pointer[[]string] // tokens that have to pass
	bad  atomic.Pointer[[]string] // tokens that may not pass any more
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
	var now watch
	if err := now.sign(w.current()); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	var requests, refused, letIn atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() { now.ask(ctx, guard, &requests, &refused, &letIn) })
	}
	failed := make(chan error, 1)
	wg.Go(func() { failed <- now.rotate(ctx, w, period) })

	var samples []sample
	start := time.Now()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-tick.C:
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			samples = append(samples, sample{time.Since(start), requests.Swap(0), refused.Swap(0), letIn.Swap(0), m.HeapAlloc, runtime.NumGoroutine()})
		case <-ctx.Done():
		}
	}
	wg.Wait()
	samples = append(samples, sample{time.Since(start), requests.Load(), refused.Load(), letIn.Load(), samples[len(samples)-1].heap, runtime.NumGoroutine()})
	return samples, <-failed
}

// sign makes the tokens that have to pass from now on.
func (n *watch) sign(key signingKey) error {
	var list []string
	for i := range 20 {
		text, err := sign(key, claims(fmt.Sprint("user_", i), time.Hour))
		if err != nil {
			return err
		}
		list = append(list, text)
	}
	n.good.Store(&list)
	return nil
}

// rotate changes the keys once a period, until ctx ends.
func (n *watch) rotate(ctx context.Context, w *world, period time.Duration) error {
	timer := time.NewTicker(period / 4)
	defer timer.Stop()
	var old, next signingKey
	var tokens *[]string
	for quarter := 0; ; quarter++ {
		var err error
		switch quarter % 4 {
		case 0:
			old = w.current()
			if next, err = newSigningKey(fmt.Sprint("ins_soak_", quarter)); err == nil {
				w.publish(old, next)
			}
			if tokens != nil {
				n.bad.Store(tokens) // withdrawn a quarter ago
			}
		case 2:
			n.bad.Store(nil)
			tokens = n.good.Load()
			err = n.sign(next)
		case 3:
			w.publish(next)
		}
		if err != nil {
			return err
		}
		select {
		case <-timer.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// ask sends one request after the other, a few thousand a second, so that the rest of the machine gets its turn.
func (n *watch) ask(ctx context.Context, guard http.Handler, requests, refused, letIn *atomic.Int64) {
	out := newSink()
	pause := time.NewTicker(time.Millisecond)
	defer pause.Stop()
	for ctx.Err() == nil {
		// Only what was to pass before the request and still is after it has to pass.
		good := n.good.Load()
		for _, text := range *good {
			out.serve(guard, request(text))
			requests.Add(1)
			if out.status != http.StatusOK && n.good.Load() == good {
				refused.Add(1)
			}
		}
		if bad := n.bad.Load(); bad != nil {
			out.serve(guard, request((*bad)[0]))
			requests.Add(1)
			if out.status == http.StatusOK && n.bad.Load() == bad {
				letIn.Add(1)
			}
		}
		<-pause.C
	}
}
