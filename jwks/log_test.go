package jwks_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

// A journal is a log that several goroutines write to.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) count(what string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Count(j.text.String(), what)
}

// logging returns a cache that logs warnings to a journal and asks its endpoint through transport.
func logging(t *testing.T, transport http.RoundTripper) (*jwks.Cache, *journal) {
	t.Helper()
	log := &journal{}
	instance, err := clerk.Options{
		SecretKey: "sk_test_0123456789", APIURL: "https://api.example.test", Getenv: func(string) string { return "" },
		HTTPClient: &http.Client{Transport: transport}, Logger: slog.New(slog.NewTextHandler(log, nil)),
	}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	cache, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return cache, log
}

func TestAnOutageIsLoggedOnceAndThenNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		var up atomic.Bool
		cache, log := logging(t, roundTripper(func(r *http.Request) (*http.Response, error) {
			if !up.Load() {
				return nil, errors.New("no route to host")
			}
			return publishing(set(a.jwk("ins_1"))).RoundTrip(r)
		}))
		defer func() { _ = cache.Close() }()
		if err := cache.Preload(context.Background()); err == nil {
			t.Fatal("loaded from an endpoint that is down")
		}
		if log.count("level=WARN") != 1 || log.count("no route to host") == 0 || log.count("sk_test") != 0 {
			t.Fatalf("after the first failure the log is %s", log)
		}
		pass(time.Hour)
		if n := log.count("level=WARN"); n < 2 || n > 10 {
			t.Errorf("an hour of outage makes %d warnings", n)
		}
		up.Store(true)
		pass(time.Minute)
		if log.count("can be fetched again") != 1 {
			t.Errorf("the recovery is not logged once: %s", log)
		}
	})
}

func TestAPanicInATransportIsAFailedFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cache, _ := logging(t, roundTripper(func(*http.Request) (*http.Response, error) { panic("a bug in somebody's tracing") }))
		defer func() { _ = cache.Close() }()
		_, err := cache.Key(context.Background(), "ins_1")
		var refused *jwks.Error
		if !errors.As(err, &refused) || !refused.Unavailable || refused.Reason != clerk.ReasonUnexpectedError {
			t.Errorf("got %v", err)
		}
	})
}
