package jwks_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		e := publishing(set(a.jwk("ins_1")))
		cache := warm(t, e.inMemory(), jwks.Options{})
		for range 2 {
			if err := cache.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		}
		for range 24 {
			pass(30 * time.Minute)
			expectKey(t, cache, "ins_1", a)
		}
		if err := unavailable(t, cache, "ins_2"); !strings.Contains(err.Detail, "closed") {
			t.Errorf("an unknown key after Close: %v", err)
		}
		if _, ok := cache.Renewed(context.Background(), expectKey(t, cache, "ins_1", a)); ok {
			t.Error("Renewed after Close found a key")
		}
		pass(time.Hour)
		if err := unavailable(t, cache, "ins_1"); !strings.Contains(err.Detail, "closed") {
			t.Errorf("a key that is too old after Close: %v", err)
		}
		if e.fetches() != 1 {
			t.Errorf("%d fetches, want 1 from before Close", e.fetches())
		}
	})
}

func TestCloseOfACacheThatWasNeverUsed(t *testing.T) {
	cache := open(t, publishing(set()).on(t), jwks.Options{})
	if err := cache.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if err := refusal(t, cache.Preload(context.Background())); !strings.Contains(err.Detail, "closed") {
		t.Errorf("Preload after Close: %v", err)
	}
	_ = refusal(t, cache.Ready())
}

func TestCloseEndsAFetchThatHangs(t *testing.T) {
	for _, row := range []struct {
		name string
		opts func(t *testing.T, e *endpoint) clerk.Options
	}{
		{"over a socket", func(t *testing.T, e *endpoint) clerk.Options { t.Helper(); return e.on(t) }},
		{"in memory", func(_ *testing.T, e *endpoint) clerk.Options { return e.inMemory() }},
	} {
		t.Run(row.name, func(t *testing.T) {
			arrived := make(chan struct{})
			e := answering(func(w http.ResponseWriter, r *http.Request) {
				close(arrived)
				hangs(w, r)
			})
			cache := open(t, row.opts(t, e), jwks.Options{Timeout: time.Hour})
			waiting := make(chan error)
			go func() {
				_, err := cache.Key(context.Background(), "ins_1")
				waiting <- err
			}()
			<-arrived
			if err := cache.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
			if err := refusal(t, <-waiting); !err.Unavailable || !errors.Is(err, context.Canceled) {
				t.Errorf("the waiting request got %v, want an unavailable one", err)
			}
			if e.fetches() != 1 {
				t.Errorf("%d requests, want 1: what was called off is not tried again", e.fetches())
			}
		})
	}
}

func TestConcurrentUseAndClose(t *testing.T) {
	a := signers()[0]
	cache := open(t, publishing(set(a.jwk("ins_1"))).on(t), jwks.Options{})
	together(100, func(i int) {
		switch i % 5 {
		case 0:
			if err := cache.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		case 1:
			_ = cache.Ready()
		case 2:
			_ = cache.Preload(context.Background())
		default:
			if key, err := cache.Key(context.Background(), "ins_1"); err == nil {
				cache.Renewed(context.Background(), key)
			}
		}
	})
}

// A cache that made its own client keeps no connection open after Close, though the server would.
func TestCloseLeavesNoConnectionOpen(t *testing.T) {
	e := publishing(set(signers()[0].jwk("ins_1")))
	server := httptest.NewUnstartedServer(e)
	ended := make(chan struct{}, 10)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			ended <- struct{}{}
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	cache := warm(t, clerk.Options{APIURL: server.URL}, jwks.Options{})
	if err := cache.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the connection is still open ten seconds after Close")
	}
}

// Connections of a client that was passed in are not the cache's to close.
func TestCloseLeavesTheConnectionsOfTheOptionsAlone(t *testing.T) {
	e := publishing(set(signers()[0].jwk("ins_1")))
	opts := e.on(t)
	dials := 0
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		dials++
		return new(net.Dialer).DialContext(ctx, network, address)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	opts.HTTPClient = &http.Client{Transport: transport}
	for range 3 {
		if err := warm(t, opts, jwks.Options{}).Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	if e.fetches() != 3 || dials != 1 {
		t.Errorf("%d fetches over %d connections, want 3 over 1", e.fetches(), dials)
	}
}

// Tracing libraries put their own http.RoundTripper in the place of http.DefaultTransport.
func TestADefaultTransportThatIsNotTheStandardOneIsUsed(t *testing.T) {
	a := signers()[0]
	var traced atomic.Int64
	standard := http.DefaultTransport
	t.Cleanup(func() { http.DefaultTransport = standard })
	e := publishing(set(a.jwk("ins_1")))
	http.DefaultTransport = roundTripper(func(r *http.Request) (*http.Response, error) {
		traced.Add(1)
		return e.RoundTrip(r)
	})
	cache := open(t, clerk.Options{}, jwks.Options{})
	expectKey(t, cache, "ins_1", a)
	if traced.Load() != 1 {
		t.Errorf("the program's transport saw %d requests, want 1", traced.Load())
	}
}
