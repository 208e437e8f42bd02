package main

import (
	"strings"
	"testing"
	"time"
)

// TestEveryPeerDoesTheWork sets up each guard and has it judge a good and a forged token: whoever does not do the work is not to
// be compared with.
func TestEveryPeerDoesTheWork(t *testing.T) {
	w, err := newWorld()
	if err != nil {
		t.Fatal(err)
	}
	defer w.server.Close()
	tokens, err := w.tokens(2)
	if err != nil {
		t.Fatal(err)
	}
	expired, err := sign(w.current(), claims("user_1", -time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(peers(), coldUsher()) {
		t.Run(p.name, func(t *testing.T) {
			guard, err := p.guard(w)
			if err != nil {
				t.Fatal(err)
			}
			for _, token := range []string{tokens[0], tokens[1], tokens[0]} {
				if err := answers(p.name, guard, token); err != nil {
					t.Error(err)
				}
			}
			if got := status(guard, expired); got < 400 {
				t.Errorf("an expired token is answered with %d", got)
			}
			if got := status(guard, ""); got < 400 {
				t.Errorf("no token is answered with %d", got)
			}
		})
	}
}

func TestAReportIsMarkdownWithPlots(t *testing.T) {
	r := newReport("")
	data := table{head: []string{"", "time"}}
	data.add("a", short(1500*time.Nanosecond))
	r.section("A title", "About it.", data)
	r.plot("A title", "things", []point{{1, time.Microsecond, 40 * time.Microsecond}, {1000, 2 * time.Microsecond, 41 * time.Microsecond}})
	text := r.preface() + r.body.String()
	for _, want := range []string{"# Performance", "## A title", "| a | 1.5 µs |", "![A title](performance/a-title.svg)"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
	if svg := r.plots["a-title.svg"]; !strings.HasPrefix(svg, "<svg ") || strings.Count(svg, "<polyline") != 2 || strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
		t.Errorf("the plot is\n%s", svg)
	}
}

// TestASoak is a short one: two rotations, an endpoint of which every other fetch fails, and not one wrong verdict.
func TestASoak(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes 26 seconds")
	}
	samples, err := soak(t.Context(), 26*time.Second, 16*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	var total, refused, letIn int64
	for _, s := range samples {
		total, refused, letIn = total+s.requests, refused+s.wronglyRefused, letIn+s.letInBad
	}
	if total < 1000 || refused > 0 || letIn > 0 {
		t.Errorf("of %d requests %d good ones were refused and %d bad ones passed", total, refused, letIn)
	}
	if first, last := samples[0], samples[len(samples)-1]; last.goroutines > first.goroutines {
		t.Errorf("there were %d goroutines, and there are %d", first.goroutines, last.goroutines)
	}
}

func TestMeasureCountsWhatIsDone(t *testing.T) {
	var kept []byte
	costs := measure(3, time.Millisecond, subject{name: "allocates", run: func(n int) {
		for range n {
			kept = make([]byte, 1024)
		}
	}}, subject{name: "does not", run: func(n int) {
		for range n {
			kept[0]++
		}
	}})
	if costs[0].allocs < 0.9 || costs[0].allocs > 1.5 || costs[0].bytes < 1024 || costs[1].allocs > 0.5 || costs[0].time <= costs[1].time {
		t.Errorf("the costs are %+v", costs)
	}
}

func TestWhatWrkPrintsIsRead(t *testing.T) {
	const out = `Running 3s test @ http://127.0.0.1:1/me
  Latency Distribution
     50%  501.00us
     75%    2.10ms
     90%    9.99ms
     99%    1.25s
  5366 requests in 1.00s, 1.00MB read
Requests/sec:   5366.12
`
	got, err := readLoad(out)
	if want := (load{5366.12, 501 * time.Microsecond, 1250 * time.Millisecond}); err != nil || got != want {
		t.Errorf("%+v (%v), want %+v", got, err, want)
	}
	if text := millis(got.half); text != "0.50 ms" {
		t.Error(text)
	}
	for name, bad := range map[string]string{"refusals": out + "  Non-2xx or 3xx responses: 3\n", "something else": "usage: wrk", "a time without a unit": strings.ReplaceAll(out, "501.00us", "501")} {
		if _, err := readLoad(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
