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
		"after a rotation, the new key is accepted", "after those made-up ids and a rotation", "fetches for that", "tokens of a known key during an outage"}}
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
up key ids, when Clerk publishes a new key and withdraws the old one, and whether new tokens of a known key pass while the endpoint
is down. A guard that has used up its fetches on made-up ids accepts the new key later; one that has no bound does not, and can be
used to flood the endpoint.`, t)
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

	known, after, err := rotate(w, guard, old)
	if err != nil {
		return nil, err
	}
	rotated := w.fetches.Swap(0)

	w.down.Store(true)
	outage := "pass"
	for i := range 20 {
		text, err := sign(known, claims(fmt.Sprint("user_late_", i), time.Hour))
		if err != nil {
			return nil, err
		}
		if status(guard, text) != http.StatusOK {
			outage = "refused"
		}
	}
	undisturbed, err := rotationAlone(p)
	if err != nil {
		return nil, err
	}
	floodText := fmt.Sprint(flooded)
	if asked < flood {
		floodText += fmt.Sprintf(" for %d, then 10 s were over", asked)
	}
	return []string{p.name, fmt.Sprint(cold), floodText, undisturbed, after, fmt.Sprint(rotated), outage}, nil
}

// rotate has the instance replace its key, and finds out when a guard accepts the new one. It returns the key that the guard knows.
func rotate(w *world, guard http.Handler, old signingKey) (known signingKey, after string, err error) {
	next, err := newSigningKey(old.id + "_next")
	if err != nil {
		return old, "", err
	}
	w.publish(next)
	fresh, err := sign(next, claims("user_1", time.Hour))
	if err != nil {
		return old, "", err
	}
	const patience = 15 * time.Second
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for start := time.Now(); time.Since(start) < patience; <-tick.C {
		if status(guard, fresh) != http.StatusOK {
			continue
		}
		if took := time.Since(start); took > 100*time.Millisecond {
			return next, fmt.Sprintf("after %.1f s", took.Seconds()), nil
		}
		return next, "at once", nil
	}
	return old, fmt.Sprintf("not within %.0f s", patience.Seconds()), nil
}

// rotationAlone is rotate for a guard that has seen one good token before, and nothing else.
func rotationAlone(p peer) (after string, err error) {
	w, err := newWorld()
	if err != nil {
		return "", err
	}
	defer w.server.Close()
	guard, err := guardOf(w, p)
	if err != nil {
		return "", err
	}
	text, err := sign(w.current(), claims("user_1", time.Hour))
	if err != nil {
		return "", err
	}
	if status(guard, text) != http.StatusOK {
		return "", fmt.Errorf("%s refuses a good token", p.name)
	}
	_, after, err = rotate(w, guard, w.current())
	return after, err
}

func status(guard http.Handler, token string) int {
	w := newSink()
	w.serve(guard, request(token))
	return w.status
}
