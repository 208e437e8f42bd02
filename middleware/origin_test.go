package middleware_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// TestThreatP28CookiesDoNotCountInWhatOtherSitesSend says whose requests the cookies of a user count in.
func TestThreatP28CookiesDoNotCountInWhatOtherSitesSend(t *testing.T) {
	const home = "https://app.example.com"
	setUp := func(change func(*clerk.Options), with ...middleware.Option) town {
		return newTown(t, home, towns[2].config, func(o *clerk.Options) {
			o.AuthorizedParties = nil
			if change != nil {
				change(o)
			}
		}, with...)
	}
	plain := setUp(nil)
	party := setUp(func(o *clerk.Options) { o.AuthorizedParties = []string{home, "https://front.example.com"} })
	public := setUp(func(o *clerk.Options) { o.PublicURL = home })
	proxied := setUp(func(o *clerk.Options) { o.TrustedProxies = clerk.AnyProxy() })
	trusting := setUp(nil, middleware.WithTrustedOrigins("https://admin.example.org"))
	off := setUp(nil, middleware.WithoutCrossOriginProtection())
	for _, row := range []struct {
		name    string
		town    town
		method  string
		header  string // "Name: value" lines
		allowed bool
	}{
		{"a form of the application", plain, "POST", "Sec-Fetch-Site: same-origin\nOrigin: https://app.example.com", true},
		{"a form of another site", plain, "POST", "Sec-Fetch-Site: cross-site\nOrigin: https://evil.com", false},
		{"of another host of the same site", plain, "POST", "Sec-Fetch-Site: same-site\nOrigin: https://blog.example.com", false},
		{"of a sandboxed frame", plain, "POST", "Sec-Fetch-Site: cross-site\nOrigin: null", false},
		{"DELETE of another site", plain, "DELETE", "Sec-Fetch-Site: cross-site", false},
		{"a method that nobody knows", plain, "PURGE", "Sec-Fetch-Site: cross-site", false},
		{"a link on another site", plain, "GET", "Sec-Fetch-Site: cross-site", true},
		{"HEAD", plain, "HEAD", "Sec-Fetch-Site: cross-site", true},
		{"a WebSocket of another site", plain, "GET", "Sec-Fetch-Site: cross-site\nUpgrade: websocket\nConnection: Upgrade\nOrigin: https://evil.com", false},
		{"a WebSocket of another site, in capitals", plain, "GET", "Upgrade: WebSocket\nConnection: Upgrade\nOrigin: https://evil.com", false},
		{"a WebSocket of another site, in the form of HTTP/2", plain, "CONNECT", "Origin: https://evil.com", false},
		{"a WebSocket of the application", plain, "GET", "Sec-Fetch-Site: same-origin\nUpgrade: websocket\nConnection: Upgrade\nOrigin: https://app.example.com", true},
		{"a program that says nothing", plain, "POST", "", true},
		{"an old browser on the application", plain, "POST", "Origin: https://app.example.com", true},
		{"an old browser on another site", plain, "POST", "Origin: https://evil.com", false},
		{"an old browser on a longer name", plain, "POST", "Origin: https://app.example.com.evil.com", false},
		{"an authorized party", party, "POST", "Sec-Fetch-Site: same-site\nOrigin: https://front.example.com", true},
		{"no authorized party", party, "POST", "Sec-Fetch-Site: same-site\nOrigin: https://back.example.com", false},
		{"the public address", public, "POST", "Origin: https://app.example.com\nHost: internal:8080", true},
		{"an old browser, through a proxy", proxied, "POST", "Origin: https://app.example.com\nHost: internal:8080\nX-Forwarded-Host: app.example.com\nX-Forwarded-Proto: https", true},
		{"an old browser on another site, through a proxy", proxied, "POST", "Origin: https://evil.com\nHost: internal:8080\nX-Forwarded-Host: app.example.com\nX-Forwarded-Proto: https", false},
		{"an old browser, through a proxy that is not trusted", plain, "POST", "Origin: https://app.example.com\nHost: internal:8080\nX-Forwarded-Host: app.example.com\nX-Forwarded-Proto: https", false},
		{"a trusted origin", trusting, "POST", "Sec-Fetch-Site: cross-site\nOrigin: https://admin.example.org", true},
		{"a trusted origin by another scheme", trusting, "POST", "Sec-Fetch-Site: cross-site\nOrigin: http://admin.example.org", false},
		{"anybody, where told so", off, "POST", "Sec-Fetch-Site: cross-site\nOrigin: https://evil.com", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			prepare := func() *http.Request {
				r := request(row.method)
				r.Host = "app.example.com"
				for line := range strings.Lines(row.header) {
					name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
					if name == "Host" {
						r.Host = value
						continue
					}
					r.Header.Set(name, value)
				}
				return r
			}
			in := row.town.ck.SignIn(row.town.ada).AuthorizedParty(home)
			w := serve(row.town.RequireAuth(whoami), in.AddCookies(prepare()))
			if row.allowed != (w.Code == 200) || !row.allowed && w.Code != 403 {
				t.Fatalf("with cookies: answered %d %s", w.Code, w.Body)
			}
			if !row.allowed && (problemOf(t, w).Reason != string(middleware.ReasonCrossOrigin) || w.Header().Get("WWW-Authenticate") != "" ||
				w.Header().Get("X-Clerk-Auth-Reason") != string(middleware.ReasonCrossOrigin)) {
				t.Errorf("answered %v %s", w.Header(), w.Body)
			}
			if w := serve(row.town.RequireAuth(whoami), in.Authorize(prepare())); w.Code != 200 {
				t.Errorf("with a token in the header: answered %d %s", w.Code, w.Body)
			}
			if w := serve(row.town.RequireAuth(whoami), prepare()); w.Code != 401 {
				t.Errorf("without credentials: answered %d %s", w.Code, w.Body)
			}
		})
	}
}

