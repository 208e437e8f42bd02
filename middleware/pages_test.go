package middleware_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/middleware"
)

func urls(t testing.TB, change func(*clerk.Options), with ...middleware.Option) *middleware.Usher {
	t.Helper()
	opts := clerk.Options{PublishableKey: keyOf("pk_live_", "clerk.example.com"), PublicURL: "https://app.example.com",
		Logger: slog.New(slog.DiscardHandler), Getenv: func(string) string { return "" }}
	if change != nil {
		change(&opts)
	}
	usher, err := middleware.New(opts, with...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = usher.Close() })
	return usher
}

func TestAddressesOfPages(t *testing.T) {
	development := func(o *clerk.Options) {
		o.PublishableKey = keyOf("pk_test_", "foo-bar-13.clerk.accounts.dev")
	}
	local := func(page string) func(*clerk.Options) { return func(o *clerk.Options) { o.SignInURL = page } }
	satellite := func(o *clerk.Options) {
		o.IsSatellite, o.Domain, o.SignInURL = clerk.Value(true), "app.example.com", "https://primary.example/sign-in"
	}
	const back = "redirect_url=https%3A%2F%2Fapp.example.com%2Fdash"
	for _, row := range []struct {
		name   string
		usher  *middleware.Usher
		of     func(*middleware.Usher, *http.Request, string) string
		target string
		to     string
		cookie string
		want   string
	}{
		{"the account portal", urls(t, nil), (*middleware.Usher).SignInURL, "/dash", "", "", "https://accounts.example.com/sign-in?" + back},
		{"the account portal, to sign up", urls(t, nil), (*middleware.Usher).SignUpURL, "/dash", "", "", "https://accounts.example.com/sign-up?" + back},
		{"the account portal, for a task", urls(t, nil), (*middleware.Usher).TasksURL, "/dash", "", "", "https://accounts.example.com/sign-in/tasks?" + back},
		{"another page to come back to", urls(t, nil), (*middleware.Usher).SignInURL, "/", "/dash", "", "https://accounts.example.com/sign-in?" + back},
		{"a query and a fragment to come back to", urls(t, nil), (*middleware.Usher).SignInURL, "/", "/d?a=1&b#c", "", "https://accounts.example.com/sign-in?redirect_url=https%3A%2F%2Fapp.example.com%2Fd%3Fa%3D1%26b%23c"},
		{"a page of the application", urls(t, local("/sign-in?foo=1")), (*middleware.Usher).SignInURL, "/dash", "", "", "https://app.example.com/sign-in?foo=1&" + back},
		{"a page of the application, to sign up", urls(t, local("/sign-in?foo=1")), (*middleware.Usher).SignUpURL, "/dash", "", "", "https://app.example.com/sign-in/create?foo=1&" + back},
		{"a page of the application, for a task", urls(t, local("/sign-in?foo=1")), (*middleware.Usher).TasksURL, "/dash", "", "", "https://app.example.com/sign-in/tasks?foo=1&" + back},
		{"a page of its own to sign up on", urls(t, nil, middleware.WithSignUpURL("/join")), (*middleware.Usher).SignUpURL, "/dash", "", "", "https://app.example.com/join?" + back},
		{"a fragment in the page", urls(t, local("https://a.example/#/sign-in")), (*middleware.Usher).SignInURL, "/dash", "", "", "https://a.example/?" + back + "#/sign-in"},
		{"a satellite asks its primary anew", urls(t, satellite), (*middleware.Usher).SignInURL, "/dash?__clerk_synced=true", "", "", "https://primary.example/sign-in?" + back + "%3F__clerk_synced%3Dfalse"},
		{"a satellite without a page has the primary's portal", urls(t, func(o *clerk.Options) { o.IsSatellite, o.Domain = clerk.Value(true), "sat.example" }),
			(*middleware.Usher).SignInURL, "/dash", "", "", "https://accounts.example.com/sign-in?" + back + "%3F__clerk_synced%3Dfalse"},
		{"a development instance is told the browser", urls(t, development), (*middleware.Usher).SignInURL, "/dash", "", "__clerk_db_jwt=dvb", "https://foo-bar-13.accounts.dev/sign-in?" + back + "&__clerk_db_jwt=dvb"},
		{"but not by its own pages", urls(t, func(o *clerk.Options) { development(o); o.SignInURL = "/in" }), (*middleware.Usher).SignInURL, "/dash", "", "__clerk_db_jwt=dvb", "https://app.example.com/in?" + back},
		{"a production instance is not", urls(t, nil), (*middleware.Usher).SignInURL, "/dash", "", "__clerk_db_jwt=dvb", "https://accounts.example.com/sign-in?" + back},
		{"what only Clerk reads stays behind", urls(t, nil), (*middleware.Usher).SignInURL,
			"/dash?__clerk_handshake=a&__clerk_handshake_nonce=b&__clerk_db_jwt=c&__dev_session=d&__clerk_help=e&%5f%5fclerk_db_jwt=f", "", "", "https://accounts.example.com/sign-in?" + back},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", row.target, http.NoBody)
			if row.cookie != "" {
				r.Header.Set("Cookie", row.cookie)
			}
			if got := row.of(row.usher, r, row.to); got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

// TestNobodyIsSentElsewhere tries to have users come back to another site.
func TestNobodyIsSentElsewhere(t *testing.T) {
	fixed := urls(t, nil)
	open := urls(t, func(o *clerk.Options) { o.PublicURL = "" })
	check := func(t *testing.T, address, host string) {
		t.Helper()
		u, err := url.Parse(address)
		if err != nil || u.Host != "accounts.example.com" {
			t.Fatalf("the user is sent to %q", address)
		}
		back := u.Query().Get("redirect_url")
		if to, err := url.Parse(back); back != "" && (err != nil || to.Scheme != "https" && to.Scheme != "http" || to.Host != host || to.User != nil) {
			t.Errorf("the user comes back to %q", back)
		}
	}
	for _, to := range []string{
		"https://evil.com", "//evil.com", `\\evil.com`, `/\evil.com`, "javascript:alert(1)", "http:evil.com", "evil.com", " /x", "/\t/evil.com", "/\n/evil.com",
		"https://app.example.com@evil.com", "https:///evil.com", "?x", "#x", "/%2F%2Fevil.com", "/x?u=https://evil.com", "///evil.com", ".", "..//evil.com", "/..//evil.com",
	} {
		t.Run("return to "+to, func(t *testing.T) {
			check(t, fixed.SignInURL(httptest.NewRequest("GET", "/", http.NoBody), to), "app.example.com")
		})
	}
	for _, target := range []string{"//evil.com/x", "///evil.com", "/\\evil.com", "/@evil.com", "/%2F/evil.com", "//evil.com@x/y?z", "/..//evil.com", "*"} {
		t.Run("request for "+target, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", http.NoBody)
			r.RequestURI = target
			r.Header.Set("X-Forwarded-Host", "evil.com")
			check(t, fixed.SignInURL(r, ""), "app.example.com")
			r.Host = "app.example.com"
			check(t, open.SignInURL(r, ""), "app.example.com")
		})
	}
	for _, host := range []string{"evil.com/x", "user@evil.com", "evil.com#", "evil.com?", "", "a b", "evil.com\\x", "e:v:i:l"} {
		t.Run("host "+host, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", http.NoBody)
			r.Host = host
			if got := open.SignInURL(r, ""); got != "https://accounts.example.com/sign-in" {
				t.Errorf("got %q", got)
			}
		})
	}
	if got := fixed.SignInURL(httptest.NewRequest("GET", "/", http.NoBody), "/"+strings.Repeat("x", 5<<10)); got != "https://accounts.example.com/sign-in" {
		t.Errorf("a long address is answered with %d bytes", len(got))
	}
	r := httptest.NewRequest("POST", "/form", strings.NewReader("a=b"))
	if got := fixed.SignInURL(r, ""); got != "https://accounts.example.com/sign-in" {
		t.Errorf("after a form, the user comes back to %q", got)
	}
}

