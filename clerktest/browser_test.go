package clerktest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

// names returns the names of cookies, with their values.
func names(cookies []*http.Cookie) string {
	all := make([]string, len(cookies))
	for i, cookie := range cookies {
		all[i] = cookie.Name + "=" + cookie.Value
	}
	return strings.Join(all, " ")
}

func TestABrowserKeepsCookies(t *testing.T) {
	for _, row := range []struct {
		name, at, line, to string
		after              time.Duration
		want               string
	}{
		{"for the host", "https://a.example.com/", "k=v", "https://a.example.com/x", 0, "k=v"},
		{"not for another", "https://a.example.com/", "k=v", "https://b.example.com/", 0, ""},
		{"whatever the port", "http://localhost:1/", "k=v", "http://localhost:2/", 0, "k=v"},
		{"for the domain", "https://a.example.com/", "k=v; Domain=example.com", "https://b.example.com/", 0, "k=v"},
		{"not for a foreign domain", "https://a.example.com/", "k=v; Domain=other.com", "https://other.com/", 0, ""},
		{"not for all of a top-level domain", "https://a.example.com/", "k=v; Domain=com", "https://b.com/", 0, ""},
		{"not for what only ends alike", "https://a.example.com/", "k=v; Domain=example.com", "https://badexample.com/", 0, ""},
		{"for an address", "http://127.0.0.1/", "k=v; Domain=127.0.0.1", "http://127.0.0.1/", 0, "k=v"},
		{"secure ones by https", "https://a.example.com/", "k=v; Secure", "https://a.example.com/", 0, "k=v"},
		{"secure ones not by http", "https://a.example.com/", "k=v; Secure", "http://a.example.com/", 0, ""},
		{"no secure ones from http", "http://a.example.com/", "k=v; Secure", "https://a.example.com/", 0, ""},
		{"below a path", "https://a.example.com/", "k=v; Path=/x", "https://a.example.com/x/y", 0, "k=v"},
		{"not beside it", "https://a.example.com/", "k=v; Path=/x", "https://a.example.com/xy", 0, ""},
		{"below the path where it was set", "https://a.example.com/x/y", "k=v", "https://a.example.com/z", 0, ""},
		{"until they are over", "https://a.example.com/", "k=v; Max-Age=60", "https://a.example.com/", 59 * time.Second, "k=v"},
		{"and not longer", "https://a.example.com/", "k=v; Max-Age=60", "https://a.example.com/", time.Minute, ""},
		{"until a day", "https://a.example.com/", "k=v; Expires=Thu, 01 Jan 2026 00:00:01 GMT", "https://a.example.com/", time.Second, ""},
		{"not such as are over", "https://a.example.com/", "k=v; Max-Age=0", "https://a.example.com/", 0, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			ck := clerktest.New(t, clerktest.Config{Now: atMoment})
			app := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header().Add("Set-Cookie", row.line) })
			scheme, rest, _ := strings.Cut(row.at, "://")
			host, _, _ := strings.Cut(rest, "/")
			b := ck.Browser().Serve(scheme+"://"+host, app)
			if page := b.Open(row.at); page.Err != nil {
				t.Fatal(page.Err)
			}
			ck.Advance(row.after)
			if got := names(b.Cookies(row.to)); got != row.want {
				t.Errorf("the cookies are %q, want %q", got, row.want)
			}
		})
	}
}

func TestABrowserThatBlocksCookies(t *testing.T) {
	ck := clerktest.New(t)
	seen := ""
	app := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Get("Cookie")
		w.Header().Add("Set-Cookie", "k=v")
	})
	const one, other = "https://a.example.com", "https://b.example.com"
	b := ck.Browser().Serve(one, app).Serve(other, app)
	b.Open(one + "/")
	b.BlockCookies(one)
	for range 2 {
		if b.Open(one + "/"); seen != "" {
			t.Errorf("a cookie that is blocked is sent: %s", seen)
		}
		b.Open(other + "/")
	}
	if seen != "k=v" {
		t.Errorf("another application gets the cookies %q", seen)
	}
	b.BlockCookies()
	if b.Open(other + "/"); seen != "" {
		t.Errorf("without any cookies, %s is sent", seen)
	}
	if why := failure(func(tb clerktest.TB) { clerktest.New(tb).Browser().BlockCookies("a.example.com") }); !strings.Contains(why, "origin") {
		t.Errorf("an origin that is none is answered with %q", why)
	}
}

