package middleware_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

const proxyURL = "https://app.example.com/__clerk"

// An upstream stands in for Clerk's Frontend API and remembers what it was asked.
type upstream struct {
	*httptest.Server
	asked  *http.Request
	body   string
	answer http.HandlerFunc
}

func newUpstream(t *testing.T) *upstream {
	t.Helper()
	u := &upstream{answer: func(http.ResponseWriter, *http.Request) {}}
	u.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		u.asked, u.body = r, string(body)
		u.answer(w, r)
	}))
	t.Cleanup(u.Close)
	return u
}

func proxyOptions() clerk.Options {
	return clerk.Options{
		PublishableKey: keyOf("pk_live_", "clerk.example.com"), SecretKey: "sk_live_0123456789", ProxyURL: proxyURL,
		Getenv: func(string) string { return "" },
	}
}

// newProxy serves a proxy in front of u over HTTP, and returns its address.
func newProxy(t *testing.T, u *upstream, change func(*clerk.Options), with middleware.ProxyOptions) string {
	t.Helper()
	opts := proxyOptions()
	if change != nil {
		change(&opts)
	}
	if with.Upstream == "" {
		with.Upstream = u.URL
	}
	proxy, err := middleware.NewProxy(opts, with)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(proxy.Intercept(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "the application") })))
	t.Cleanup(func() {
		server.Close()
		_ = proxy.Close()
	})
	return server.URL
}

// An answer is what a client of the proxy gets.
type answer struct {
	StatusCode int
	Header     http.Header
}

// send makes a request whose target is sent as it is written, and follows no redirect.
func send(t *testing.T, method, base, target, body string, header http.Header) (answer, string) {
	t.Helper()
	r, err := http.NewRequest(method, base, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.URL.Opaque = strings.TrimPrefix(base, "http:") + target
	if header != nil {
		r.Header = header
	}
	transport := &http.Transport{DisableKeepAlives: true, DisableCompression: true}
	got, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	text, _ := io.ReadAll(got.Body)
	return answer{got.StatusCode, got.Header}, string(text)
}

func TestWhatTheProxySendsOn(t *testing.T) {
	u := newUpstream(t)
	base := newProxy(t, u, nil, middleware.ProxyOptions{})
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		t.Run(method, func(t *testing.T) {
			send(t, method, base, "/__clerk/v1/client?a=1;b&c=%20", "the body", http.Header{
				"Clerk-Secret-Key": {"sk_live_evil"}, "Clerk-Proxy-Url": {"https://evil.com"}, "Clerk-Anything": {"x"}, "X-Forwarded-Host": {"evil.com"},
				"X-Forwarded-Proto": {"ftp"}, "X-Forwarded-For": {"6.6.6.6"}, "Cf-Connecting-Ip": {"6.6.6.6"}, "X-Real-Ip": {"6.6.6.6"}, "Forwarded": {"for=6.6.6.6"},
				"Cookie": {"__client=c; a=b", "bank=secret; __clerk_db_jwt=d"}, "Clerk_Secret_Key": {"sk_live_evil"}, "Authorization": {"Bearer t"}, "Connection": {"X-Drop, Upgrade"}, "X-Drop": {"1"}, "Upgrade": {"websocket"},
				"Accept-Encoding": {"br"}, "X-Keep": {"1", "2"}, "Te": {"gzip"},
			})
			if u.asked.Method != method || u.body != "the body" || u.asked.RequestURI != "/v1/client?a=1;b&c=%20" {
				t.Errorf("asked %s %s with %q", u.asked.Method, u.asked.RequestURI, u.body)
			}
			if u.asked.Host != strings.TrimPrefix(u.URL, "http://") {
				t.Errorf("the host is %q", u.asked.Host)
			}
			for name, value := range map[string]string{
				"Clerk-Secret-Key": "sk_live_0123456789", "Clerk-Proxy-Url": proxyURL, "Clerk-Anything": "", "X-Forwarded-Host": "app.example.com",
				"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1", "Cf-Connecting-Ip": "", "X-Real-Ip": "", "Forwarded": "", "Cookie": "__client=c; __clerk_db_jwt=d", "Clerk_Secret_Key": "",
				"Authorization": "Bearer t", "X-Drop": "", "Upgrade": "", "Connection": "", "Te": "", "Accept-Encoding": "identity", "X-Keep": "1,2",
			} {
				if got := strings.Join(u.asked.Header.Values(name), ","); got != value {
					t.Errorf("%s is %q, want %q", name, got, value)
				}
			}
		})
	}
}

