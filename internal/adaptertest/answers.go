package adaptertest

import (
	"fmt"
	"net/http"

	"github.com/usher-auth/usher/middleware"
)

// answers is what a refusal looks like.
func answers() []behaviour {
	shopWith := func(with ...middleware.Option) func(*world, *journal) Service {
		return func(w *world, j *journal) Service { return shopOf(w.usher(with...), j) }
	}
	return []behaviour{
		{"without keys the answer is 503", func(w *world, j *journal) Service {
			w.FailWith(http.StatusInternalServerError)
			return shop(w, j)
		}, get(user, "/public", "/me"), []string{"200 OK", "503 Service Unavailable", "Content-Type: application/problem+json", "cannot verify credentials", "handlers:\nran GET /public"}},
		{"what cannot be decided is an error of the request", shop, func(c *client) {
			c.do("GET", "/public?__clerk_redirect_url=javascript:x", header("Cookie", "__clerk_db_jwt=d"))
		}, []string{"400 Bad Request", "Cache-Control: no-store", "application/problem+json", "handlers:\n"}},
		{"what goes wrong on our side is 500", shop, func(c *client) {
			c.do("GET", "/public", header("Cookie", "__clerk_db_jwt=d; __clerk_handshake=e30.e30.e30"))
		}, []string{"500 Internal Server Error", "application/problem+json", "handlers:\n"}},
		{"an error handler of one's own answers", shopWith(middleware.WithErrorHandler(func(w http.ResponseWriter, r *http.Request, err *middleware.Error) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("X-Reason", string(err.Reason))
			w.Header().Set("X-Path", r.URL.Path)
			w.WriteHeader(http.StatusTeapot)
			_, _ = fmt.Fprintln(w, err.Detail)
		})), get(nobody, "/me", "/admin/panel"), []string{"418", "Cache-Control: no-store", "X-Path: /me", "X-Reason: ", "418", "X-Path: /admin/panel", "handlers:\n"}},
		{"an error handler may answer with a status alone", shopWith(middleware.WithErrorHandler(func(w http.ResponseWriter, _ *http.Request, err *middleware.Error) {
			w.WriteHeader(err.Status)
		})), get(nobody, "/me"), []string{"401 Unauthorized", "length 0", "handlers:\n"}},
		{"an error handler may redirect", shopWith(middleware.WithErrorHandler(func(w http.ResponseWriter, r *http.Request, _ *middleware.Error) {
			http.Redirect(w, r, "/public", http.StatusFound)
		})), get(nobody, "/me"), []string{"302 Found", "Location: /public", "handlers:\n"}},
		{"an error handler may stream its answer", shopWith(middleware.WithErrorHandler(func(w http.ResponseWriter, _ *http.Request, err *middleware.Error) {
			w.WriteHeader(err.Status)
			for range 3 {
				_, _ = fmt.Fprintln(w, "no")
				_ = http.NewResponseController(w).Flush()
			}
		})), get(nobody, "/me"), []string{"401 Unauthorized", "[chunked]", "no\nno\nno\n"}},
		{"a guarded route looks like no route", shopWith(middleware.WithNotFoundInstead()), func(c *client) {
			c.do("GET", "/nothing")
			c.do("GET", "/me")
			c.do("GET", "/admin/panel", c.user())
		}, []string{"404 Not Found", "404 page not found\n", "404 Not Found", "404 page not found\n", "404 Not Found", "404 page not found\n", "handlers:\n"}},
		{"headers from above stay on a refusal, but for what the refusal decides", func(w *world, j *journal) Service {
			s := shop(w, j)
			s.Mounts = append([]Mount{{Before: func(x Exchange) bool {
				x.W.Header().Set("X-Request-Id", "42")
				x.W.Header().Add("Vary", "Origin")
				x.W.Header().Set("Cache-Control", "public, max-age=60")
				return true
			}}}, s.Mounts...)
			return s
		}, get(nobody, "/public", "/me"), []string{"200 OK", "Cache-Control: public, max-age=60", "Vary: Origin\nVary: Authorization, Cookie\n", "X-Request-Id: 42",
			"401 Unauthorized", "Cache-Control: no-store", "Vary: Origin\nVary: Authorization, Cookie\n", "X-Request-Id: 42"}},
		{"what a stranger says of himself in Clerk's headers is taken away", func(w *world, j *journal) Service {
			s := shop(w, j)
			s.Routes = append(s.Routes, Route{Methods: "GET", Path: "/told", Handler: func(x Exchange) {
				j.note("told %q %q", x.R.Header.Get("X-Clerk-Auth-Status"), x.R.Header.Get("X-Other"))
			}})
			return s
		}, func(c *client) {
			c.do("GET", "/told", header("X-Clerk-Auth-Status", "signed-in"), header("X-Other", "stays"))
		}, []string{"200 OK", `told "" "stays"`}},
		{"no handler and no middleware below a refusal runs", func(w *world, j *journal) Service {
			s := shop(w, j)
			note := Mount{Before: func(x Exchange) bool { j.note("below %s", x.R.URL.Path); return true }}
			s.Groups[0].Mounts = append(s.Groups[0].Mounts, note)
			for i := range s.Routes {
				s.Routes[i].Mounts = append(s.Routes[i].Mounts, note)
			}
			return s
		}, func(c *client) {
			for _, path := range []string{"/me", "/sudo", "/either", "/admin/panel", "/admin/projects/1", "/admin/billing/1/months/2"} {
				c.do("GET", path)
			}
			c.do("GET", "/me", c.user())
		}, []string{"401", "401", "401", "401", "401", "401", "200", "handlers:\nbelow /me\nran GET /me"}},
	}
}
