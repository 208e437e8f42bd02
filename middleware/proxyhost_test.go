package middleware_test

import (
	"bytes"
	"fmt"
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

// TestAProxyOnAHostOfItsOwn has a browser that talks to the instance through that host alone: it signs in there, and the
// handshakes go there.
func TestAProxyOnAHostOfItsOwn(t *testing.T) {
	for _, row := range []struct {
		name, origin, proxy string
		config              clerktest.Config
		domain              string // of the cookies that a handshake sets
	}{
		{"development", "http://localhost:3000", "http://127.0.0.1:4000", clerktest.Config{}, ""},
		{"production", "https://app.example.com", "https://auth.example.com", towns[2].config, "Domain=example.com"},
		{"production, with a port", "https://app.example.com", "https://auth.example.com:8443", towns[2].config, "Domain=example.com"},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.config.Now = func() time.Time { return moment }
			ck := clerktest.New(t, row.config)
			ada := ck.AddUser(clerktest.User{ID: "user_ada"})
			opts := ck.Options()
			opts.PublicURL, opts.AuthorizedParties = row.origin, []string{row.origin}
			opts.ProxyURL, opts.ProxyUpstream, opts.SignInURL = row.proxy, ck.URL(), row.proxy+"/sign-in"
			usher, err := middleware.New(opts)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = usher.Close() }()
			proxy, err := middleware.NewProxy(opts, middleware.ProxyOptions{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = proxy.Close() }()
			n := town{usher, ck, ada, row.origin, nil}
			both := proxy.Intercept(n.app()) // one process serves both hosts
			b := ck.Browser().Serve(row.origin, both).Serve(row.proxy, both)

			back := sentToSignIn(t, b.Open(row.origin+"/dashboard"))
			page := b.Open(row.proxy + "/sign-in?redirect_url=" + url.QueryEscape(back))
			if page.StatusCode != 200 || !strings.HasPrefix(page.URL, row.proxy+"/sign-in") {
				t.Fatalf("the page to sign in on is %s with %d %s", page.URL, page.StatusCode, page.Body)
			}
			form := url.Values{"user_id": {ada.ID}, "redirect_url": {back}}
			r := httptest.NewRequest("POST", row.proxy+"/sign-in", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Sec-Fetch-Dest", "document")
			r.Header.Set("Origin", row.proxy)
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			want(t, b.Do(r), row.origin+"/dashboard", "<user_ada>")

			ck.Advance(2 * time.Minute)
			b.SetCookies(row.origin, &http.Cookie{Name: clerk.CookieRefresh + "_" + suffixOf(t, opts), MaxAge: -1})
			renewed := b.Open(row.origin + "/dashboard")
			want(t, renewed, row.origin+"/dashboard", "<user_ada>")
			if len(renewed.Hops) < 3 || !strings.HasPrefix(renewed.Hops[1].URL, row.proxy+"/v1/client/handshake?redirect_url=") {
				t.Fatalf("the handshake went %v", renewed.Hops)
			}
			if got := strings.Join(renewed.Hops[1].Header.Values("Set-Cookie"), "\n"); !strings.Contains(got, row.domain) {
				t.Errorf("the handshake sets %s", got)
			}
			for issuer, status := range map[string]int{row.proxy: 200, ck.Issuer(): 200, row.origin: 401, "https://evil.example": 401} {
				r := ck.SignIn(ada).AuthorizedParty(row.origin).Claim("iss", issuer).Authorize(httptest.NewRequest("GET", row.origin+"/api", http.NoBody))
				if w := serve(n.app(), r); w.Code != status {
					t.Errorf("a token from %s is answered %d %s", issuer, w.Code, w.Body)
				}
			}
		})
	}
}

func suffixOf(t *testing.T, opts clerk.Options) string {
	t.Helper()
	instance, err := opts.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	return instance.CookieSuffix()
}