func TestWhereTheProxyLeads(t *testing.T) {
	u := newUpstream(t)
	base := newProxy(t, u, nil, middleware.ProxyOptions{})
	deep := newProxy(t, u, nil, middleware.ProxyOptions{Upstream: u.URL + "/deep/"})
	for _, row := range []struct {
		name, base, target string
		status             int
		asked              string // "" for nothing
	}{
		{"its own path", base, "/__clerk", 200, "/"},
		{"its own path with a slash", base, "/__clerk/", 200, "/"},
		{"below it", base, "/__clerk/v1/environment", 200, "/v1/environment"},
		{"escaped slashes stay", base, "/__clerk/v1/a%2Fb", 200, "/v1/a%2Fb"},
		{"two slashes name no host", base, "/__clerk//evil.com/x", 200, "//evil.com/x"},
		{"nor does an address", base, "/__clerk/http://evil.com/", 200, "/http://evil.com/"},
		{"nor a user", base, "/__clerk/@evil.com/", 200, "/@evil.com/"},
		{"below another path of Clerk's", deep, "/__clerk/v1", 200, "/deep/v1"},
		{"dots", deep, "/__clerk/../secret", 400, ""},
		{"escaped dots", deep, "/__clerk/%2e%2E/secret", 400, ""},
		{"dots that are escaped twice", deep, "/__clerk/%252e%252e/secret", 400, ""},
		{"dots with a semicolon", deep, "/__clerk/..;a=b/secret", 400, ""},
		{"one dot", base, "/__clerk/./x", 400, ""},
		{"a longer name", base, "/__clerkfoo", 200, ""},
		{"another path", base, "/", 200, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			u.asked = nil
			answer, text := send(t, "GET", row.base, row.target, "", nil)
			asked := ""
			if u.asked != nil {
				asked = u.asked.RequestURI
			}
			if answer.StatusCode != row.status || asked != row.asked || row.status == 200 && row.asked == "" && text != "the application" {
				t.Errorf("answered %d %s, asked for %q", answer.StatusCode, text, asked)
			}
		})
	}
}

func TestMethodsThatAreNotSentOn(t *testing.T) {
	u := newUpstream(t)
	u.answer = func(w http.ResponseWriter, r *http.Request) { _ = r.Header.Write(w) } // as TRACE does
	base := newProxy(t, u, nil, middleware.ProxyOptions{})
	for _, method := range []string{"TRACE", "PURGE"} {
		if answer, text := send(t, method, base, "/__clerk/v1", "", nil); answer.StatusCode != 405 || strings.Contains(text, "sk_live") || u.asked != nil {
			t.Errorf("%s is answered %d %s", method, answer.StatusCode, text)
		}
	}
}

func TestWhatTheProxyHandsBack(t *testing.T) {
	u := newUpstream(t)
	base := newProxy(t, u, nil, middleware.ProxyOptions{})
	for _, row := range []struct{ name, location, want string }{
		{"a path", "/v1/client?x=1#f", proxyURL + "/v1/client?x=1#f"},
		{"a relative path", "v1/client", proxyURL + "/v1/client"},
		{"an address of Clerk's", u.URL + "/v1/a%2Fb", proxyURL + "/v1/a%2Fb"},
		{"an address with two slashes", u.URL + "//evil.com", proxyURL + "/" + "/evil.com"},
		{"the application", "https://app.example.com/welcome", "https://app.example.com/welcome"},
		{"elsewhere", "https://accounts.google.com/o/oauth2?x=y", "https://accounts.google.com/o/oauth2?x=y"},
		{"another scheme of Clerk's host", strings.Replace(u.URL, "http://", "https://", 1) + "/x", strings.Replace(u.URL, "http://", "https://", 1) + "/x"},
		{"what cannot be read", "http://[::1", "http://[::1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			u.answer = func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Set-Cookie"] = []string{"a=1; Path=/", "b=2; Path=/"}
				w.Header().Set("Location", row.location)
				w.Header().Set("Connection", "X-Hop")
				w.Header().Set("X-Hop", "1")
				w.WriteHeader(307)
				fmt.Fprint(w, "moved")
			}
			answer, text := send(t, "GET", base, "/__clerk/v1", "", nil)
			if answer.StatusCode != 307 || text != "moved" || answer.Header.Get("Location") != row.want {
				t.Errorf("answered %d %q to %q", answer.StatusCode, text, answer.Header.Get("Location"))
			}
			if len(answer.Header["Set-Cookie"]) != 2 || answer.Header.Get("X-Hop") != "" {
				t.Errorf("with %v", answer.Header)
			}
		})
	}
}

