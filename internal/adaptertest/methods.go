package adaptertest

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/usher-auth/usher/middleware"
)

// preflight has a request be one that a browser sends before another.
func preflight(r *http.Request) {
	r.Header.Set("Origin", "https://front.example")
	r.Header.Set("Access-Control-Request-Method", "POST")
}

// methods is what becomes of HEAD, OPTIONS, bodies, and of what a router does not know.
func methods() []behaviour {
	cors := Mount{Before: func(x Exchange) bool {
		if x.R.Method != http.MethodOptions || x.R.Header.Get("Access-Control-Request-Method") == "" {
			return true
		}
		x.W.Header().Set("Access-Control-Allow-Origin", "https://front.example")
		x.W.WriteHeader(http.StatusNoContent)
		return false
	}}
	guarded := func(w *world, j *journal) Service { return shopOf(w.usher(middleware.WithGuardedPreflights()), j) }
	echo := func(w *world, _ *journal) Service {
		u := w.usher()
		return Service{Group: Group{Routes: []Route{{Methods: "POST", Path: "/echo", Mounts: []Mount{authenticate(u), requireAuth(u)}, Handler: func(x Exchange) {
			text, err := io.ReadAll(x.R.Body)
			_, _ = fmt.Fprintf(x.W, "%d %v %.20s", len(text), err, text)
		}}}}}
	}
	long := strings.Repeat("0123456789", 20_000)
	return []behaviour{
		{"a preflight passes the guards", shop, func(c *client) { c.do("OPTIONS", "/me", preflight) },
			[]string{"200 OK", `false, user ""`, "ran OPTIONS /me"}},
		{"a guarded preflight is refused", guarded, func(c *client) { c.do("OPTIONS", "/me", preflight) },
			[]string{"401 Unauthorized", "application/problem+json", "handlers:\n"}},
		{"an OPTIONS request that is no preflight is refused", shop, func(c *client) { c.do("OPTIONS", "/me") }, []string{"401 Unauthorized", "handlers:\n"}},
		{"an OPTIONS request of a user passes", shop, func(c *client) { c.do("OPTIONS", "/me", c.user()) }, []string{"200 OK", "ran OPTIONS /me"}},
		{"a CORS handler above answers a preflight", func(w *world, j *journal) Service {
			s := shop(w, j)
			s.Mounts = append([]Mount{cors}, s.Mounts...)
			return s
		}, func(c *client) { c.do("OPTIONS", "/me", preflight) }, []string{"204 No Content", "Access-Control-Allow-Origin: https://front.example", "handlers:\n"}},
		{"a CORS handler below a guard answers a preflight", func(w *world, j *journal) Service {
			s := shop(w, j)
			for i := range s.Routes {
				s.Routes[i].Mounts = append(s.Routes[i].Mounts, cors)
			}
			return s
		}, func(c *client) { c.do("OPTIONS", "/me", preflight) }, []string{"204 No Content", "Access-Control-Allow-Origin: https://front.example", "Vary: Authorization, Cookie", "handlers:\n"}},
		{"HEAD is refused like GET, without the body", shop, func(c *client) { c.do("HEAD", "/me") },
			[]string{"401 Unauthorized", "Content-Length: ", "Content-Type: application/problem+json", "Www-Authenticate: Bearer\n", "handlers:\n"}},
		{"HEAD passes like GET", shop, func(c *client) { c.do("HEAD", "/me", c.user()) }, []string{"200 OK", "Content-Length: ", "ran HEAD /me"}},
		{"another method is not known, and still below Authenticate", shop, func(c *client) {
			c.do("DELETE", "/only-get")
			c.do("DELETE", "/only-get", c.user())
		}, []string{"405 Method Not Allowed", "Vary: Authorization, Cookie", "X-Clerk-Auth-Status: signed-out", "method not allowed\n", "405 Method Not Allowed", "handlers:\n"}},
		{"a path that nobody knows is still below Authenticate", shop, func(c *client) {
			c.do("GET", "/nothing")
			c.do("GET", "/nothing", c.user())
			c.do("GET", "/nothing", document)
		}, []string{"404 Not Found", "Vary: Authorization, Cookie", "X-Clerk-Auth-Status: signed-out", "404 page not found\n", "404 Not Found", "307 Temporary Redirect", "handlers:\n"}},
		{"the body of a request is for the handler", echo, func(c *client) {
			c.do("POST", "/echo", c.user(), body("all of it"))
			c.do("POST", "/echo", c.user(), body(long))
		}, []string{"200 OK", "9 <nil> all of it", "200 OK", "200000 <nil> 01234567890123456789"}},
		{"a body does not change a refusal", echo, func(c *client) { c.do("POST", "/echo", body("all of it")) }, []string{"401 Unauthorized", "application/problem+json"}},
		{"a form in a body is for the handler", func(w *world, j *journal) Service {
			s := shop(w, j)
			s.Routes = append(s.Routes, Route{Methods: "POST", Path: "/form", Mounts: s.Routes[2].Mounts, Handler: func(x Exchange) {
				_, _ = fmt.Fprintln(x.W, x.R.FormValue("a"), x.R.FormValue("b"))
			}})
			return s
		}, func(c *client) {
			c.do("POST", "/form?b=2", c.user(), header("Content-Type", "application/x-www-form-urlencoded"), body("a=1"))
		}, []string{"200 OK", "1 2\n"}},
		{"a handler answers with a status alone", func(w *world, j *journal) Service {
			s := shop(w, j)
			for i, status := range []int{204, 304, 404, 500, 202} {
				s.Routes = append(s.Routes, Route{Methods: "GET", Path: fmt.Sprintf("/status/%d", i), Mounts: s.Routes[2].Mounts, Handler: func(x Exchange) { x.W.WriteHeader(status) }})
			}
			s.Routes = append(s.Routes, Route{Methods: "GET", Path: "/silent", Mounts: s.Routes[2].Mounts, Handler: func(Exchange) {}})
			return s
		}, get(user, "/status/0", "/status/1", "/status/2", "/status/3", "/status/4", "/silent"), []string{"204", "304", "404", "500", "202", "200"}},
	}
}