// TestWhatAProxyOnAHostOfItsOwnTakes says which requests reach Clerk, by the Host header alone.
func TestWhatAProxyOnAHostOfItsOwnTakes(t *testing.T) {
	u := newUpstream(t)
	opts := proxyOptions()
	opts.PublicURL, opts.ProxyURL = "https://app.example.com", "https://auth.example.com/"
	proxy, err := middleware.NewProxy(opts, middleware.ProxyOptions{Upstream: u.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = proxy.Close() }()
	mounted := proxy.Intercept(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "the application") }))
	for _, row := range []struct{ host, target, asked string }{
		{"auth.example.com", "/v1/client?a=b", "/v1/client?a=b"},
		{"auth.example.com", "/", "/"},
		{"AUTH.example.com:443", "/v1/client", "/v1/client"},
		{"auth.example.com:80", "/v1/client", ""},
		{"app.example.com", "/v1/client", ""},
		{"auth.example.com.evil.example", "/v1/client", ""},
		{"", "/v1/client", ""},
	} {
		t.Run(row.host+row.target, func(t *testing.T) {
			u.asked = nil
			r := httptest.NewRequest("GET", row.target, http.NoBody)
			r.Host = row.host
			r.Header.Set("X-Forwarded-Host", "auth.example.com")
			w := serve(mounted, r)
			asked := ""
			if u.asked != nil {
				asked = u.asked.RequestURI
				if got := u.asked.Header.Get("Clerk-Proxy-Url"); got != "https://auth.example.com" {
					t.Errorf("Clerk is told that the proxy is %q", got)
				}
			}
			if asked != row.asked || (w.Body.String() == "the application") != (row.asked == "") {
				t.Errorf("asked for %q, answered %d %s", asked, w.Code, w.Body)
			}
		})
	}
	u.answer = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/v1/client/link?x")
		w.WriteHeader(307)
	}
	r := httptest.NewRequest("GET", "/v1/client/handshake", http.NoBody)
	if got := serve(proxy, r).Header().Get("Location"); got != "https://auth.example.com/v1/client/link?x" {
		t.Errorf("redirected to %q", got)
	}
	opts.PublicURL = "https://auth.example.com"
	if _, err := middleware.NewProxy(opts, middleware.ProxyOptions{}); err == nil || !strings.Contains(err.Error(), "CLERK_PROXY_URL") {
		t.Errorf("a proxy that takes the application's own host: %v", err)
	}
}

func TestThePagesOfTheOptions(t *testing.T) {
	r := httptest.NewRequest("GET", "/", http.NoBody)
	const back = "?redirect_url=https%3A%2F%2Fapp.example.com%2F"
	own := func(o *clerk.Options) { o.SignUpURL = "/join" }
	if got := urls(t, own).SignUpURL(r, ""); got != "https://app.example.com/join"+back {
		t.Errorf("the page to sign up on is %s", got)
	}
	if got := urls(t, own, middleware.WithSignUpURL("/new")).SignUpURL(r, ""); got != "https://app.example.com/new"+back {
		t.Errorf("the option of the middleware does not go first: %s", got)
	}
	emulator := urls(t, func(o *clerk.Options) { o.PublishableKey = keyOf("pk_test_", "127.0.0.1:4000") })
	if got := emulator.SignInURL(r, ""); got != "http://127.0.0.1:4000/sign-in"+back {
		t.Errorf("the portal of an emulator is %s", got)
	}
}

// TestAnyPartyIsWarnedOf says when a start-up warns that sessions of every party are accepted.
func TestAnyPartyIsWarnedOf(t *testing.T) {
	for _, row := range []struct {
		name   string
		key    string
		change func(*clerk.Options)
		with   []middleware.Option
		warns  bool
	}{
		{"production", keyOf("pk_live_", "clerk.example.com"), nil, nil, true},
		{"production with parties", keyOf("pk_live_", "clerk.example.com"), func(o *clerk.Options) { o.AuthorizedParties = []string{"https://app.example.com"} }, nil, false},
		{"production, and programs alone", keyOf("pk_live_", "clerk.example.com"), func(o *clerk.Options) { o.SecretKey = "sk_live_0123456789" },
			[]middleware.Option{middleware.WithAcceptedTokens(authobject.APIKey)}, false},
		{"production, and programs too", keyOf("pk_live_", "clerk.example.com"), func(o *clerk.Options) { o.SecretKey = "sk_live_0123456789" },
			[]middleware.Option{middleware.WithAcceptedTokens(authobject.APIKey, authobject.SessionToken)}, true},
		{"development", keyOf("pk_test_", "foo-bar-13.clerk.accounts.dev"), nil, nil, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			var log bytes.Buffer
			opts := clerk.Options{PublishableKey: row.key, Logger: slog.New(slog.NewTextHandler(&log, nil)), Getenv: func(string) string { return "" }}
			if row.change != nil {
				row.change(&opts)
			}
			usher, err := middleware.New(opts, row.with...)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = usher.Close() }()
			if got := strings.Count(log.String(), "AuthorizedParties"); (got == 1) != row.warns || got > 1 {
				t.Errorf("the log has it %d times: %s", got, &log)
			}
		})
	}
}