func TestABrowserFollowsRedirects(t *testing.T) {
	ck := clerktest.New(t)
	mux := http.NewServeMux()
	for _, status := range []int{301, 302, 303, 307, 308} {
		mux.Handle(fmt.Sprint("/", status), http.RedirectHandler("/end", status))
	}
	mux.HandleFunc("/end", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %t %s", r.Method, body, r.TLS != nil, r.Host)
	})
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusTemporaryRedirect))
	mux.Handle("/away", http.RedirectHandler("https://nobody.example/", http.StatusTemporaryRedirect))
	mux.Handle("/odd", http.RedirectHandler("mailto:me", http.StatusTemporaryRedirect))
	mux.HandleFunc("/drop", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	remote := httptest.NewServer(mux)
	t.Cleanup(remote.Close)

	b := ck.Browser().Serve("https://app.example.com", mux)
	for path, want := range map[string]string{
		"/301": "GET  true app.example.com", "/302": "GET  true app.example.com", "/303": "GET  true app.example.com",
		"/307": "POST form true app.example.com", "/308": "POST form true app.example.com",
	} {
		r := httptest.NewRequest("POST", "https://app.example.com"+path, strings.NewReader("form"))
		if page := b.Do(r); page.Body != want || len(page.Hops) != 2 || page.URL != "https://app.example.com/end" {
			t.Errorf("%s ends at %s with %q (%v)", path, page.URL, page.Body, page.Err)
		}
	}
	if page := b.Open(remote.URL + "/307"); !strings.HasPrefix(page.Body, "GET  false 127.0.0.1:") {
		t.Errorf("over a connection it ends with %q (%v)", page.Body, page.Err)
	}
	for path, want := range map[string]string{
		"/loop": "more than 20 times", "/away": "nobody answers at https://nobody.example", "/odd": "is no address", "/drop": "dropped",
	} {
		if page := b.Open("https://app.example.com" + path); page.Err == nil || !strings.Contains(page.Err.Error(), want) {
			t.Errorf("%s: %v, want an error about %s", path, page.Err, want)
		}
	}
}

func TestCookiesOfASession(t *testing.T) {
	dev := newTown(t)
	suffix := clerk.CookieSuffix(dev.ck.Options().PublishableKey)
	in := dev.ck.SignIn(dev.ada)
	first := names(in.Cookies())
	for _, name := range []string{"__session", "__client_uat", "__clerk_db_jwt"} {
		for _, name := range []string{name + "=", name + "_" + suffix + "="} {
			if !strings.Contains(first, name) {
				t.Errorf("%s is missing in %s", name, first)
			}
		}
	}
	if strings.Contains(first, "__refresh=") || !strings.Contains(first, "__refresh_"+suffix+"=rt_") {
		t.Errorf("the refresh token is wrong in %s", first)
	}
	r := in.IssuedAt(moment.Add(-time.Hour)).AddCookies(request())
	if got, err := r.Cookie("__client_uat"); err != nil || got.Value != fmt.Sprint(moment.Add(-time.Hour).Unix()) {
		t.Errorf("an old token comes with a younger __client_uat: %v %v", got, err)
	}
	prod := newLive(t)
	if got := names(prod.SignIn(prod.AddUser(clerktest.User{})).Cookies()); strings.Contains(got, "__clerk_db_jwt") {
		t.Errorf("a production instance has a dev browser: %s", got)
	}
}

func TestMistakesWithBrowsers(t *testing.T) {
	for name, test := range map[string]func(tb clerktest.TB){
		"must be an origin": func(tb clerktest.TB) { clerktest.New(tb).AllowOrigin("https://app.example.com/") },
		"Browser.Serve":     func(tb clerktest.TB) { clerktest.New(tb).Browser().Serve("app.example.com", nil) },
		"cannot be made":    func(tb clerktest.TB) { clerktest.New(tb).Browser().Open("/a") },
		"Origins: entry 1": func(tb clerktest.TB) {
			clerktest.New(tb, clerktest.Config{Origins: []string{"https://app.example.com", "*"}})
		},
	} {
		if got := failure(test); !strings.Contains(got, name) {
			t.Errorf("the mistake is reported as %q, want %q in it", got, name)
		}
	}
}
