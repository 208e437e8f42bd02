package middleware_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// A weather is how Clerk answers.
type weather string

const (
	fair     weather = "Clerk answers"
	refusing weather = "connections are refused"
	hanging  weather = "Clerk accepts connections and never answers"
	slow     weather = "Clerk answers after 5 seconds"
	failing  weather = "Clerk answers with 500"
	limiting weather = "Clerk answers with 429"
)

// patience is the longest that a request waits for Clerk: the timeouts of a fetch of keys, a refresh, an exchange of a nonce and a
// look-up are 5 seconds each, and no request needs two of them.
const patience = 5 * time.Second

// A sky is Clerk, without a network and in made-up time.
type sky struct {
	weather atomic.Value
	keys    []byte
}

func newSky(keys []byte) *sky {
	s := &sky{keys: keys}
	s.weather.Store(fair)
	return s
}

func (s *sky) RoundTrip(r *http.Request) (*http.Response, error) {
	reply := func(status int, body string, header http.Header) (*http.Response, error) {
		return &http.Response{StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, Header: header,
			Body: io.NopCloser(strings.NewReader(body))}, nil
	}
	switch s.weather.Load() {
	case refusing:
		return nil, syscall.ECONNREFUSED
	case hanging:
		<-r.Context().Done()
		return nil, r.Context().Err()
	case slow:
		// A moment more than 5 seconds, so that it is certain which of the two comes first.
		timer := time.NewTimer(patience + time.Millisecond)
		defer timer.Stop()
		select {
		case <-r.Context().Done():
			return nil, r.Context().Err()
		case <-timer.C:
		}
	case failing:
		return reply(500, `{"errors":[{"code":"internal_clerk_error"}]}`, http.Header{})
	case limiting:
		return reply(429, `{"errors":[{"code":"too_many_requests"}]}`, http.Header{"Retry-After": {"7"}})
	}
	switch path := r.URL.Path; {
	case strings.HasSuffix(path, "/jwks"):
		return reply(200, string(s.keys), http.Header{"Content-Type": {"application/json"}})
	case strings.HasSuffix(path, "/verify"):
		return reply(200, `{"id":"id_1","subject":"user_ada","scopes":[],"revoked":false,"expired":false}`, http.Header{})
	}
	return reply(404, `{"errors":[{"code":"resource_not_found"}]}`, http.Header{})
}

// A storm is an Usher that has seen fair weather, and in front of which the weather changes.
type storm struct {
	*middleware.Usher
	t              *testing.T
	sky            *sky
	ck, rotated    *clerktest.Clerk // rotated signs with a key that was never published
	ada, adaLater  clerktest.User
	suffix, origin string
}

// inStorm makes one in a bubble of made-up time, for each weather, with the keys and one API key known.
func inStorm(t *testing.T, test func(s storm)) {
	t.Helper()
	for _, w := range []weather{refusing, hanging, slow, failing, limiting} {
		t.Run(string(w), func(t *testing.T) {
			config := towns[2].config
			config.Now = time.Now
			ck, rotated := clerktest.New(t, config), clerktest.New(t, config)
			answer, err := http.Get(ck.URL() + "/.well-known/jwks.json")
			if err != nil {
				t.Fatal(err)
			}
			keys, err := io.ReadAll(answer.Body)
			if err := errors.Join(err, answer.Body.Close()); err != nil {
				t.Fatal(err)
			}
			key, err := clerk.ParsePublishableKey(ck.Options().PublishableKey)
			if err != nil {
				t.Fatal(err)
			}
			s := storm{sky: newSky(keys), ck: ck, rotated: rotated, suffix: key.CookieSuffix(), origin: towns[2].origin,
				ada: ck.AddUser(clerktest.User{ID: "user_ada"}), adaLater: rotated.AddUser(clerktest.User{ID: "user_ada"})}
			synctest.Test(t, func(t *testing.T) {
				opts := ck.Options()
				opts.HTTPClient = &http.Client{Transport: s.sky}
				if s.Usher, err = middleware.New(opts, middleware.WithAcceptedTokens(authobject.SessionToken, authobject.APIKey)); err != nil {
					t.Fatal(err)
				}
				defer func() { _ = s.Close() }()
				if err := s.Preload(t.Context()); err != nil {
					t.Fatal(err)
				}
				if got := serve(s.RequireToken(authobject.APIKey)(whoami), get("Authorization", "Bearer ak_known")); got.Code != 200 {
					t.Fatalf("in fair weather: %d %s", got.Code, got.Body)
				}
				s.sky.weather.Store(w)
				s.t = t
				test(s)
			})
		})
	}
}

