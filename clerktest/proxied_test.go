package clerktest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

// TestRequestsOfAProxy says for which host a handshake sets cookies that came through a proxy of the application.
func TestRequestsOfAProxy(t *testing.T) {
	const secret = "sk_live_0123456789abcdef"
	ck := clerktest.New(t, clerktest.Config{
		Now: atMoment, PublishableKey: keyOf("pk_live_", live), SecretKey: secret, Origins: []string{"https://app.example.com", "https://other.test"},
	})
	for _, row := range []struct {
		name, proxy, secret, app string
		status                   int
		cookie                   string // of the handshake
	}{
		{"a path of the application", "https://app.example.com/__clerk", secret, "https://app.example.com", 307, "; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax"},
		{"a host of its own", "https://auth.example.com", secret, "https://app.example.com", 307, "; Path=/; Domain=example.com; Max-Age=60; HttpOnly; Secure; SameSite=Lax"},
		{"with a slash at its end", "https://auth.example.com/", secret, "https://app.example.com", 307, "; Path=/; Domain=example.com;"},
		{"an application elsewhere", "https://auth.example.com", secret, "https://other.test", 422, ""},
		{"a whole top-level domain", "https://auth.test", secret, "https://other.test", 422, ""},
		{"another secret key", "https://auth.example.com", "sk_live_other", "https://app.example.com", 401, ""},
		{"no secret key", "https://auth.example.com", "", "https://app.example.com", 401, ""},
		{"no address", "auth.example.com", secret, "https://app.example.com", 400, ""},
		{"an address with a query", "https://auth.example.com?x", secret, "https://app.example.com", 400, ""},
		{"an address with a user", "https://a@auth.example.com", secret, "https://app.example.com", 400, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, err := http.NewRequest(http.MethodGet, ck.URL()+"/v1/client/handshake?redirect_url="+row.app+"/", http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Clerk-Proxy-Url", row.proxy)
			if row.secret != "" {
				r.Header.Set("Clerk-Secret-Key", row.secret)
			}
			answer, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			body, _ := io.ReadAll(answer.Body)
			got := ""
			for _, line := range answer.Header.Values("Set-Cookie") {
				if strings.HasPrefix(line, clerk.CookieHandshake+"=") {
					_, got, _ = strings.Cut(line, ";")
					got = ";" + got
				}
			}
			if answer.StatusCode != row.status || !strings.HasPrefix(got, row.cookie) || (got == "") != (row.cookie == "") {
				t.Errorf("answered %d with %q: %s", answer.StatusCode, got, body)
			}
		})
	}
}

// TestThePortalLeadsToSatellites signs in on the portal of the primary domain, for an application that its cookies do not reach.
func TestThePortalLeadsToSatellites(t *testing.T) {
	const satellite = "https://shop.sat.example"
	ck := clerktest.New(t, clerktest.Config{Now: atMoment, PublishableKey: keyOf("pk_live_", live), Origins: []string{"https://sat.example", "https://other.test"}})
	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	sat := newShop(t, ck, satellite)
	sat.satellite, sat.api = true, "https://clerk.sat.example"
	b := ck.Browser().Serve(satellite, sat)

	back := satellite + "/a?x=1&__clerk_synced=false"
	wantPage(t, b.SignIn(ada, back), satellite+"/a?x=1&__clerk_synced=true", "user_ada "+satellite)
	wantPage(t, b.SignOut(back), satellite+"/a?x=1&__clerk_synced=true", "nobody")
	if page := b.SignIn(ada, "https://evil.test/"); page.StatusCode != 422 {
		t.Errorf("a stranger's address is answered %d", page.StatusCode)
	}
}
