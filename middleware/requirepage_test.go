package middleware_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// TestTheWholeWayOfAPage goes from a stranger at a guarded page to the end of the session.
func TestTheWholeWayOfAPage(t *testing.T) {
	for _, row := range towns {
		t.Run(row.name, func(t *testing.T) {
			n := newTown(t, row.origin, row.config, nil)
			b, page := n.browser, n.origin+"/dashboard?tab=1&q=a+b"

			stranger := b.Open(page)
			if stranger.StatusCode != 200 || !strings.Contains(stranger.URL, "/sign-in?") {
				t.Fatalf("a stranger ends at %s with %d", stranger.URL, stranger.StatusCode)
			}
			back := sentToSignIn(t, stranger)
			if back != page {
				t.Errorf("comes back to %q", back)
			}
			if got := b.Fetch("GET", n.origin+"/api"); got.StatusCode != 401 {
				t.Errorf("the API answers a stranger %d", got.StatusCode)
			}

			n.ck.Advance(3 * time.Second)
			want(t, b.SignIn(n.ada, back), page, "<user_ada>")
			want(t, b.Open(page), page, "<user_ada>")
			want(t, b.Fetch("POST", n.origin+"/api"), n.origin+"/api", "<user_ada>")
			if got := b.Open(n.origin + "/admin"); got.StatusCode != 403 || len(got.Hops) != 1 {
				t.Errorf("without the role: %d after %d hops", got.StatusCode, len(got.Hops))
			}

			n.ck.Advance(2 * time.Minute) // the token has expired
			reloaded := b.Open(page)
			want(t, reloaded, page, "<user_ada>")
			if reloaded.Header.Get("Cache-Control") != "no-store" || len(reloaded.Header.Values("Set-Cookie")) == 0 {
				t.Errorf("the renewed cookies may be cached: %v", reloaded.Header)
			}

			want(t, b.SignOut(n.origin+"/"), n.origin+"/", "<>")
			if got := sentToSignIn(t, b.Open(n.origin+"/admin")); got != n.origin+"/admin" {
				t.Errorf("comes back to %q", got)
			}
		})
	}
}

// TestAPageOverHTTP is the same in short, with an application that listens.
func TestAPageOverHTTP(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	origin := "http://" + server.Listener.Addr().String()
	n := newTown(t, origin, clerktest.Config{}, nil)
	server.Config.Handler = n.app()
	server.Start()
	defer server.Close()
	b := n.ck.Browser() // which asks the server, as it serves nothing itself
	back := sentToSignIn(t, b.Open(origin+"/dashboard?x=/../y&z"))
	want(t, b.SignIn(n.ada, back), back, "<user_ada>")
	n.ck.Advance(2 * time.Minute)
	want(t, b.Open(origin+"/dashboard"), origin+"/dashboard", "<user_ada>")
	if got := b.Fetch("DELETE", origin+"/api"); got.StatusCode != 200 {
		t.Errorf("a script is answered %d %s", got.StatusCode, got.Body)
	}
	r := httptest.NewRequest("POST", origin+"/api", http.NoBody)
	r.Header.Set("Origin", "https://evil.com")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := b.Do(r); got.StatusCode != 403 {
		t.Errorf("a form of another site is answered %d %s", got.StatusCode, got.Body)
	}
}

func TestWhoIsSentToSignIn(t *testing.T) {
	h := newHouse(t, middleware.WithAcceptedTokens(authobject.SessionToken, authobject.M2MToken))
	page := h.RequireAuthPage(whoami)
	for _, row := range []struct {
		name    string
		prepare func(*http.Request)
		status  int
		path    string
	}{
		{"nobody", func(*http.Request) {}, 303, "/sign-in"},
		{"an expired token", func(r *http.Request) { h.ck.SignIn(h.ada).Expired().Authorize(r) }, 303, "/sign-in"},
		{"a pending session", func(r *http.Request) { h.ck.SignIn(h.ada).Pending().Authorize(r) }, 303, "/sign-in/tasks"},
		{"a user", func(r *http.Request) { h.ck.SignIn(h.ada).Authorize(r) }, 200, ""},
		{"a form of another site", func(r *http.Request) {
			r.Method = "POST"
			h.ck.SignIn(h.ada).AddCookies(r)
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		}, 403, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := get()
			row.prepare(r)
			w := serve(page, r)
			to, err := url.Parse(w.Header().Get("Location"))
			if err != nil || w.Code != row.status || to.Path != row.path {
				t.Errorf("answered %d to %q", w.Code, w.Header().Get("Location"))
			}
		})
	}
}

