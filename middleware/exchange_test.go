package middleware_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/middleware"
)

// A till gives out the handshake of each nonce once.
type till struct {
	session string
	asked   atomic.Int32
}

func (l *till) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/clients/handshake_payload") {
		return http.DefaultTransport.RoundTrip(r)
	}
	status, body := http.StatusNotFound, `{"errors":[{"code":"resource_not_found"}]}`
	if l.asked.Add(1) == 1 {
		status, body = http.StatusOK, fmt.Sprintf(`{"directives":["__session=%s; Path=/","__client_uat=1767225600; Path=/"]}`, l.session)
	}
	return &http.Response{StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(body))}, nil
}

// A route for pending sessions has an Usher of its own, which stands below the one of the whole application. The nonce that a
// browser brings back from Clerk is good for one of them.
func TestTwoUshersShareTheNonceOfARequest(t *testing.T) {
	l := &till{}
	var opts clerk.Options
	row := towns[2]
	n := newTown(t, row.origin, row.config, func(o *clerk.Options) {
		o.HTTPClient = &http.Client{Transport: l}
		opts = *o
	})
	other, err := middleware.New(opts, middleware.WithPendingSessions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	signed := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	n.ck.SignIn(n.ada).AuthorizedParty(row.origin).Authorize(signed)
	l.session = strings.TrimPrefix(signed.Header.Get("Authorization"), "Bearer ")

	name := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, authobject.MustFromContext(r.Context()).UserID())
	})
	r := httptest.NewRequest(http.MethodGet, row.origin+"/", http.NoBody)
	r.Header.Set("Cookie", "__clerk_handshake_nonce=n1")
	w := httptest.NewRecorder()
	n.Authenticate(other.RequireAuth(name)).ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Body.String() != "user_ada" || l.asked.Load() != 1 {
		t.Errorf("answered %d %s after %d questions", w.Code, w.Body, l.asked.Load())
	}
}

// silence never answers.
type silence struct{ asked chan struct{} }

func (s silence) RoundTrip(r *http.Request) (*http.Response, error) {
	close(s.asked)
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestCloseEndsTheQuestionAboutANonce(t *testing.T) {
	opts := proxyOptions()
	opts.ProxyURL = ""
	asked := make(chan struct{})
	opts.HTTPClient = &http.Client{Transport: silence{asked}}
	usher, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	answered := make(chan int)
	go func() {
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.Header.Set("Cookie", "__clerk_handshake_nonce=n1")
		w := httptest.NewRecorder()
		usher.RequireAuth(http.NotFoundHandler()).ServeHTTP(w, r)
		answered <- w.Code
	}()
	<-asked
	begun := time.Now()
	if err := usher.Close(); err != nil {
		t.Error(err)
	}
	if code := <-answered; code != http.StatusServiceUnavailable || time.Since(begun) > 2*time.Second {
		t.Errorf("answered %d after %v", code, time.Since(begun))
	}
}
