// Command bench compares Usher with other ways to guard a route, and finds out how its cost grows. `make bench` runs it and writes
// docs/performance.md. Times depend on the machine and on what else runs there; ratios of one run are what counts.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

func main() {
	suites := flag.String("suites", "peers,keys,wire,growth,live", "what to measure: some of peers, keys, wire, growth, live and soak, with commas between them")
	out := flag.String("out", "", "the Markdown file to write, with plots beside it; empty prints the tables")
	quick := flag.Bool("quick", false, "measure for a fraction of the time, to see that everything runs")
	soak := flag.Duration("soak", 10*time.Minute, "how long the suite soak lasts")
	flag.Parse()
	if err := run(context.Background(), strings.Split(*suites, ","), *out, *quick, *soak); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// An effort says how long to measure: so many rounds of slices that are interleaved.
type effort struct {
	rounds int
	slice  time.Duration
	wire   time.Duration // one run of wrk
}

func run(ctx context.Context, suites []string, out string, quick bool, soak time.Duration) error {
	e := effort{40, 20 * time.Millisecond, 3 * time.Second}
	if quick {
		e = effort{6, 4 * time.Millisecond, time.Second}
	}
	all := map[string]func(*report) error{
		"peers":  func(r *report) error { return comparePeers(r, e) },
		"keys":   stressKeys,
		"wire":   func(r *report) error { return compareOnWire(ctx, r, e) },
		"growth": func(r *report) error { return grow(r, e) },
		"live":   func(r *report) error { return measureLive(ctx, r, quick) },
		"soak":   func(r *report) error { return soakFor(ctx, r, soak, 30*time.Second) },
	}
	r := newReport(out)
	if slices.Equal(suites, []string{"soak"}) {
		r.title, r.command, r.compares = "Soak", "make soak", false
	}
	for _, name := range suites {
		suite, known := all[name]
		if !known {
			return fmt.Errorf("there is no suite %q", name)
		}
		fmt.Fprintln(os.Stderr, "bench:", name)
		if err := suite(r); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return r.write()
}
