package main

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// A cost is what one operation takes, the least of all rounds: whatever else goes on can only add to it.
type cost struct {
	time   time.Duration
	bytes  float64
	allocs float64
}

// A subject is something that is measured: run does it n times.
type subject struct {
	name  string
	run   func(n int)
	least int // how often at least, where that takes to get going
}

// measure runs subjects in turns, so that what disturbs the machine disturbs all of them alike.
func measure(rounds int, slice time.Duration, subjects ...subject) []cost {
	costs := make([]cost, len(subjects))
	sizes := make([]int, len(subjects))
	for i, s := range subjects {
		costs[i] = cost{time.Hour, math.Inf(1), math.Inf(1)}
		sizes[i] = max(1, s.least)
		for sizes[i] < 1<<24 { // until one slice of work takes about the time that was asked for
			start := time.Now()
			s.run(sizes[i])
			if took := time.Since(start); took > slice/2 {
				break
			}
			sizes[i] *= 2
		}
	}
	var before, after runtime.MemStats
	for range rounds {
		for i, s := range subjects {
			runtime.ReadMemStats(&before)
			start := time.Now()
			s.run(sizes[i])
			took := time.Since(start) / time.Duration(sizes[i])
			runtime.ReadMemStats(&after)
			if took < costs[i].time {
				costs[i].time = took
			}
			costs[i].bytes = min(costs[i].bytes, float64(after.TotalAlloc-before.TotalAlloc)/float64(sizes[i]))
			costs[i].allocs = min(costs[i].allocs, float64(after.Mallocs-before.Mallocs)/float64(sizes[i]))
		}
	}
	return costs
}

// A sink is a response writer that keeps nothing.
type sink struct {
	header http.Header
	status int
	_      [112]byte // what another core writes lies elsewhere
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) Write(p []byte) (int, error) { return len(p), nil }
func (s *sink) WriteHeader(status int)      { s.status = status }

// serve sends one request through a handler. Each response has a header of its own, which is empty, as net/http makes it: whoever sets
// the first one pays for its place.
func (s *sink) serve(h http.Handler, r *http.Request) {
	s.header = make(http.Header)
	s.status = 0
	h.ServeHTTP(s, r)
}

func newSink() *sink { return new(sink) }

// through measures requests with these tokens in turns.
func through(name string, h http.Handler, tokens []string) subject {
	return throughWith(name, h, tokens, request)
}

// throughWith measures requests that present these tokens in another way.
func throughWith(name string, h http.Handler, tokens []string, present func(token string) *http.Request) subject {
	requests := make([]*http.Request, len(tokens))
	for i, token := range tokens {
		requests[i] = present(token)
	}
	w, next := newSink(), 0
	return subject{name: name, run: func(n int) {
		i := next // one of this call's own: what two cores write must not lie side by side
		for range n {
			w.serve(h, requests[i])
			i++
			if i == len(requests) {
				i = 0
			}
		}
		next = i
	}}
}

// inParallel spreads requests over all cores.
func inParallel(name string, h http.Handler, tokens []string, present func(token string) *http.Request) subject {
	return parallelOf(name, func(i int) subject {
		start := i * len(tokens) / runtime.GOMAXPROCS(0)
		return throughWith(name, h, slices.Concat(tokens[start:], tokens[:start]), present)
	})
}

// parallelOf runs one subject on each core.
func parallelOf(name string, of func(core int) subject) subject {
	own := make([]subject, runtime.GOMAXPROCS(0))
	for i := range own {
		own[i] = of(i)
	}
	return subject{name: name, run: func(n int) {
		var wg sync.WaitGroup
		for _, s := range own {
			wg.Go(func() { s.run(max(1, n/len(own))) })
		}
		wg.Wait()
	}}
}

// answers fails unless a handler lets a token through and refuses a forged one: nobody is measured who does not do the work.
func answers(name string, h http.Handler, token string) error {
	return answersTo(name, h, token, request)
}

// answersTo is answers for requests that present the token in another way.
func answersTo(name string, h http.Handler, token string, present func(token string) *http.Request) error {
	w := newSink()
	if w.serve(h, present(token)); w.status != http.StatusOK {
		return fmt.Errorf("%s answers a good token with %d", name, w.status)
	}
	forged := token[:len(token)-8] + "AAAAAAAA"
	if w.serve(h, present(forged)); w.status < 400 {
		return fmt.Errorf("%s lets a forged token through", name)
	}
	return nil
}

// The measures that everything is held against.

// floor is the arithmetic of one signature, which nobody can do without who does not remember.
func floor(w *world, token string) subject {
	dot := strings.LastIndexByte(token, '.')
	signature, err := base64.RawURLEncoding.DecodeString(token[dot+1:])
	if err != nil {
		panic(err) // the token is our own
	}
	signed, public := []byte(token[:dot]), &w.current().private.PublicKey
	return subject{name: "SHA-256 and rsa.VerifyPKCS1v15 alone", run: func(n int) {
		for range n {
			sum := sha256.Sum256(signed)
			if rsa.VerifyPKCS1v15(public, crypto.SHA256, sum[:], signature) != nil {
				panic("the signature is our own")
			}
		}
	}}
}

// withValue is the least that a middleware does which tells its handler something.
var withValue = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	ok.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), tokenKey{}, w)))
})
