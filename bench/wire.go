package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
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
	own := peers()
	list := append([]peer{own[0], handlerAlone("no guard at all", ok), handlerAlone("a handler that sets a context value", withValue)}, own[1:]...)
	var all []served
	for _, p := range list {
		guard, err := guardOf(w, p)
		if err != nil {
			return err
		}
		address, stop, err := serve(guard)
		if err != nil {
			return err
		}
		defer stop()
		all = append(all, served{name: p.name, address: address})
	}
	switch address, stop, err := express(ctx, w); {
	case errors.Is(err, errNoExpress):
		fmt.Fprintln(os.Stderr, "bench:", err)
	case err != nil:
		return err
	default:
		defer stop()
		all = append(all, served{name: "@clerk/express, key as PEM", address: address})
		r.others = append(r.others, expressVersions(ctx)...)
	}
	for range wireRounds {
		for i := range all {
			got, err := wrk(ctx, all[i].address, tokens[0], e.wire)
			if err != nil {
				return fmt.Errorf("%s: %w", all[i].name, err)
			}
			if got.perSecond > all[i].best.perSecond {
				all[i].best = got
			}
		}
	}
	t := table{head: []string{"", "requests a second", "of Usher's", "50 % within", "99 % within"}}
	for _, s := range all {
		t.add(s.name, fmt.Sprintf("%.0f", s.best.perSecond), fmt.Sprintf("%.2f×", s.best.perSecond/all[0].best.perSecond), millis(s.best.half), millis(s.best.most))
	}
	r.section("Over HTTP", fmt.Sprintf("`wrk -t1 -c32 -d%s --latency` with one token on a loopback connection, %d runs of each in turns, of which the one with the most\n"+
		"requests is shown. The server has one core for Go (GOMAXPROCS=1), or is Node.js. More requests a second are better. Where a\nguard costs little, most of the time is that of HTTP, which all have in common.", e.wire, wireRounds), t)
	return nil
}

// handlerAlone is a handler without a guard, among the peers.
func handlerAlone(name string, h http.Handler) peer {
	return peer{name, "", func(*world) (http.Handler, error) { return h, nil }, false}
}

// wireRounds is how often each has its turn.
const wireRounds = 3

// A served is one guard behind an address, and the best that wrk has seen of it.
type served struct {
	name, address string
	best          load
}

// A load is what wrk found out.
type load struct {
	perSecond  float64
	half, most time.Duration
}

func millis(d time.Duration) string { return fmt.Sprintf("%.2f ms", d.Seconds()*1000) }

// serve has a guard answer on a loopback address until stop is called.
func serve(guard http.Handler) (address string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it does not wait
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: guard, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // until it is closed
	}()
	return "http://" + listener.Addr().String() + "/me", func() { _ = server.Close(); <-done }, nil
}

func wrk(ctx context.Context, address, token string, d time.Duration) (load, error) {
	out, err := exec.CommandContext(ctx, "wrk", "-t1", "-c32", "-d"+d.String(), "--latency", "-H", "Authorization: Bearer "+token, address).CombinedOutput() //nolint:gosec // all of it is our own
	if err != nil {
		return load{}, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	return readLoad(string(out))
}

// readLoad reads what wrk prints.
func readLoad(out string) (l load, err error) {
	if m := failures.FindStringSubmatch(out); m != nil {
		return load{}, fmt.Errorf("%s requests were refused", m[1])
	}
	m := perSecond.FindStringSubmatch(out)
	if m == nil {
		return load{}, fmt.Errorf("wrk says something else:\n%s", out)
	}
	if l.perSecond, err = strconv.ParseFloat(m[1], 64); err != nil {
		return load{}, err
	}
	for _, m := range percentile.FindAllStringSubmatch(out, -1) {
		d, err := time.ParseDuration(m[2])
		if err != nil {
			return load{}, err
		}
		if m[1] == "50" {
			l.half = d
		} else {
			l.most = d
		}
	}
	return l, nil
}

var errNoExpress = errors.New("@clerk/express is left out: run npm ci in bench/express first")

// express has the official SDK for Node.js answer, which express/server.mjs serves, until stop is called.
func express(ctx context.Context, w *world) (address string, stop func(), err error) {
	if _, err := os.Stat("express/node_modules"); err != nil {
		return "", nil, errNoExpress
	}
	ctx, cancel := context.WithCancel(ctx)
	command := exec.CommandContext(ctx, "node", "server.mjs")
	command.Dir = "express"
	command.Env = append(os.Environ(), "BENCH_JWT_KEY="+w.pem(), "NODE_ENV=production", "CLERK_TELEMETRY_DISABLED=1")
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		cancel()
		return "", nil, err
	}
	stop = func() { cancel(); _ = command.Wait() } // it is killed, and says so
	lines := bufio.NewScanner(output)
	if !lines.Scan() {
		stop()
		return "", nil, errors.New("express/server.mjs ended before it listened")
	}
	return "http://127.0.0.1:" + lines.Text() + "/me", stop, nil
}

// expressVersions tells what takes part outside of Go.
func expressVersions(ctx context.Context) (list []string) {
	for _, name := range []string{"@clerk/express", "express"} {
		text, err := os.ReadFile("express/node_modules/" + name + "/package.json") //nolint:gosec // one of two names
		var about struct{ Version string }
		if err == nil && json.Unmarshal(text, &about) == nil {
			list = append(list, name+" "+about.Version)
		}
	}
	if version, err := exec.CommandContext(ctx, "node", "--version").Output(); err == nil {
		list = append(list, "Node.js "+strings.TrimSpace(string(version)))
	}
	return list
}