func TestSignUpURLsThatAreNone(t *testing.T) {
	for _, page := range []string{"", "join", "//evil.com/join", "ftp://a.example/", `/\evil`, "https://u@a.example/"} {
		if _, err := middleware.New(clerk.Options{PublishableKey: keyOf("pk_live_", "clerk.example.com"), Getenv: func(string) string { return "" }}, middleware.WithSignUpURL(page)); err == nil || !strings.Contains(err.Error(), "WithSignUpURL") {
			t.Errorf("%q was taken: %v", page, err)
		}
	}
}

func FuzzSignInURL(f *testing.F) {
	usher := urls(f, nil)
	f.Add("/dash?x=1", "/next", "app.example.com")
	f.Add("//evil.com", `\\evil.com`, "evil.com@x")
	f.Add("*", "//evil.com", "")
	f.Fuzz(func(t *testing.T, target, to, host string) {
		r := &http.Request{Method: "GET", RequestURI: target, URL: &url.URL{Path: "/"}, Host: host, Header: http.Header{}}
		u, err := url.Parse(usher.SignInURL(r, to))
		if err != nil || u.Host != "accounts.example.com" {
			t.Fatalf("the user is sent to %q", u)
		}
		back, err := url.Parse(u.Query().Get("redirect_url"))
		if err != nil || back.Host != "" && back.Host != "app.example.com" || back.User != nil {
			t.Fatalf("the user comes back to %q", back)
		}
	})
}