func TestAForeignRequestIsNobodys(t *testing.T) {
	h := newHouse(t)
	before := h.ck.JWKSFetches()
	r := h.ck.SignIn(h.ada).AddCookies(request("POST", "Sec-Fetch-Site", "cross-site"))
	w := serve(h.Authenticate(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if auth, ok := authobject.FromContext(r.Context()); ok || auth.UserID() != "" {
			t.Errorf("the handler takes it for %v", auth)
		}
		if err := middleware.Unauthenticated(r.Context()); err == nil || err.Status != 403 || err.Reason != middleware.ReasonCrossOrigin {
			t.Errorf("the handler is told %v", err)
		}
	})), r)
	if w.Code != 200 || h.ck.JWKSFetches() != before {
		t.Errorf("answered %d after %d fetches", w.Code, h.ck.JWKSFetches()-before)
	}
	t.Run("nor can a handshake in its address sign it in", func(t *testing.T) {
		r := request("POST", "Sec-Fetch-Site", "cross-site")
		r.URL.RawQuery, r.RequestURI = "__clerk_handshake_nonce=n", "/?__clerk_handshake_nonce=n"
		if w := serve(h.RequireAuth(whoami), r); w.Code != 403 || len(w.Header().Values("Set-Cookie")) != 0 {
			t.Errorf("answered %d %v", w.Code, w.Header())
		}
	})
	t.Run("nor a method that a handler above has changed", func(t *testing.T) {
		r := h.ck.SignIn(h.ada).AddCookies(request("GET", "Sec-Fetch-Site", "cross-site"))
		override := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			changed := r.Clone(r.Context())
			changed.Method = "DELETE"
			h.RequireAuth(whoami).ServeHTTP(w, changed)
		})
		if w := serve(h.Authenticate(override), r); w.Code != 403 {
			t.Errorf("answered %d", w.Code)
		}
	})
	t.Run("and where no cookie counts, none is looked at", func(t *testing.T) {
		h := newHouse(t, middleware.WithAcceptedTokens(authobject.M2MToken))
		r := h.ck.SignIn(h.ada).AddCookies(request("POST", "Sec-Fetch-Site", "cross-site"))
		if w := serve(h.Authenticate(whoami), r); w.Header().Get("X-Clerk-Auth-Reason") != "No token in header" {
			t.Errorf("answered %v", w.Header())
		}
	})
}

func TestTrustedOriginsThatAreNone(t *testing.T) {
	ck := clerktest.New(t)
	for _, origin := range []string{"", "*", "admin.example.com", "https://", "https://admin.example.com/", "https://Admin.example.com"} {
		if _, err := middleware.New(ck.Options(), middleware.WithTrustedOrigins(origin)); err == nil || !strings.Contains(err.Error(), "WithTrustedOrigins") {
			t.Errorf("%q was taken: %v", origin, err)
		}
	}
}
