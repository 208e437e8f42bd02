package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/token"
)

// A point is one measurement of a series, at some size.
type point struct {
	at         int
	warm, cold time.Duration
}

// grow measures a request while one thing at a time grows.
func grow(r *report, e effort) error {
	for _, g := range []struct {
		title, about, unit string
		sizes              []int
		build              func(w *world, size int, with ...middleware.Option) (http.Handler, []string, error)
	}{
		{"Permissions in a token", `A guard asks for the last permission of a token that carries so many, as a list in version 1. The token grows with them, by some
20 bytes each: they are hashed, the list is searched, and where the token is new it is parsed. That is what is left of the growth.
A cookie has room for some 150; Clerk's tokens of version 2 carry a few bits for each.`, "permissions", []int{0, 10, 50, 100, 250, 500}, withPermissions},
		{"Keys in the set", `The instance publishes so many keys, and a token names one.`, "keys", []int{1, 5, 10, 25, 50}, withKeys},
		{"Guarded routes", `One Usher guards so many routes of a http.ServeMux; the request is for the last.`, "routes", []int{1, 10, 100, 1000}, withRoutes},
	} {
		t := table{head: []string{g.unit, "known token", "new token", "known, against the first line", "new, against the first line"}}
		var points []point
		var subjects []subject
		for _, size := range g.sizes {
			for _, with := range [][]middleware.Option{nil, {middleware.WithTokenCache(token.CacheOptions{MaxTokens: 1})}} {
				w, err := newWorld()
				if err != nil {
					return err
				}
				defer w.server.Close()
				guard, tokens, err := g.build(w, size, with...)
				if err != nil {
					return err
				}
				if with == nil {
					tokens = tokens[:1]
				}
				subjects = append(subjects, through("", guard, tokens))
			}
		}
		costs := measure(e.rounds, e.slice, subjects...)
		for i, size := range g.sizes {
			points = append(points, point{size, costs[2*i].time, costs[2*i+1].time})
			p, first := points[i], points[0]
			t.add(fmt.Sprint(size), short(p.warm), short(p.cold), ratio(p.warm, first.warm), ratio(p.cold, first.cold))
		}
		r.section(g.title, g.about, t)
		r.plot(g.title, g.unit, points)
	}
	return growGoroutines(r, e)
}

// options are those of an Usher for a world.
func options(w *world) clerk.Options {
	return clerk.Options{SecretKey: "sk_test_benchmark", APIURL: w.server.URL, Issuers: []string{issuer}, Audience: []string{audience},
		Getenv: func(string) string { return "" }, Logger: slog.New(slog.DiscardHandler)} // worlds end before their Ushers do
}

// checked returns a handler with tokens that it lets through.
func checked(guard http.Handler, tokens []string) (http.Handler, []string, error) {
	for _, text := range tokens {
		if got := status(guard, text); got != http.StatusOK {
			return nil, nil, fmt.Errorf("a good token is answered with %d", got)
		}
	}
	return guard, tokens, nil
}

func withPermissions(w *world, size int, with ...middleware.Option) (http.Handler, []string, error) {
	u, err := middleware.New(options(w), with...)
	if err != nil {
		return nil, nil, err
	}
	var list []string
	for i := range size {
		list = append(list, fmt.Sprintf("org:f%03d:read", i))
	}
	guard := u.RequireAuth(ok)
	if size > 0 {
		guard = u.Require(authobject.Permission(list[size-1]))(ok)
	}
	var tokens []string
	for i := range 2 {
		c := claims(fmt.Sprint("user_", i), time.Hour)
		delete(c, "v")
		delete(c, "o")
		c["org_id"], c["org_role"], c["org_slug"], c["org_permissions"] = "org_1", "org:admin", "acme", list
		text, err := sign(w.current(), c)
		if err != nil {
			return nil, nil, err
		}
		tokens = append(tokens, text)
	}
	return checked(guard, tokens)
}

func withKeys(w *world, size int, with ...middleware.Option) (http.Handler, []string, error) {
	keys := []signingKey{w.current()}
	for len(keys) < size {
		// A set of different ids is as large as one of different keys, and takes no minute to make.
		keys = append(keys, signingKey{fmt.Sprint("ins_other_", len(keys)), w.current().private})
	}
	w.publish(keys...)
	u, err := middleware.New(options(w), with...)
	if err != nil {
		return nil, nil, err
	}
	tokens, err := w.tokens(2)
	if err != nil {
		return nil, nil, err
	}
	return checked(u.RequireAuth(ok), tokens)
}

func withRoutes(w *world, size int, with ...middleware.Option) (http.Handler, []string, error) {
	u, err := middleware.New(options(w), with...)
	if err != nil {
		return nil, nil, err
	}
	mux := http.NewServeMux()
	for i := range size - 1 {
		mux.Handle(fmt.Sprintf("GET /route%d", i), u.RequireAuth(ok))
	}
	mux.Handle("GET /me", u.RequireAuth(ok))
	tokens, err := w.tokens(2)
	if err != nil {
		return nil, nil, err
	}
	return checked(mux, tokens)
}

// growGoroutines has so many goroutines share one Usher.
func growGoroutines(r *report, e effort) error {
	w, err := newWorld()
	if err != nil {
		return err
	}
	defer w.server.Close()
	tokens, err := w.tokens(64)
	if err != nil {
		return err
	}
	warm, err := guardOf(w, usher(""))
	if err != nil {
		return err
	}
	cold, err := guardOf(w, coldUsher())
	if err != nil {
		return err
	}
	sizes := []int{1, 10, 100, 1000}
	var subjects []subject
	for _, size := range sizes {
		subjects = append(subjects, shared(size, 64*size, warm, tokens), shared(size, 8*size, cold, tokens))
	}
	costs := measure(e.rounds, e.slice, subjects...)
	t := table{head: []string{"goroutines", "known tokens", "new tokens", "known, against the first line", "new, against the first line"}}
	var points []point
	for i, size := range sizes {
		points = append(points, point{size, costs[2*i].time, costs[2*i+1].time})
		t.add(fmt.Sprint(size), short(points[i].warm), short(points[i].cold), ratio(points[i].warm, points[0].warm), ratio(points[i].cold, points[0].cold))
	}
	r.section("Goroutines", `So many goroutines send requests through one Usher at the same time. The time is that of all, divided by the number of requests.`, t)
	r.plot("Goroutines", "goroutines", points)
	return nil
}

// shared spreads requests over goroutines.
func shared(size, least int, guard http.Handler, tokens []string) subject {
	own := make([]subject, size)
	for i := range own {
		at := i % len(tokens)
		own[i] = through("", guard, append(append([]string{}, tokens[at:]...), tokens[:at]...))
	}
	return subject{least: least, run: func(n int) {
		var wg sync.WaitGroup
		for i, s := range own {
			mine := n / size
			if i < n%size {
				mine++
			}
			wg.Go(func() { s.run(mine) })
		}
		wg.Wait()
	}}
}
