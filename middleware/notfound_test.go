package middleware_test

import (
	"net/http"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

func TestNotFoundInstead(t *testing.T) {
	h := newHouse(t, middleware.WithNotFoundInstead())
	unknown := serve(http.NotFoundHandler(), get())
	for _, row := range []struct {
		name    string
		guard   func(http.Handler) http.Handler
		prepare func(*http.Request)
		status  int
	}{
		{"nobody", h.RequireAuth, func(*http.Request) {}, 404},
		{"somebody without the role", h.Require(authobject.Role("admin")), func(r *http.Request) { h.ck.SignIn(h.ada).Authorize(r) }, 404},
		{"somebody without the role, at a page", h.RequirePage(authobject.Role("admin")), func(r *http.Request) { h.ck.SignIn(h.ada).Authorize(r) }, 404},
		{"nobody, at a page", h.RequireAuthPage, func(*http.Request) {}, 303},
		{"a user", h.RequireAuth, func(r *http.Request) { h.ck.SignIn(h.ada).Authorize(r) }, 200},
		{"a factor to confirm", h.Require(authobject.Reverified(authobject.Strict)), func(r *http.Request) { h.ck.SignIn(h.ada).FactorAges(60, 60).Authorize(r) }, 403},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := get()
			row.prepare(r)
			w := serve(row.guard(whoami), r)
			if w.Code != row.status {
				t.Fatalf("answered %d %s", w.Code, w.Body)
			}
			if w.Code == 404 && (w.Body.String() != unknown.Body.String() || w.Header().Get("Content-Type") != unknown.Header().Get("Content-Type") ||
				w.Header().Get("WWW-Authenticate")+w.Header().Get("X-Clerk-Auth-Reason")+w.Header().Get("X-Clerk-Auth-Status") != "") {
				t.Errorf("answered %v %s", w.Header(), w.Body)
			}
		})
	}
	t.Run("an outage", func(t *testing.T) {
		h := newHouse(t, middleware.WithNotFoundInstead())
		h.ck.FailWith(500)
		r := get()
		h.ck.SignIn(h.ada).Authorize(r)
		if w := serve(h.RequireAuth(whoami), r); w.Code != 503 {
			t.Errorf("answered %d", w.Code)
		}
	})
	t.Run("an error handler knows the reason", func(t *testing.T) {
		h := newHouse(t, middleware.WithNotFoundInstead(), middleware.WithErrorHandler(func(w http.ResponseWriter, _ *http.Request, err *middleware.Error) {
			w.Header().Set("Reason", string(err.Reason))
			w.WriteHeader(err.Status)
		}))
		if w := serve(h.RequireAuth(whoami), get()); w.Code != 404 || w.Header().Get("Reason") != "dev-browser-missing" {
			t.Errorf("answered %d %v", w.Code, w.Header())
		}
	})
}