func TestAnOutageIsNoReasonToSignIn(t *testing.T) {
	h := newHouse(t)
	r := get()
	h.ck.SignIn(h.ada).Authorize(r)
	h.ck.FailWith(500)
	if w := serve(h.RequireAuthPage(whoami), r); w.Code != 503 {
		t.Errorf("answered %d %v", w.Code, w.Header())
	}
}

// TestABrowserIsNotSentAwayForEver has an application that does not accept the tokens which its sign-in page makes.
func TestABrowserIsNotSentAwayForEver(t *testing.T) {
	var log bytes.Buffer
	n := newTown(t, "https://app.example.com", towns[2].config, func(o *clerk.Options) {
		o.AuthorizedParties = []string{"https://elsewhere.example.com"}
		o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	})
	for range 5 {
		sentToSignIn(t, n.browser.Open(n.origin+"/dashboard"))
		n.browser.SignIn(n.ada, n.origin+"/")
		n.ck.Advance(3 * time.Second)
	}
	got := n.browser.Open(n.origin + "/dashboard")
	if got.StatusCode != 401 || len(got.Hops) != 1 {
		t.Errorf("ended with %d %s", got.StatusCode, got.Body)
	}
	n.browser.Open(n.origin + "/dashboard")
	if c := strings.Count(log.String(), "not sent to the sign-in page again"); c != 1 {
		t.Errorf("the log says so %d times: %s", c, &log)
	}
	n.ck.Advance(time.Minute)
	sentToSignIn(t, n.browser.Open(n.origin+"/dashboard"))
}

func TestASignInPageBehindItsOwnGuard(t *testing.T) {
	n := newTown(t, "http://localhost:3000", clerktest.Config{}, func(o *clerk.Options) { o.SignInURL = "/welcome" })
	for target, status := range map[string]int{"/welcome": 401, "/welcome/tasks": 401, "/welcomes": 303, "/": 303} {
		r := httptest.NewRequest("GET", "http://localhost:3000"+target, http.NoBody)
		if w := serve(n.RequireAuthPage(whoami), r); w.Code != status {
			t.Errorf("%s is answered %d, want %d", target, w.Code, status)
		}
	}
}

func TestPageGuardsPanicWhenRoutesAreBuilt(t *testing.T) {
	ck := clerktest.New(t)
	opts := clerk.Options{JWTKey: ck.PublicKeyPEM(), Getenv: func(string) string { return "" }}
	blind, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = blind.Close() }()
	h := newHouse(t)
	for name, build := range map[string]func(){
		"no page to sign in on":             func() { blind.RequireAuthPage(whoami) },
		"no page to sign in on, with check": func() { blind.RequirePage(authobject.Role("admin")) },
		"no check":                          func() { h.RequirePage() },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("the route was built")
				}
			}()
			build()
		})
	}
	if got := blind.SignInURL(get(), ""); got != "" {
		t.Errorf("without a page, the address is %q", got)
	}
}

func TestCountsThatNobodyMade(t *testing.T) {
	h := newHouse(t)
	for value, want := range map[string]string{"": "1", "x": "1", "-3": "1", "1e3": "1", "99999999999999999999": "1", "3": "4", "1000": ""} {
		r := get("Cookie", "__usher_sign_in_count="+value)
		w := serve(h.RequireAuthPage(whoami), r)
		got := ""
		if cookies := w.Result().Cookies(); len(cookies) > 0 {
			got = cookies[0].Value
		}
		if got != want || (w.Code == 303) != (want != "") {
			t.Errorf("%q is answered %d with the count %q, want %q", value, w.Code, got, want)
		}
	}
}
