package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	stampede = 50  // requests at once at a cold start
	flood    = 200 // requests with made-up key ids
)

// stressKeys counts what each guard asks the key endpoint for when things go wrong.
func stressKeys(r *report) error {
	t := table{head: []string{"", fmt.Sprintf("fetches for %d requests at a cold start", stampede), fmt.Sprintf("fetches for %d made-up key ids", flood),
		"after a rotation, the new key is accepted", "fetches for that", "known tokens during an outage"}}
	for _, p := range peers() {
		if !p.fetches || strings.Contains(p.name, "without its cache") {
			continue
		}
		row, err := stress(p)
		if err != nil {
			return err
		}
		t.add(row...)
	}
	r.section("The key endpoint under stress", `How often each guard that fetches its keys asks for them: when many requests come before any key is there, when strangers make
up key ids, when Clerk publishes a new key and withdraws the old one, and whether tokens of known keys pass while the endpoint
is down. The made-up ids come before the rotation, as they may; a guard that has used up its fetches on them accepts the new key
later.`, t)
	return nil
}

func stress(p peer) ([]string, error) {
	w, err := newWorld()
	if err != nil {
		return nil, err
	}
	defer w.server.Close()
	old := w.current()
	tokens, err := w.tokens(1)
	if err != nil {
		return nil, err
	}
	guard, err := guardOf(w, p)
	if err != nil {
		return nil, err
	}
	var wg sync.WaitGroup
	var refused atomic.Int64
	for range stampede {
		wg.Go(func() {
			if status(guard, tokens[0]) != http.StatusOK {
				refused.Add(1)
			}
		})
	}
	wg.Wait()
	if n := refused.Load(); n > 0 {
		return nil, fmt.Errorf("%s refuses %d of %d good requests at its start", p.name, n, stampede)
	}
	cold := w.fetches.Swap(0)

	start := time.Now()
	asked := 0
	for asked < flood && time.Since(start) < 10*time.Second {
		forged, err := sign(signingKey{fmt.Sprint("made_up_", asked), old.private}, claims("user_1", time.Hour))
		if err != nil {
			return nil, err
		}
		status(guard, forged)
		asked++
	}
	flooded := w.fetches.Swap(0)

	next, err := newSigningKey(old.id + "_next")
	if err != nil {
		return nil, err
	}
	w.publish(next)
	fresh, err := sign(next, claims("user_1", time.Hour))
	if err != nil {
		return nil, err
	}
	const patience = 15 * time.Second
	start = time.Now()
	after := "not within 15 s"
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for time.Since(start) < patience {
		if status(guard, fresh) == http.StatusOK {
			after = "after " + time.Since(start).Round(100*time.Millisecond).String()
			break
		}
		<-tick.C
	}
	rotated := w.fetches.Swap(0)

	w.down.Store(true)
	outage := "pass"
	known := fresh
	if strings.HasPrefix(after, "not") {
		known = tokens[0]
	}
	for range 20 {
		if status(guard, known) != http.StatusOK {
			outage = "refused"
		}
	}
	floodText := fmt.Sprint(flooded)
	if asked < flood {
		floodText += fmt.Sprintf(" for %d, then 10 s were over", asked)
	}
	return []string{p.name, fmt.Sprint(cold), floodText, after, fmt.Sprint(rotated), outage}, nil
}

func status(guard http.Handler, token string) int {
	w := newSink()
	w.serve(guard, request(token))
	return w.status
}
