package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"time"
)

var (
	perSecond  = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	percentile = regexp.MustCompile(`(?m)^\s+(50|99)%\s+(\S+)`)
	failures   = regexp.MustCompile(`Non-2xx or 3xx responses: (\d+)`)
)

// compareOnWire has wrk send requests over HTTP to each guard, which has one core.
func compareOnWire(ctx context.Context, r *report, e effort) error {
	if _, err := exec.LookPath("wrk"); err != nil {
		return errors.New("wrk is not installed (apt-get install wrk); leave the suite wire out")
	}
	w, err := newWorld()
	if err != nil {
		return err
	}
	defer w.server.Close()
	tokens, err := w.tokens(1)
	if err != nil {
		return err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	t := table{head: []string{"", "requests a second", "against Usher", "50 % within", "99 % within"}}
	own := peers()
	list := append([]peer{own[0], {"a handler that sets a context value", "", func(*world) (http.Handler, error) { return withValue, nil }, false}}, own[1:]...)
	best := 0.0
	add := func(name string, load *load) {
		if best == 0 {
			best = load.perSecond
		}
		t.add(name, fmt.Sprintf("%.0f", load.perSecond), fmt.Sprintf("%.2f×", load.perSecond/best), load.half, load.most)
	}
	for _, p := range list {
		guard, err := guardOf(w, p)
		if err != nil {
			return err
		}
		load, err := overHTTP(ctx, guard, tokens[0], e.wire)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		add(p.name, load)
	}
	switch load, err := express(ctx, w, tokens[0], e.wire); {
	case errors.Is(err, errNoExpress):
		fmt.Fprintln(os.Stderr, "bench:", err)
	case err != nil:
		return err
	default:
		add("@clerk/express, key as PEM", load)
	}
	r.section("Over HTTP", fmt.Sprintf("`wrk -t1 -c32 -d%s --latency` with one token on a loopback connection; the server has one core (GOMAXPROCS=1, or Node.js). Most of\nthe time is that of HTTP, which all have in common.", e.wire), t)
	return nil
}

// A load is what wrk found out.
type load struct {
	perSecond  float64
	half, most string
}

func overHTTP(ctx context.Context, guard http.Handler, token string, d time.Duration) (*load, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it does not wait
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: guard, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // until it is closed
	}()
	defer func() { _ = server.Close(); <-done }()
	return wrk(ctx, "http://"+listener.Addr().String()+"/me", token, d)
}

func wrk(ctx context.Context, address, token string, d time.Duration) (*load, error) {
	out, err := exec.CommandContext(ctx, "wrk", "-t1", "-c32", "-d"+d.String(), "--latency", "-H", "Authorization: Bearer "+token, address).CombinedOutput() //nolint:gosec // all of it is our own
	if err != nil {
		return nil, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	if m := failures.FindSubmatch(out); m != nil {
		return nil, fmt.Errorf("%s requests were refused", m[1])
	}
	l := &load{}
	if m := perSecond.FindSubmatch(out); m == nil {
		return nil, fmt.Errorf("wrk says something else:\n%s", out)
	} else if _, err := fmt.Sscan(string(m[1]), &l.perSecond); err != nil {
		return nil, err
	}
	for _, m := range percentile.FindAllSubmatch(out, -1) {
		if string(m[1]) == "50" {
			l.half = string(m[2])
		} else {
			l.most = string(m[2])
		}
	}
	return l, nil
}

var errNoExpress = errors.New("@clerk/express is left out: run npm ci in bench/express first")

// express measures the official SDK for Node.js, which express/server.mjs serves.
func express(ctx context.Context, w *world, token string, d time.Duration) (*load, error) {
	if _, err := os.Stat("express/node_modules"); err != nil {
		return nil, errNoExpress
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	command := exec.CommandContext(ctx, "node", "server.mjs")
	command.Dir = "express"
	command.Env = append(os.Environ(), "BENCH_JWT_KEY="+w.pem(), "NODE_ENV=production", "CLERK_TELEMETRY_DISABLED=1")
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	defer func() { cancel(); _ = command.Wait() }()
	lines := bufio.NewScanner(output)
	if !lines.Scan() {
		return nil, errors.New("express/server.mjs ended before it listened")
	}
	return wrk(ctx, "http://127.0.0.1:"+lines.Text()+"/me", token, d)
}
