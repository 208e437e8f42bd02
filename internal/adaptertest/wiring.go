package adaptertest

import (
	"context"
	"fmt"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// wiring is what becomes of guards above and below each other, and of what stands below them.
func wiring() []behaviour {
	plain := func(j *journal) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			auth, ok := authobject.FromContext(r.Context())
			j.note("plain handler %s: %v %q", r.URL.Path, ok, auth.UserID())
			_, _ = fmt.Fprintln(w, auth.UserID())
		})
	}
	return []behaviour{
		{"a plain http.Handler below knows the user", func(w *world, j *journal) Service {
			u := w.usher()
			return Service{Group: Group{Mounts: []Mount{authenticate(u)}, Routes: []Route{
				{Methods: "GET", Path: "/open", Plain: plain(j)},
				{Methods: "GET", Path: "/shut", Mounts: []Mount{requireAuth(u)}, Plain: plain(j)},
			}}}
		}, func(c *client) {
			c.do("GET", "/open")
			c.do("GET", "/open", c.user())
			c.do("GET", "/shut")
			c.do("GET", "/shut", c.user())
		}, []string{"200", "200", "user_ada", "401", "200", "user_ada", "plain handler /open: false \"\"\nplain handler /open: true \"user_ada\"\nplain handler /shut: true \"user_ada\""}},
		{"a plain guard below answers by itself", func(w *world, j *journal) Service {
			u := w.usher()
			return Service{Group: Group{Mounts: []Mount{authenticate(u)}, Routes: []Route{
				{Methods: "GET", Path: "/inner", Plain: u.Require(authobject.Role("org:admin"))(plain(j))},
				{Methods: "GET", Path: "/page", Plain: u.RequireAuthPage(plain(j))},
			}}}
		}, func(c *client) {
			c.do("GET", "/inner")
			c.do("GET", "/inner", c.user())
			c.do("GET", "/inner", c.member("org:admin"))
			c.do("GET", "/page")
		}, []string{"401", "403", "200", "303", "handlers:\nplain handler /inner: true \"user_ada\""}},
		{"the accessor knows nobody where no middleware is mounted", func(_ *world, j *journal) Service {
			return Service{Group: Group{Routes: []Route{{Methods: "GET", Path: "/bare", Handler: j.who}}}}
		}, get(user, "/bare"), []string{"200 OK", `false, user ""`, "as well: true"}},
		{"middleware that is mounted twice answers once", func(w *world, j *journal) Service {
			u := w.usher()
			return Service{Group: Group{Mounts: []Mount{authenticate(u), authenticate(u)}, Groups: []Group{{
				Prefix: "/twice", Mounts: []Mount{requireAuth(u), authenticate(u), requireAuth(u)},
				Routes: []Route{{Methods: "GET", Path: "/it", Mounts: []Mount{requireAuth(u)}, Handler: j.who}},
			}}}}
		}, func(c *client) {
			c.do("GET", "/twice/it")
			c.do("GET", "/twice/it", c.user())
			c.do("GET", "/twice/it", document)
		}, []string{"401", "length", "200", "Vary: Authorization, Cookie\nlength", "307", "handlers:\nran GET /twice/it"}},
		{"middleware below sees the caller that middleware above has found", func(w *world, j *journal) Service {
			u := w.usher()
			see := func(where string) Mount {
				return Mount{Before: func(x Exchange) bool {
					auth, ok := x.Auth()
					j.note("%s: %v %q", where, ok, auth.UserID())
					return true
				}}
			}
			return Service{Group: Group{Mounts: []Mount{see("above"), authenticate(u), see("below")}, Routes: []Route{
				{Methods: "GET", Path: "/it", Mounts: []Mount{requireAuth(u), see("inside")}, Handler: j.who},
			}}}
		}, get(user, "/it"), []string{"200 OK", "handlers:\nabove: false \"\"\nbelow: true \"user_ada\"\ninside: true \"user_ada\"\nran"}},
		{"another Usher below judges by itself", func(w *world, j *journal) Service {
			first := w.usher()
			other := w.usherWith(func(o *clerk.Options) { o.AuthorizedParties = []string{"https://other.example"} })
			return Service{Group: Group{Mounts: []Mount{authenticate(first)}, Routes: []Route{
				{Methods: "GET", Path: "/first", Mounts: []Mount{requireAuth(first)}, Handler: j.who},
				{Methods: "GET", Path: "/other", Mounts: []Mount{requireAuth(other)}, Handler: j.who},
			}}}
		}, get(func(c *client) func(*http.Request) { return c.user(azp) }, "/first", "/other"),
			[]string{"200 OK", "401 Unauthorized", "token-invalid-authorized-parties", "handlers:\nran GET /first"}},
		{"each host has its own Usher", func(w *world, j *journal) Service {
			other := newWorld(w.t)
			ushers, err := middleware.ByHost(map[string]*middleware.Usher{host: w.usher(), "other.example": other.usher()})
			if err != nil {
				w.t.Fatal(err)
			}
			return shopOf(ushers, j)
		}, func(c *client) {
			c.do("GET", "/me", c.user())
			c.do("GET", "/me", at("other.example"))
			c.do("GET", "/me", c.user(), at("unknown.example"))
			c.do("GET", "/public", at("unknown.example"))
			c.do("GET", "/nothing", at("unknown.example"))
			c.do("GET", "/admin/panel", c.member("org:admin"))
		}, []string{"200 OK", "401 Unauthorized", "421 Misdirected Request", "host-unknown", "421", "421", "200", "handlers:\nran GET /me\nran GET /admin/panel"}},
		{"a handler below binds a connection to its credential", func(w *world, j *journal) Service {
			u := w.usher()
			return Service{Group: Group{Routes: []Route{{Methods: "GET", Path: "/bind", Mounts: []Mount{requireAuth(u)}, Handler: func(x Exchange) {
				ctx, bond, err := u.Bind(x.R)
				if err != nil {
					j.note("no bond: %v", err)
					return
				}
				bond.Release()
				j.note("until %v, %v", bond.Until().UTC(), context.Cause(ctx))
			}}}}}
		}, get(user, "/bind"), []string{"200 OK", "until 2026-01-01 00:01:", "context canceled"}},
	}
}

func azp(s *clerktest.SignIn) *clerktest.SignIn { return s.AuthorizedParty("https://app.example") }
