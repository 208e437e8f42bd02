package adaptertest

import (
	"net/http"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/multisession"
)

// accounts is what becomes of requests that name the session that they mean.
func accounts() []behaviour {
	notebook := func(w *world, j *journal) Service {
		u := w.usher(middleware.WithMultiSession(multisession.Policy{}))
		explicit := Mount{Usher: u, Guard: "RequireExplicitSession"}
		return Service{Group: Group{
			Mounts: []Mount{authenticate(u)},
			Routes: []Route{
				{Methods: "GET", Path: "/page", Mounts: []Mount{{Usher: u, Guard: "RequireAuthPage"}}, Handler: j.who},
				{Methods: "GET POST OPTIONS", Path: "/notes", Mounts: []Mount{explicit}, Handler: j.who},
			},
			Groups: []Group{{Prefix: "/actions", Mounts: []Mount{explicit}, Routes: []Route{
				{Methods: "POST", Path: "/{id}", Mounts: []Mount{explicit}, Handler: j.params("id")},
			}}},
		}}
	}
	// as has a browser that acts as Ada send a request that names her session, or that of another account.
	as := func(c *client, method, path string, other bool, change ...func(*http.Request)) {
		in := c.signIn()
		named := in
		if other {
			named = in.Beside(c.AddUser(clerktest.User{}))
		}
		change = append([]func(*http.Request){func(r *http.Request) { in.AddCookies(r) }}, change...)
		c.do(method, path+"?_clerk_session_id="+named.SessionID(), change...)
	}
	return []behaviour{
		{"an action counts for the session that it names", notebook, func(c *client) {
			as(c, "POST", "/notes", false)
			as(c, "POST", "/actions/7", false)
		}, []string{"200 OK", `true, user "user_ada"`, "200 OK", "id=7\n", "handlers:\nran POST /notes\nran POST /actions/7"}},
		{"an action for another account is refused, and nobody is sent to sign in", notebook, func(c *client) {
			as(c, "POST", "/notes", true)
			as(c, "POST", "/actions/7", true)
			as(c, "GET", "/page", true)
			as(c, "GET", "/page", true, document)
		}, []string{"403 Forbidden", "Cache-Control: no-store", "X-Clerk-Auth-Reason: session-mismatch", "another account", "403", "403", "session-mismatch", "handlers:\n"}},
		{"an action that names no session is refused, unless it brings the token itself", notebook, func(c *client) {
			c.do("POST", "/notes", c.browser())
			c.do("POST", "/actions/7", c.browser())
			c.do("POST", "/actions/7", c.user())
		}, []string{"403 Forbidden", "session-id-missing", "403 Forbidden", "200 OK", "handlers:\nran POST /actions/7"}},
		{"an action of a stranger is 401, and its preflight passes", notebook, func(c *client) {
			c.do("POST", "/notes")
			c.do("OPTIONS", "/notes", preflight)
		}, []string{"401 Unauthorized", "Www-Authenticate: Bearer\n", "200 OK", "handlers:\nran OPTIONS /notes"}},
		{"a session that is named twice or oddly is nobody's", notebook, func(c *client) {
			c.do("POST", "/notes?_clerk_session_id=sess_a&_clerk_session_id=sess_a", c.browser())
			c.do("POST", "/notes?_clerk_session_id=", c.browser())
		}, []string{"403 Forbidden", "session-id-ambiguous", "403 Forbidden", "session-id-invalid", "handlers:\n"}},
	}
}
