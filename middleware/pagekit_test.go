package middleware_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

var moment = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func keyOf(prefix, host string) string {
	return prefix + base64.StdEncoding.EncodeToString([]byte(host+"$"))
}

// towns are the ways in which an application and its instance stand to each other.
var towns = []struct {
	name, origin string
	config       clerktest.Config
}{
	{"development", "http://localhost:3000", clerktest.Config{}},
	{"development under Clerk's domain", "http://localhost:3000", clerktest.Config{PublishableKey: keyOf("pk_test_", "foo-bar-13.clerk.accounts.dev")}},
	{"production", "https://app.example.com", clerktest.Config{PublishableKey: keyOf("pk_live_", "clerk.example.com")}},
}

// A town is an application with pages and an API, and a browser that stands before it.
type town struct {
	*middleware.Usher
	ck      *clerktest.Clerk
	ada     clerktest.User
	origin  string
	browser *clerktest.Browser
}

func newTown(t *testing.T, origin string, config clerktest.Config, change func(*clerk.Options), with ...middleware.Option) town {
	t.Helper()
	config.Now = func() time.Time { return moment }
	ck := clerktest.New(t, config)
	opts := ck.Options()
	opts.AuthorizedParties = []string{origin}
	if change != nil {
		change(&opts)
	}
	usher, err := middleware.New(opts, with...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = usher.Close() })
	n := town{usher, ck, ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada"}), origin, nil}
	n.browser = ck.Browser().Serve(origin, n.app())
	return n
}

// app has a public page, two pages behind guards, and an API.
func (n town) app() http.Handler {
	name := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		auth, _ := authobject.FromContext(r.Context())
		fmt.Fprint(w, "<", auth.UserID(), ">")
	})
	mux := http.NewServeMux()
	mux.Handle("/", name)
	mux.Handle("/dashboard", n.RequireAuthPage(name))
	mux.Handle("/admin", n.RequirePage(authobject.Role("org:admin"))(name))
	mux.Handle("/api", n.RequireAuth(name))
	return n.Authenticate(mux)
}

// want compares where a browser ended and what it shows there.
func want(t *testing.T, page *clerktest.Page, address, body string) {
	t.Helper()
	if page.Err != nil || page.StatusCode != 200 || page.URL != address || page.Body != body {
		t.Fatalf("ended at %s with %d %.200s (%v), want %s with %s", page.URL, page.StatusCode, page.Body, page.Err, address, body)
	}
}

// sentToSignIn returns the address to come back to of the hop that leads to the sign-in page.
func sentToSignIn(t *testing.T, page *clerktest.Page) string {
	t.Helper()
	for _, hop := range page.Hops {
		if hop.StatusCode != http.StatusSeeOther {
			continue
		}
		to, err := url.Parse(hop.Header.Get("Location"))
		if err != nil || hop.Header.Get("Cache-Control") != "no-store" {
			t.Fatalf("redirected by %v", hop.Header)
		}
		return to.Query().Get("redirect_url")
	}
	t.Fatalf("was not sent to sign in, but ended at %s with %d %.200s", page.URL, page.StatusCode, page.Body)
	return ""
}