func TestTheClientsAddress(t *testing.T) {
	u := newUpstream(t)
	trusted := func(prefixes ...string) func(*clerk.Options) {
		return func(o *clerk.Options) {
			for _, p := range prefixes {
				o.TrustedProxies = append(o.TrustedProxies, netip.MustParsePrefix(p))
			}
		}
	}
	for _, row := range []struct {
		name   string
		change func(*clerk.Options)
		with   middleware.ProxyOptions
		sent   []string
		want   string
	}{
		{"without trust, that of the connection", nil, middleware.ProxyOptions{}, []string{"6.6.6.6"}, "127.0.0.1"},
		{"behind a proxy, the one that it names", trusted("127.0.0.0/8"), middleware.ProxyOptions{}, []string{"1.2.3.4"}, "1.2.3.4"},
		{"not the one that a client has made up", trusted("127.0.0.0/8"), middleware.ProxyOptions{}, []string{"6.6.6.6, 1.2.3.4"}, "1.2.3.4"},
		{"through two proxies", trusted("127.0.0.0/8", "10.0.0.0/8"), middleware.ProxyOptions{}, []string{"6.6.6.6, 1.2.3.4", "10.1.1.1"}, "1.2.3.4"},
		{"behind a proxy that says nothing", trusted("127.0.0.0/8"), middleware.ProxyOptions{}, nil, "127.0.0.1"},
		{"behind a proxy that says nonsense", trusted("127.0.0.0/8"), middleware.ProxyOptions{}, []string{"1.2.3.4, x"}, "127.0.0.1"},
		{"everybody is trusted", func(o *clerk.Options) { o.TrustedProxies = clerk.AnyProxy() }, middleware.ProxyOptions{}, []string{"1.2.3.4, 5.6.7.8"}, "1.2.3.4"},
		{"IPv6", trusted("127.0.0.0/8"), middleware.ProxyOptions{}, []string{"2001:DB8::1"}, "2001:db8::1"},
		{"by a function", nil, middleware.ProxyOptions{ClientIP: func(r *http.Request) string { return r.Header.Get("Fly-Client-Ip") }}, nil, "9.9.9.9"},
	} {
		t.Run(row.name, func(t *testing.T) {
			base := newProxy(t, u, row.change, row.with)
			send(t, "GET", base, "/__clerk/v1", "", http.Header{"X-Forwarded-For": row.sent, "Fly-Client-Ip": {"9.9.9.9"}})
			if got := strings.Join(u.asked.Header["X-Forwarded-For"], "|"); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestWhenClerkDoesNotAnswer(t *testing.T) {
	var log bytes.Buffer
	u := newUpstream(t)
	base := newProxy(t, u, func(o *clerk.Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) }, middleware.ProxyOptions{})
	u.answer = func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	answer, text := send(t, "POST", base, "/__clerk/v1?secret=1", "x", http.Header{"Authorization": {"Bearer secret"}})
	if answer.StatusCode != 502 || answer.Header.Get("Cache-Control") != "no-store" || text != `{"errors":[{"code":"proxy_request_failed","message":"Clerk could not be reached; try again"}]}` {
		t.Errorf("answered %d %v %s", answer.StatusCode, answer.Header, text)
	}
	if !strings.Contains(log.String(), "does not answer the proxy") || strings.Contains(log.String(), "secret") || strings.Contains(log.String(), "sk_live") {
		t.Errorf("the log is %s", &log)
	}
}

func TestProxiesThatAreSetUpWrongly(t *testing.T) {
	for name, row := range map[string]struct {
		change func(*clerk.Options)
		with   middleware.ProxyOptions
		names  string
	}{
		"no secret key":            {func(o *clerk.Options) { o.SecretKey = "" }, middleware.ProxyOptions{}, "CLERK_SECRET_KEY"},
		"no publishable key":       {func(o *clerk.Options) { o.PublishableKey = "" }, middleware.ProxyOptions{}, "CLERK_PUBLISHABLE_KEY"},
		"no address":               {func(o *clerk.Options) { o.ProxyURL = "" }, middleware.ProxyOptions{}, "CLERK_PROXY_URL"},
		"an address without path":  {func(o *clerk.Options) { o.ProxyURL = "https://app.example.com/" }, middleware.ProxyOptions{}, "CLERK_PROXY_URL"},
		"plain HTTP to Clerk":      {nil, middleware.ProxyOptions{Upstream: "http://frontend-api.clerk.dev"}, "Upstream"},
		"a password to Clerk":      {nil, middleware.ProxyOptions{Upstream: "https://a:b@frontend-api.clerk.dev"}, "Upstream"},
		"a query to Clerk":         {nil, middleware.ProxyOptions{Upstream: "https://frontend-api.clerk.dev/?x"}, "Upstream"},
		"no address of Clerk":      {nil, middleware.ProxyOptions{Upstream: "frontend-api.clerk.dev"}, "Upstream"},
		"options that are no good": {func(o *clerk.Options) { o.SecretKey = "x" }, middleware.ProxyOptions{}, "SecretKey"},
	} {
		t.Run(name, func(t *testing.T) {
			opts := proxyOptions()
			if row.change != nil {
				row.change(&opts)
			}
			if _, err := middleware.NewProxy(opts, row.with); err == nil || !strings.Contains(err.Error(), row.names) || strings.Contains(err.Error(), "sk_live_0") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestAHandshakeThroughTheProxy has a browser that never talks to the instance but through the application.
func TestAHandshakeThroughTheProxy(t *testing.T) {
	const origin = "http://localhost:3000"
	ck := clerktest.New(t, clerktest.Config{Now: func() time.Time { return moment }})
	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	opts := ck.Options()
	opts.ProxyURL, opts.SignInURL, opts.Issuers = origin+"/__clerk", ck.SignInURL(), []string{ck.Issuer()}
	usher, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = usher.Close() }()
	proxy, err := middleware.NewProxy(opts, middleware.ProxyOptions{Upstream: ck.URL()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = proxy.Close() }()
	n := town{usher, ck, ada, origin, nil}
	b := ck.Browser().Serve(origin, proxy.Intercept(n.app()))

	first := b.Open(origin + "/")
	want(t, first, origin+"/", "<>")
	if len(first.Hops) < 3 || !strings.HasPrefix(first.Hops[1].URL, origin+"/__clerk/v1/client/handshake?") {
		t.Errorf("the handshake went %v", first.Hops)
	}
	want(t, b.SignIn(ada, origin+"/dashboard"), origin+"/dashboard", "<user_ada>")
	ck.Advance(2 * time.Minute)
	want(t, b.Open(origin+"/dashboard"), origin+"/dashboard", "<user_ada>")
}

// captured answers every request itself, and remembers where it was to go.
type captured struct{ host, scheme, secret string }

func (c *captured) RoundTrip(r *http.Request) (*http.Response, error) {
	c.host, c.scheme, c.secret = r.URL.Host, r.URL.Scheme, r.Header.Get("Clerk-Secret-Key")
	return &http.Response{StatusCode: 204, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

func FuzzWhereTheProxyLeads(f *testing.F) {
	var to captured
	proxy, err := middleware.NewProxy(proxyOptions(), middleware.ProxyOptions{Upstream: "https://frontend.example/base", Transport: &to})
	if err != nil {
		f.Fatal(err)
	}
	for _, target := range []string{"/__clerk", "/__clerk//evil.com/x", "/__clerk/%2e%2e/x?y", "/__clerk/@evil.com", "/__clerk%2f..", "http://evil.com/__clerk/x"} {
		f.Add(target, "evil.com")
	}
	f.Fuzz(func(t *testing.T, target, host string) {
		u, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		to = captured{}
		r := &http.Request{Method: "GET", URL: u, RequestURI: target, Host: host, Header: http.Header{}, Body: http.NoBody, RemoteAddr: "192.0.2.1:1"}
		serve(proxy, r.WithContext(t.Context()))
		if to.host != "" && (to.host != "frontend.example" || to.scheme != "https" || to.secret != "sk_live_0123456789") {
			t.Fatalf("%q leads to %s://%s", target, to.scheme, to.host)
		}
	})
}

func TestTheProxyKeepsAPasswordToItself(t *testing.T) {
	u := newUpstream(t)
	base := newProxy(t, u, nil, middleware.ProxyOptions{})
	send(t, "GET", base, "/__clerk/v1/client", "", http.Header{"Authorization": {"Basic c2VjcmV0"}})
	if got := u.asked.Header.Get("Authorization"); got != "" {
		t.Errorf("Clerk was sent %q", got)
	}
}

func TestWhichCookiesGoToClerk(t *testing.T) {
	u := newUpstream(t)
	base := newProxy(t, u, nil, middleware.ProxyOptions{})
	for _, row := range []struct {
		name string
		sent []string
		want string
	}{
		{"Clerk's, with a suffix and without", []string{"__client=1; __client_uat_x=2; __session=3; __session_x=4; __refresh_x=5; clerk_active_context=6"},
			"__client=1; __client_uat_x=2; __session=3; __session_x=4; __refresh_x=5; clerk_active_context=6"},
		{"those that Clerk may come to set", []string{"__clerk_new=1; __clerkish=2"}, "__clerk_new=1; __clerkish=2"},
		{"those of the network in front of it", []string{"__cf_bm=1; __cflb=2; _cfuvid=3"}, "__cf_bm=1; __cflb=2; _cfuvid=3"},
		{"not the application's", []string{"shop=1; session=2; __sessionx=3; __clientele=4; x__session=5; _cf=6"}, ""},
		{"of several headers", []string{"a=1; __session=2", "b=3; __client=4"}, "__session=2; __client=4"},
		{"a value with an equals sign", []string{"a=__session=1; __session=b=c"}, "__session=b=c"},
		{"none", nil, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			send(t, "GET", base, "/__clerk/v1", "", http.Header{"Cookie": row.sent})
			if got := strings.Join(u.asked.Header["Cookie"], "|"); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}
