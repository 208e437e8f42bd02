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

// newCounted returns an Usher without keys, and what counts its requests for them.
func newCounted(t *testing.T) (*middleware.Usher, *counted) {
	t.Helper()
	transport := &counted{first: make(chan struct{})}
	opts := clerktest.New(t).Options()
	opts.HTTPClient = &http.Client{Transport: transport}
	usher, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = usher.Close() })
	return usher, transport
}

// Behind a readiness probe no request comes that would have the keys fetched.
func TestAProbeAloneMakesAServiceReady(t *testing.T) {
	usher, transport := newCounted(t)
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
	usher, transport := newCounted(t)
	_ = usher.Close()
	if usher.Ready() == nil || transport.requests.Load() != 0 {
		t.Errorf("a closed Usher without keys is ready, or made %d requests", transport.requests.Load())
	}
}
