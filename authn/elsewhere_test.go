package authn_test

import (
	"net/http"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

// TestLinksFromOtherSites is the table of which referrers make a signed-in browser ask once whether its session still stands.
func TestLinksFromOtherSites(t *testing.T) {
	signedIn := func(extra string) string {
		return join("__session="+jwt(map[string]any{"sub": "user_1", "iat": now, "exp": now + 60}), "__client_uat=5", "__clerk_db_jwt=d", extra)
	}
	proxy := live()
	proxy.ProxyURL = "https://proxy.example/__clerk"
	here := func(referer string, headers ...string) *http.Request {
		return page("https://app.example.com/", signedIn(""), append(headers, "Referer", referer)...)
	}
	frame := here("https://other.example/")
	frame.Header.Set("Sec-Fetch-Dest", "iframe")
	for _, row := range []struct {
		name    string
		options clerk.Options
		request *http.Request
		asks    bool
	}{
		{"no referrer", live(), here(""), false},
		{"the application itself", live(), here("https://app.example.com/x"), false},
		{"itself, with the default port", live(), here("https://APP.example.com:443/x"), false},
		{"another scheme", live(), here("http://app.example.com/"), true},
		{"another port", live(), here("https://app.example.com:8443/"), true},
		{"a subdomain", live(), here("https://sub.app.example.com/"), true},
		{"a search engine", live(), here("https://search.example/"), true},
		{"an application", live(), here("android-app://com.example/"), true},
		{"no address", live(), here("not a url"), false},
		{"the Frontend API", live(), here("https://clerk.example.com/v1/x"), false},
		{"the account portal", live(), here("https://accounts.example.com/sign-in"), false},
		{"the account portal in the clear", live(), here("http://accounts.example.com/"), true},
		{"somebody else's account portal", live(), here("https://accounts.evil.example/"), true},
		{"a development portal, in production", live(), here("https://other-cat-2.accounts.dev/"), true},
		{"a development portal", test(), here("https://other-cat-2.accounts.dev/"), false},
		{"an old development portal", test(), here("https://accounts.foo.bar-13.lcl.dev/"), false},
		{"a development Frontend API of others", test(), here("https://other-cat-2.clerk.accounts.dev/"), true},
		{"something that ends like one", test(), here("https://evilaccounts.dev/"), true},
		{"the proxy", proxy, here("https://proxy.example/x"), false},
		{"the account portal behind a proxy", proxy, here("https://accounts.example.com/"), false},
		{"a second time", live(), page("https://app.example.com/", signedIn("__clerk_redirect_count=1"), "Referer", "https://search.example/"), false},
		{"a frame", live(), frame, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := authenticatorOf(t, row.options, ada, authn.Config{}).Authenticate(row.request)
			if (d.Reason == clerk.ReasonCrossOriginSync) != row.asks || (d.Status == authn.SignedIn) == row.asks {
				t.Errorf("decided %v", d)
			}
		})
	}
}

// TestOrganizationSync is the table of pages that want another organization active than the session has.
func TestOrganizationSync(t *testing.T) {
	options := live()
	options.OrganizationSync = clerk.OrganizationSync{
		OrganizationPatterns:    []string{"/orgs/:id", "/orgs/:id/(.*)", "/teams/:slug"},
		PersonalAccountPatterns: []string{"/me", "/me/(.*)"},
	}
	const personal, acme, pending = `{"sub":"user_1"}`, `{"sub":"user_1","v":2,"o":{"id":"org_a","slg":"acme"}}`, `{"sub":"user_1","sts":"pending"}`
	cookies := join("__session="+session(9), "__client_uat=5")
	for _, row := range []struct {
		name, claims, path string
		want               string // organization_id
		redirect           bool
	}{
		{"its own organization", acme, "/orgs/org_a", "", false},
		{"another one", acme, "/orgs/org_b", "org_b", true},
		{"another one, deeper", acme, "/orgs/org_b/x/y", "org_b", true},
		{"in capitals", acme, "/ORGS/org_b", "org_b", true},
		{"with a slash at the end", acme, "/orgs/org_b/", "org_b", true},
		{"none is active", personal, "/orgs/org_b", "org_b", true},
		{"its own slug", acme, "/teams/acme", "", false},
		{"another slug", acme, "/teams/bcorp", "bcorp", true},
		{"an encoded slug stays so", acme, "/teams/a%2Fb", "a%2Fb", true},
		{"the personal account", acme, "/me", "", true},
		{"the personal account, and none is active", personal, "/me/x", "", false},
		{"a page that does not care", acme, "/other", "", false},
		{"a session that owes a task", pending, "/orgs/org_b", "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := authenticatorOf(t, options, verdict{claims: row.claims}, authn.Config{})
			d := a.Authenticate(page(row.path, cookies))
			if (d.Reason == clerk.ReasonOrganizationMismatch) != row.redirect || (d.Status == authn.Handshake) != row.redirect {
				t.Fatalf("decided %v", d)
			}
			if row.redirect && (!locationQuery(t, d).Has("organization_id") || locationQuery(t, d).Get("organization_id") != row.want) {
				t.Errorf("sent to %s", d.Header().Get("Location"))
			}
			for name, r := range map[string]*http.Request{
				"a script":       request("GET", row.path, "Cookie", cookies),
				"a form":         request("POST", row.path, "Cookie", cookies, "Sec-Fetch-Dest", "document"),
				"a header token": page(row.path, "", "Authorization", "Bearer T"),
				"a loop":         page(row.path, join(cookies, "__clerk_redirect_count=3")),
			} {
				if d := a.Authenticate(r); d.Status != authn.SignedIn {
					t.Errorf("%s: decided %v", name, d)
				}
			}
		})
	}
}
