package jwks_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// An endpoint publishes keys and remembers when it was asked. It is a handler for servers and, for tests with a fake clock, a
// transport that calls itself in memory.
type endpoint struct {
	mu     sync.Mutex
	asked  []time.Time
	answer http.HandlerFunc
}

// publishing returns an endpoint that answers with a key set.
func publishing(body string) *endpoint { return answering(text(http.StatusOK, body)) }

func answering(answer http.HandlerFunc) *endpoint { return &endpoint{answer: answer} }

// becomes replaces the answer from now on.
func (e *endpoint) becomes(answer http.HandlerFunc) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answer = answer
}

// fetches returns how often the endpoint was asked.
func (e *endpoint) fetches() int { return len(e.times()) }

// times returns when the endpoint was asked.
func (e *endpoint) times() []time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]time.Time(nil), e.asked...)
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	e.asked = append(e.asked, time.Now())
	answer := e.answer
	e.mu.Unlock()
	answer(w, r)
}

// RoundTrip answers in memory: with the end of the request's context when that came first, and with a broken connection when
// the handler aborts.
func (e *endpoint) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	if aborted := e.serve(recorder, r); aborted {
		return nil, io.ErrUnexpectedEOF
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	response := recorder.Result()
	response.Request = r
	return response, nil
}

func (e *endpoint) serve(w http.ResponseWriter, r *http.Request) (aborted bool) {
	defer func() {
		if recover() == http.ErrAbortHandler { //nolint:errorlint // net/http compares so too
			aborted = true
		}
	}()
	e.ServeHTTP(w, r)
	return false
}

// on runs the endpoint on loopback and returns options that lead there, over connections of the cache's own.
func (e *endpoint) on(t *testing.T) clerk.Options {
	t.Helper()
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return clerk.Options{APIURL: server.URL}
}

// inMemory returns options that lead to the endpoint without a socket.
func (e *endpoint) inMemory() clerk.Options {
	return clerk.Options{APIURL: "https://api.example.test", HTTPClient: &http.Client{Transport: e}}
}

// Answers of an endpoint.

func text(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func hangs(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func drops(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// held answers when released, or not at all once the client has gone.
func held(release <-chan struct{}, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
			answer(w, r)
		case <-r.Context().Done():
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A body is read by calling it.
type body func([]byte) (int, error)

func (f body) Read(p []byte) (int, error) { return f(p) }

func (body) Close() error { return nil }