func (s storm) header(text string) *http.Request { return get("Authorization", "Bearer "+text) }

func (s storm) page(cookies string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, s.origin+"/", http.NoBody)
	r.Header.Set("Sec-Fetch-Dest", "document")
	r.Header.Set("Cookie", cookies)
	return r
}

func (s storm) script(cookies string) *http.Request {
	r := s.page(cookies)
	r.Header.Set("Sec-Fetch-Dest", "empty")
	return r
}

func (s storm) session() string { return s.ck.SignIn(s.ada).Token() }

func (s storm) cookies(session string) string {
	return "__session=" + session + "; __client_uat=5; __refresh_" + s.suffix + "=r"
}

// TestThreatO12WhileClerkIsAway is the table of requests during every kind of outage. What needs nothing of Clerk goes on as if nothing had
// happened and waits for nothing; what does is answered with 503 and Retry-After, never with a 401 that would have people throw
// good credentials away, and within the timeouts.
func TestThreatO12WhileClerkIsAway(t *testing.T) {
	const (
		served = 200
		away   = 503
	)
	for _, row := range []struct {
		name    string
		request func(storm) *http.Request
		status  int
		reason  string // of those that are not served; where it says what Clerk did, all that it can be
		waits   bool   // for Clerk's word, though served without it
	}{
		{"a session in the header", func(s storm) *http.Request { return s.header(s.session()) }, served, "", false},
		{"a session in cookies, of a page", func(s storm) *http.Request { return s.page(s.cookies(s.session())) }, served, "", false},
		{"a session in cookies, of a script", func(s storm) *http.Request { return s.script(s.cookies(s.session())) }, served, "", false},
		{"a session in cookies, beside a nonce", func(s storm) *http.Request { return s.script(s.cookies(s.session()) + "; __clerk_handshake_nonce=n1") }, served, "", true},
		{"an API key that was seen a moment ago", func(s storm) *http.Request { return s.header("ak_known") }, served, "", false},

		{"nobody", func(s storm) *http.Request { return s.page("shop=1") }, 401, "session-token-and-uat-missing", false},
		{"a forged session", func(s storm) *http.Request { return s.header(s.ck.SignIn(s.ada).Forged().Token()) }, 401, "token-invalid-signature", false},
		{"an expired session in the header", func(s storm) *http.Request { return s.header(s.ck.SignIn(s.ada).Expired().Token()) }, 401,
			"session-token-expired-refresh-non-eligible-no-refresh-cookie", false},

		{"a session by a key that is not known yet", func(s storm) *http.Request { return s.header(s.rotated.SignIn(s.adaLater).Token()) }, away, "unexpected-error|jwk-remote-failed-to-load", false},
		{"the same in cookies", func(s storm) *http.Request { return s.script(s.cookies(s.rotated.SignIn(s.adaLater).Token())) }, away, "unexpected-error|jwk-remote-failed-to-load", false},
		{"a script whose session has to be renewed", func(s storm) *http.Request { return s.script(s.cookies(s.ck.SignIn(s.ada).Expired().Token())) }, away, "session-token-expired-refresh-fetch-error|session-token-expired-refresh-internal_clerk_error|session-token-expired-refresh-too_many_requests", false},
		{"a browser that comes back with a nonce", func(s storm) *http.Request { return s.page("__clerk_handshake_nonce=n1") }, away, "session-token-missing", false},
		{"an API key that is new", func(s storm) *http.Request { return s.header("ak_new") }, away, "unexpected-error", false},

		// Its page cannot be shown, and nobody but Clerk can renew it: the browser is sent there and finds out.
		{"a page whose session has to be renewed", func(s storm) *http.Request { return s.page(s.cookies(s.ck.SignIn(s.ada).Expired().Token())) }, 307, "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			inStorm(t, func(s storm) {
				t := s.t
				handler := s.Authenticate(s.knownCaller(whoami))
				for n := range 3 { // the second and the third find that Clerk has just failed
					began := time.Now()
					w := serve(handler, row.request(s))
					took := time.Since(began)
					if w.Code != row.status || took > patience || w.Code == served && took > 0 && !row.waits {
						t.Fatalf("request %d is answered %d after %v: %v %s", n+1, w.Code, took, w.Header(), w.Body)
					}
					if w.Code == away || w.Code == 401 {
						if p := problemOf(t, w); !slices.Contains(strings.Split(row.reason, "|"), p.Reason) {
							t.Errorf("the reason is %q, want %q", p.Reason, row.reason)
						}
					}
					seconds, err := strconv.Atoi(w.Header().Get("Retry-After"))
					if (w.Code == away) != (err == nil && seconds >= 1 && seconds <= 60) {
						t.Errorf("answered %d, Retry-After is %q", w.Code, w.Header().Get("Retry-After"))
					}
					if s.sky.weather.Load() == limiting && w.Code == away && n == 0 && (seconds < 7 || seconds > 8) {
						t.Errorf("Clerk asks for 7 seconds, and Retry-After is %d", seconds)
					}
				}
			})
		})
	}
}

