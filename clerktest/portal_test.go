package clerktest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerktest"
)

func TestThePagesOfTheAccountPortal(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Origins: []string{"https://app.example.com"}})
	b := ck.Browser()
	if page := b.Open(ck.SignInURL()); !strings.Contains(page.Body, "There are no users yet") {
		t.Errorf("the page is %s", page.Body)
	}
	evil := ck.AddUser(clerktest.User{FirstName: `<script>alert(1)</script>`, LastName: `"><b>`, Email: "eve@example.com"})
	ck.AddUser(clerktest.User{ID: "user_banned", Username: "mallory", Banned: true})
	page := b.Open(ck.SignInURL() + "?redirect_url=" + url.QueryEscape("http://localhost:3000/?a=%22%3E%3Ci%3E"))
	for _, want := range []string{"Sign in as &lt;script&gt;", "eve@example.com", evil.ID, "disabled", "(banned or locked)"} {
		if !strings.Contains(page.Body, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	for _, not := range []string{"<script", "<b>", "<i>"} {
		if strings.Contains(page.Body, not) {
			t.Errorf("the page has %s", not)
		}
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'sha256-",
	} {
		if got := page.Header.Get(name); !strings.HasPrefix(got, want) {
			t.Errorf("%s is %q", name, got)
		}
	}
	policy := page.Header.Get("Content-Security-Policy")
	for _, want := range []string{"frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "http://localhost:3000", "https://app.example.com"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy %q has no %s", policy, want)
		}
	}

	if page := b.SignIn(evil, ""); !strings.Contains(page.Body, "You are signed in as <strong>&lt;script&gt;") {
		t.Errorf("after signing in the page is %s", page.Body)
	}
	if page := b.Open(ck.SignOutURL()); !strings.Contains(page.Body, `<button>Sign out</button>`) {
		t.Errorf("the page to sign out is %s", page.Body)
	}
	if page := b.SignOut(""); strings.Contains(page.Body, "You are signed in") {
		t.Errorf("after signing out the page is %s", page.Body)
	}
	if page := b.Open(ck.SignOutURL()); !strings.Contains(page.Body, "Nobody is signed in") {
		t.Errorf("the page to sign out is %s", page.Body)
	}
}

func TestThePageIsNotEndless(t *testing.T) {
	ck := clerktest.New(t)
	for i := range 205 {
		ck.AddUser(clerktest.User{Username: fmt.Sprint("user", i)})
	}
	page := ck.Browser().Open(ck.SignInURL())
	if got := strings.Count(page.Body, "<form"); got != 200 || !strings.Contains(page.Body, "5 more users are not shown") {
		t.Errorf("the page has %d users", got)
	}
}

func TestFormsOfTheAccountPortal(t *testing.T) {
	ck := clerktest.New(t)
	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	ck.AddUser(clerktest.User{ID: "user_locked", Locked: true})
	for _, row := range []struct {
		name   string
		body   string
		header http.Header
		want   int
	}{
		{"of its own page", "user_id=" + ada.ID, http.Header{"Sec-Fetch-Site": {"same-origin"}}, 303},
		{"of a program", "user_id=" + ada.ID, nil, 303},
		{"of another site", "user_id=" + ada.ID, http.Header{"Sec-Fetch-Site": {"cross-site"}}, 403},
		{"of another port", "user_id=" + ada.ID, http.Header{"Sec-Fetch-Site": {"same-site"}}, 403},
		{"of another site, in an old browser", "user_id=" + ada.ID, http.Header{"Origin": {"https://evil.example"}}, 403},
		{"with nobody", "", nil, 404},
		{"with somebody unknown", "user_id=user_x", nil, 404},
		{"with somebody who is locked", "user_id=user_locked", nil, 403},
		{"that leads away", "user_id=" + ada.ID + "&redirect_url=https://evil.example", nil, 422},
		{"that is none", "%", nil, 400},
		{"that is too large", "user_id=" + strings.Repeat("a", 1<<17), nil, 400},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/sign-in", strings.NewReader(row.body))
			for name, values := range row.header {
				r.Header[name] = values
			}
			r.Host = own(ck)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if got := answer(ck, r); got.status != row.want {
				t.Errorf("the answer is %d %s, want %d", got.status, got.body, row.want)
			}
		})
	}
	for _, query := range []string{"redirect_url=https://evil.example", "redirect_url=//evil.example", "__clerk_redirect_url=https://evil.example"} {
		if page := ck.Browser().Open(ck.SignInURL() + "?" + query); page.StatusCode != 422 {
			t.Errorf("%s is answered with %d", query, page.StatusCode)
		}
	}
}

// The account portal keeps its cookies under one host, and sends browsers there.
func TestTheHostsOfTheAccountPortal(t *testing.T) {
	ck := newLive(t)
	page := ck.Browser().Open("https://accounts.example.com/sign-in?a=b")
	if page.URL != "https://clerk.example.com/sign-in?a=b" || page.StatusCode != 200 {
		t.Errorf("the portal is at %s: %d", page.URL, page.StatusCode)
	}
	r := httptest.NewRequest("POST", "/sign-in", http.NoBody)
	r.Host = "evil.example"
	if got := answer(ck, r); got.status != 421 {
		t.Errorf("under another host a form is answered with %d", got.status)
	}
	r = httptest.NewRequest("GET", "/sign-in", http.NoBody)
	r.Host, r.URL.RawQuery = "accounts.example.com", "a=\xed\\é"
	w := httptest.NewRecorder()
	ck.Handler().ServeHTTP(w, r)
	if got := w.Header().Get("Location"); got != "https://clerk.example.com/sign-in?a=%ED%5C%C3%A9" {
		t.Errorf("what an address may not hold is sent on as %q", got)
	}
}
