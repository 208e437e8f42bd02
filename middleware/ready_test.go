package middleware_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// A counted transport tells of the first request, and how many there were.
type counted struct {
	requests atomic.Int64
	first    chan struct{}
}

func (c *counted) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.requests.Add(1) == 1 {
		close(c.first)
	}
	return http.DefaultTransport.RoundTrip(r)
}

// Behind a readiness probe no request comes that would have the keys fetched.
func TestAProbeAloneMakesAServiceReady(t *testing.T) {
	ck := clerktest.New(t)
	transport := &counted{first: make(chan struct{})}
	opts := ck.Options()
	opts.HTTPClient = &http.Client{Transport: transport}
	usher, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = usher.Close() }()
	if usher.Ready() == nil {
		t.Fatal("ready without any key")
	}
	select {
	case <-transport.first:
	case <-time.After(10 * time.Second):
		t.Fatal("the probe has had no keys fetched")
	}
	for range 10 {
		_ = usher.Ready() // asks no further
	}
	if err := usher.Preload(t.Context()); err != nil { // waits for the fetch that is under way
		t.Fatal(err)
	}
	if err := usher.Ready(); err != nil {
		t.Errorf("not ready with keys: %v", err)
	}
	if n := transport.requests.Load(); n != 1 {
		t.Errorf("%d requests for the keys, want 1", n)
	}
}

func TestAProbeOfAClosedUsherStartsNothing(t *testing.T) {
	ck := clerktest.New(t)
	transport := &counted{first: make(chan struct{})}
	opts := ck.Options()
	opts.HTTPClient = &http.Client{Transport: transport}
	usher, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	_ = usher.Close()
	if usher.Ready() == nil || transport.requests.Load() != 0 {
		t.Errorf("a closed Usher without keys is ready, or made %d requests", transport.requests.Load())
	}
}