// knownCaller is a guard that lets users and programs in.
func (s storm) knownCaller(next http.Handler) http.Handler {
	return s.RequireToken(authobject.SessionToken, authobject.APIKey)(next)
}

// TestSessionsOutliveALongOutage has users who go on working for two hours, every other minute with the token that their front end
// would have by then. The keys are due for a refresh all the while, for which nobody waits.
func TestSessionsOutliveALongOutage(t *testing.T) {
	inStorm(t, func(s storm) {
		t := s.t
		handler := s.RequireAuth(whoami)
		for n := range 60 {
			for name, r := range map[string]*http.Request{"header": s.header(s.session()), "cookies": s.page(s.cookies(s.session()))} {
				began := time.Now()
				if w := serve(handler, r); w.Code != 200 || time.Since(began) > 0 {
					t.Fatalf("after %d minutes, by %s: answered %d after %v: %s", 2*n, name, w.Code, time.Since(began), w.Body)
				}
			}
			pass(2 * time.Minute)
		}
		s.sky.weather.Store(fair)
		pass(time.Minute)
		if err := s.Ready(); err != nil {
			t.Error(err)
		}
	})
}

// TestManyRequestsShareOneWait says that a crowd that needs Clerk waits for one answer, and not for one after the other.
func TestManyRequestsShareOneWait(t *testing.T) {
	inStorm(t, func(s storm) {
		t := s.t
		handler := s.knownCaller(whoami)
		answers := make(chan int, 100)
		began := time.Now()
		for n := range cap(answers) {
			go func() {
				r := s.header("ak_new")
				switch n % 3 {
				case 0:
					r = s.header(s.rotated.SignIn(s.adaLater).Token())
				case 1:
					r = s.page("__clerk_handshake_nonce=n1")
				}
				answers <- serve(handler, r).Code
			}()
		}
		for range cap(answers) {
			if status := <-answers; status != 503 {
				t.Errorf("answered %d", status)
			}
		}
		if took := time.Since(began); took > patience {
			t.Errorf("all are answered after %v", took)
		}
	})
}
