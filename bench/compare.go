package main

import (
	"fmt"
	"net/http"
	"runtime"
	"time"

	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/token"
)

// coldUsher remembers one token at most, so that each of several that come in turns pushes another out.
func coldUsher() peer {
	return usher("Usher, a new token each time", middleware.WithTokenCache(token.CacheOptions{MaxTokens: 1}))
}

const inCookies = "Usher, a session in cookies"

// cookieUsher guards an instance whose cookies have a suffix, which is to say that they come twice.
func cookieUsher() peer {
	return peer{inCookies, "github.com/usher-auth/usher", func(w *world) (http.Handler, error) {
		o := options(w)
		o.PublishableKey, o.SecretKey, o.Audience = publishableKey, "sk_live_benchmark", nil
		u, err := middleware.New(o)
		if err != nil {
			return nil, err
		}
		return u.RequireAuth(ok), nil
	}, false}
}

// publishableKey is that of the instance whose Frontend API is the issuer of all tokens here.
const (
	publishableKey = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"
	cookieSuffix   = "_naoXFJnI"
)

// cookieRequest returns one with a token in cookies, as a browser sends it to the application that it has a page of.
func cookieRequest(token string) *http.Request {
	r := request("")
	since := fmt.Sprint(time.Now().Add(-time.Hour).Unix())
	r.Header.Set("Cookie", "theme=dark; __client_uat="+since+"; __client_uat"+cookieSuffix+"="+since+"; __session="+token+"; __session"+cookieSuffix+"="+token)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

// comparePeers sends the same request through every guard in one run.
func comparePeers(r *report, e effort) error {
	w, err := newWorld()
	if err != nil {
		return err
	}
	defer w.server.Close()
	tokens, err := w.tokens(64)
	if err != nil {
		return err
	}
	names := []string{"no guard at all: the handler", "a handler that sets a context value", "SHA-256 and rsa.VerifyPKCS1v15 alone"}
	serial := []subject{through(names[0], ok, tokens[:1]), through(names[1], withValue, tokens[:1]), floor(w, tokens[0])}
	parallel := []subject{inParallel(names[0], ok, tokens[:1], request), inParallel(names[1], withValue, tokens[:1], request), {}}
	parallel[2] = spread(names[2], func() subject { return floor(w, tokens[0]) })
	own := peers()
	taking := append([]peer{own[0], coldUsher(), cookieUsher()}, own[1:]...)
	for _, p := range taking {
		guard, err := p.guard(w)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		present := request
		if p.name == inCookies {
			present = cookieRequest
		}
		if err := answersTo(p.name, guard, tokens[0], present); err != nil {
			return err
		}
		mine := tokens
		if p.name == own[0].name || p.name == inCookies {
			mine = tokens[:1] // which it remembers
		}
		names = append(names, p.name)
		serial = append(serial, throughWith(p.name, guard, mine, present))
		parallel = append(parallel, inParallel(p.name, guard, mine, present))
	}
	alone, together := onOneCore(func() []cost { return measure(e.rounds, e.slice, serial...) }), measure(e.rounds, e.slice, parallel...)
	usher, value, arithmetic := alone[3].time, alone[1].time, alone[2].time
	t := table{head: []string{"", "time", "against the signature's arithmetic", "against a context value", "against Usher", "bytes of the guard", "allocations of the guard", "speed-up on all cores"}}
	for i, name := range names {
		bytes, allocs := alone[i].bytes, alone[i].allocs
		if i != 2 { // which is a function, and has no handler
			bytes, allocs = bytes-alone[0].bytes, allocs-alone[0].allocs
		}
		t.add(name, short(alone[i].time), ratio(alone[i].time, arithmetic), ratio(alone[i].time, value), ratio(alone[i].time, usher),
			fmt.Sprintf("%.0f", bytes), fmt.Sprintf("%.0f", allocs), ratio(alone[i].time, together[i].time))
	}
	r.section("One request, side by side", fmt.Sprintf(`The same request, with a session token in its header, through each guard in turns, in one process and on one core. Usher has
seen the token before, which is how session tokens come: once a second or so for a minute. The line below it has a new token each
time, and the next one a known token in the cookies of a browser, in both of Clerk's sets: which of them counts, and whether the
browser has to be sent to Clerk first, is more to decide than what a header takes. The peers verify each time. jwtauth, echo-jwt
and gin-jwt are given no issuer and no audience to hold a token against, which makes them a little faster.

Each response begins with an empty header, as net/http makes it, and the handler sets its Content-Type. The time is that of the
whole request; bytes and allocations are what a guard adds to the %.0f and %.0f of the handler. All are the least of all rounds. The
columns "against" divide the time of a line by that of another, so that less is better; the last one divides it by the time when
all cores send requests, so that more is better.`, alone[0].bytes, alone[0].allocs), t)
	return nil
}

// onOneCore measures what there is to do altogether: with a second core idle, the garbage collector would do its part there, for nothing.
func onOneCore(run func() []cost) []cost {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	return run()
}

// spread runs one subject for each core.
func spread(name string, of func() subject) subject {
	return parallelOf(name, func(int) subject { return of() })
}

// guardOf returns the guard of a peer.
func guardOf(w *world, p peer) (http.Handler, error) {
	guard, err := p.guard(w)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.name, err)
	}
	return guard, nil
}
