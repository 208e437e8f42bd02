package jwks_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

// routes answers by path.
func routes(byPath map[string]http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if answer, ok := byPath[r.URL.Path]; ok {
			answer(w, r)
			return
		}
		http.NotFound(w, r)
	}
}

func TestRedirects(t *testing.T) {
	a := signers()[0]
	// keys publishes the set, but only to who shows the secret key.
	keys := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+secretKey {
			http.Error(w, "no secret key", http.StatusUnauthorized)
			return
		}
		text(http.StatusOK, set(a.jwk("ins_1")))(w, r)
	}
	for _, row := range []struct {
		name     string
		routes   map[string]http.HandlerFunc
		requests int
		found    bool
	}{
		{"to another path is followed, with the secret key", map[string]http.HandlerFunc{"/v1/jwks": redirect("/moved"), "/moved": keys}, 2, true},
		{"to the same host by its name is followed", map[string]http.HandlerFunc{"/v1/jwks": redirect("https://api.example.test/moved"), "/moved": keys}, 2, true},
		{"three in a row are followed", map[string]http.HandlerFunc{"/v1/jwks": redirect("/2"), "/2": redirect("/3"), "/3": redirect("/4"), "/4": keys}, 4, true},
		{"four in a row are not", map[string]http.HandlerFunc{"/v1/jwks": redirect("/2"), "/2": redirect("/3"), "/3": redirect("/4"), "/4": redirect("/5"), "/5": keys}, 4, false},
		{"in a circle ends", map[string]http.HandlerFunc{"/v1/jwks": redirect("/v1/jwks")}, 4, false},
		{"to another host is refused", map[string]http.HandlerFunc{"/v1/jwks": redirect("https://evil.example/v1/jwks")}, 1, false},
		{"to a host below is refused", map[string]http.HandlerFunc{"/v1/jwks": redirect("https://x.api.example.test/v1/jwks")}, 1, false},
		{"to the parent domain is refused", map[string]http.HandlerFunc{"/v1/jwks": redirect("https://example.test/v1/jwks")}, 1, false},
		{"to another port is refused", map[string]http.HandlerFunc{"/v1/jwks": redirect("https://api.example.test:8443/v1/jwks")}, 1, false},
		{"to plain http is refused", map[string]http.HandlerFunc{"/v1/jwks": redirect("http://api.example.test/v1/jwks")}, 1, false},
		{"without a scheme to another host is refused", map[string]http.HandlerFunc{"/v1/jwks": redirect("//evil.example/v1/jwks")}, 1, false},
		{"first within the host and then away is refused", map[string]http.HandlerFunc{"/v1/jwks": redirect("/2"), "/2": redirect("https://evil.example/")}, 2, false},
		{"to another host that quotes the secret key is refused without repeating it", map[string]http.HandlerFunc{"/v1/jwks": redirect("https://evil.example/?was=" + secretKey)}, 1, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := answering(routes(row.routes))
			opts := e.inMemory()
			opts.HTTPClient = &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
				if r.URL.Scheme != "https" || r.URL.Host != "api.example.test" {
					t.Errorf("%s was asked, with Authorization %q", r.URL, r.Header.Get("Authorization"))
				}
				return e.RoundTrip(r)
			})}
			cache := open(t, opts, jwks.Options{})
			if row.found {
				expectKey(t, cache, "ins_1", a)
			} else if err := unavailable(t, cache, "ins_1"); err.Reason != clerk.ReasonUnexpectedError {
				t.Errorf("got %v, want %s", err, clerk.ReasonUnexpectedError)
			}
			if e.fetches() != row.requests {
				t.Errorf("%d requests, want %d: a redirect is an answer, and asking again brings it again", e.fetches(), row.requests)
			}
		})
	}
}

func TestTheSecretKeyNeverReachesAnotherServer(t *testing.T) {
	var asked atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		text(http.StatusOK, set(signers()[1].jwk("ins_1")))(w, r)
	}))
	t.Cleanup(other.Close)
	for _, row := range []struct {
		name   string
		client func(sentinel http.RoundTripper) *http.Client
	}{
		{"with a client of its own", func(http.RoundTripper) *http.Client { return nil }},
		{"with a client that follows everything", func(transport http.RoundTripper) *http.Client {
			return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			transport := &http.Transport{}
			t.Cleanup(transport.CloseIdleConnections)
			opts := answering(redirect(other.URL + "/v1/jwks")).on(t)
			opts.HTTPClient = row.client(transport)
			cache := open(t, opts, jwks.Options{})
			expectUnavailable(t, cache, "ins_1")
			if asked.Load() != 0 {
				t.Errorf("the other server was asked %d times", asked.Load())
			}
		})
	}
}

func TestTheClientOfTheOptionsIsNotChanged(t *testing.T) {
	e := publishing(set(signers()[0].jwk("ins_1")))
	opts := e.inMemory()
	client := opts.HTTPClient
	warm(t, opts, jwks.Options{})
	if client.CheckRedirect != nil || client.Transport != http.RoundTripper(e) {
		t.Error("the caller's http.Client was changed")
	}
}

func TestNoErrorHoldsTheSecretKey(t *testing.T) {
	for _, row := range []struct {
		name  string
		trips roundTripper
	}{
		{"a transport that quotes the request", func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("cannot send %v", r.Header)
		}},
		{"a body that does", func(r *http.Request) (*http.Response, error) {
			quoting := body(func([]byte) (int, error) { return 0, fmt.Errorf("cannot answer %v", r.Header) })
			return &http.Response{StatusCode: http.StatusOK, Body: quoting, Request: r}, nil
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cache := open(t, clerk.Options{HTTPClient: &http.Client{Transport: row.trips}}, jwks.Options{})
				for range 3 {
					expectUnavailable(t, cache, "ins_1")
				}
				_ = refusal(t, cache.Ready())
				_ = refusal(t, cache.Preload(context.Background()))
			})
		})
	}
}
