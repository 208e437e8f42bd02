package adaptertest

import (
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// Mounts by their guard.
func authenticate(u middleware.Guards) Mount { return Mount{Usher: u, Guard: "Authenticate"} }
func requireAuth(u middleware.Guards) Mount  { return Mount{Usher: u, Guard: "RequireAuth"} }
func require(u middleware.Guards, checks ...authobject.Check) Mount {
	return Mount{Usher: u, Guard: "Require", Checks: checks}
}

// shop is the service of most behaviours: Authenticate above everything, and guards below.
func shop(w *world, j *journal) Service { return shopOf(w.usher(), j) }

func shopOf(u middleware.Guards, j *journal) Service {
	const all = "GET HEAD POST OPTIONS"
	return Service{Group: Group{
		Mounts: []Mount{authenticate(u)},
		Routes: []Route{
			{Methods: all, Path: "/public", Handler: j.who},
			{Methods: "GET", Path: "/only-get", Handler: j.who},
			{Methods: all, Path: "/me", Mounts: []Mount{requireAuth(u)}, Handler: j.who},
			{Methods: "GET", Path: "/sudo", Mounts: []Mount{require(u, authobject.Reverified(authobject.Strict))}, Handler: j.who},
			{Methods: "GET", Path: "/either", Mounts: []Mount{require(u,
				authobject.Any(authobject.Role("org:admin"), authobject.Permission("org:docs:read")),
				authobject.Not(authobject.Role("org:guest")))}, Handler: j.who},
		},
		Groups: []Group{{
			Prefix: "/admin",
			Mounts: []Mount{require(u, authobject.Role("org:admin"))},
			Routes: []Route{
				{Methods: "GET", Path: "/panel", Handler: j.who},
				{Methods: "GET DELETE", Path: "/projects/{id}", Handler: j.params("id")},
			},
			Groups: []Group{{
				Prefix: "/billing",
				Mounts: []Mount{require(u, authobject.Permission("org:billing:read"))},
				Routes: []Route{{Methods: "GET", Path: "/{year}/months/{month}", Handler: j.params("year", "month")}},
			}},
		}},
	}}
}

// get is a client that asks for one path after the other as one caller.
func get(caller func(*client) func(*http.Request), paths ...string) func(*client) {
	return func(c *client) {
		for _, path := range paths {
			c.do("GET", path, caller(c))
		}
	}
}

func nobody(*client) func(*http.Request) { return func(*http.Request) {} }
func user(c *client) func(*http.Request) { return c.user() }

func signedIn(change func(*clerktest.SignIn) *clerktest.SignIn) func(*client) func(*http.Request) {
	return func(c *client) func(*http.Request) { return c.user(change) }
}

func member(role string, permissions ...string) func(*client) func(*http.Request) {
	return func(c *client) func(*http.Request) { return c.member(role, permissions...) }
}

// access is who may pass.
func access() []behaviour {
	const challenge = "Www-Authenticate: Bearer\n"
	return []behaviour{
		{"an open route takes a stranger, whom the accessor does not know", shop, get(nobody, "/public"),
			[]string{"200 OK", "X-Clerk-Auth-Reason: ", "X-Clerk-Auth-Status: signed-out", `false, user ""`, "as well: true", "ran GET /public"}},
		{"an open route knows a user by a token in the header", shop, get(user, "/public"),
			[]string{"200 OK", "Vary: Authorization, Cookie", `true, user "user_ada"`, "as well: true"}},
		{"an open route knows a user by cookies", shop, get(func(c *client) func(*http.Request) { return c.browser() }, "/public"),
			[]string{"200 OK", `true, user "user_ada"`}},
		{"RequireAuth refuses a stranger with 401 and a problem", shop, get(nobody, "/me"),
			[]string{"401 Unauthorized", "Cache-Control: no-store", "Content-Type: application/problem+json", challenge, `"status":401`, "handlers:\n"}},
		{"RequireAuth lets a user in by a token in the header", shop, get(user, "/me"), []string{"200 OK", `true, user "user_ada"`, "ran GET /me"}},
		{"RequireAuth lets a user in by cookies", shop, get(func(c *client) func(*http.Request) { return c.browser() }, "/me"),
			[]string{"200 OK", `true, user "user_ada"`}},
		{"a forged token is challenged", shop, get(signedIn((*clerktest.SignIn).Forged), "/public", "/me"),
			[]string{"200 OK", "token-invalid-signature", "401 Unauthorized", `Bearer error="invalid_token"`, "token-invalid-signature"}},
		{"an expired token is challenged", shop, get(signedIn((*clerktest.SignIn).Expired), "/me"),
			[]string{"401 Unauthorized", `error="invalid_token"`, "session-token-expired"}},
		{"a session that owes a task is signed out", shop, get(signedIn((*clerktest.SignIn).Pending), "/public", "/me"),
			[]string{"200 OK", `false, user ""`, "401 Unauthorized", "still owes a task"}},
		{"a group refuses a user without its role", shop, get(user, "/admin/panel"),
			[]string{"403 Forbidden", `error="insufficient_scope"`, `"status":403`, "handlers:\n"}},
		{"a group refuses a stranger with 401", shop, get(nobody, "/admin/panel"), []string{"401 Unauthorized", challenge}},
		{"a group lets in whoever has its role", shop, get(member("org:admin"), "/admin/panel"), []string{"200 OK", `role "org:admin"`}},
		{"a group in a group wants both its role and its permission", shop, func(c *client) {
			const path = "/admin/billing/2026/months/07"
			c.do("GET", path, c.member("org:admin"))
			c.do("GET", path, c.member("org:clerk", "org:billing:read"))
			c.do("GET", path, c.member("org:admin", "org:billing:read"))
		}, []string{"403", "403", "200", "year=2026\nmonth=07\n", "handlers:\nran GET /admin/billing/2026/months/07"}},
		{"checks combine", shop, func(c *client) {
			for _, caller := range []func(*http.Request){c.user(), c.member("org:admin"), c.member("org:clerk"),
				c.member("org:clerk", "org:docs:read"), c.member("org:guest", "org:docs:read")} {
				c.do("GET", "/either", caller)
			}
		}, []string{"403", "200", "403", "200", "403"}},
		{"a missing reverification is asked for in Clerk's own form", shop, get(signedIn(func(s *clerktest.SignIn) *clerktest.SignIn {
			return s.FactorAges(60, 60)
		}), "/sudo"), []string{"403 Forbidden", "Content-Type: application/json", `"clerk_error"`, `"reverification"`}},
		{"a fresh factor passes a reverification", shop, get(signedIn(func(s *clerktest.SignIn) *clerktest.SignIn {
			return s.FactorAges(1, 1)
		}), "/sudo"), []string{"200 OK", "ran GET /sudo"}},
		{"a handler reads the parameters of its path", shop, func(c *client) {
			c.do("DELETE", "/admin/projects/p%207", c.member("org:admin"))
			c.do("GET", "/admin/projects/8", c.member("org:admin"))
		}, []string{"200", "id=p 7\n", "200", "id=8\n", "ran DELETE /admin/projects/p 7"}},
	}
}
