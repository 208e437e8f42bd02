package browser

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usher-auth/usher/examples/quickstart/demo"
)

// A site is the quickstart with its satellite, on two hosts, and a clock that can be moved.
type site struct {
	origin, satellite string
	ahead             atomic.Int64 // nanoseconds

	mu      sync.Mutex
	answers []http.Header // of the application, to browsers that load a page
	drop    string        // what the name of a cookie begins with that does not arrive
}

// A place says on which host the application is. The satellite is on the other one. Clerk is on 127.0.0.1.
type place struct{ application, satellite string }

var (
	besideClerk = place{"127.0.0.1", "localhost"}
	elsewhere   = place{"localhost", "127.0.0.1"} // for a browser, another site than Clerk's
)

// start serves a site.
func start(t *testing.T, at place, config demo.Config) *site {
	t.Helper()
	s := &site{}
	application, satellite := httptest.NewUnstartedServer(nil), httptest.NewUnstartedServer(nil)
	s.origin, s.satellite = originOf(t, application, at.application), originOf(t, satellite, at.satellite)
	config.Origin, config.SatelliteOrigin = s.origin, s.satellite
	config.Now = func() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }
	app, err := demo.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := app.Close(); err != nil {
			t.Error(err)
		}
	})
	application.Config.Handler, satellite.Config.Handler = s.watch(app), app.Satellite()
	for _, server := range []*httptest.Server{application, satellite} {
		server.Start()
		t.Cleanup(server.Close)
	}
	return s
}

func originOf(t *testing.T, server *httptest.Server, host string) string {
	t.Helper()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return "http://" + host + ":" + port
}

// expire moves the clock of Clerk and of the services on, past the end of every token.
func (s *site) expire() { s.ahead.Add(int64(2 * time.Minute)) }

// lose has the application not see the cookies any more whose names begin so.
func (s *site) lose(prefix string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop = prefix
}

// watch stands before the application.
func (s *site) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		drop := s.drop
		s.mu.Unlock()
		if drop != "" {
			cookies := r.Cookies()
			r.Header.Del("Cookie")
			for _, cookie := range cookies {
				if !strings.HasPrefix(cookie.Name, drop) {
					r.AddCookie(cookie)
				}
			}
		}
		next.ServeHTTP(w, r)
		if r.Header.Get("Sec-Fetch-Dest") == "document" {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.answers = append(s.answers, w.Header().Clone())
		}
	})
}

// handshakes returns where browsers were sent for a handshake since it was asked last, and why.
func (s *site) handshakes() (locations, reasons []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.answers {
		if h.Get("X-Clerk-Auth-Status") == "handshake" {
			locations, reasons = append(locations, h.Get("Location")), append(reasons, h.Get("X-Clerk-Auth-Reason"))
		}
	}
	s.answers = nil
	return locations, reasons
}
