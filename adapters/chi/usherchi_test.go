package usherchi_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"go.uber.org/goleak"

	usherchi "github.com/usher-auth/usher/adapters/chi"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// service is a chi service with routes for everybody, for users and for admins, groups inside groups and a sub-router.
func service(t testing.TB, auth *middleware.Usher, log *slog.Logger) http.Handler {
	t.Helper()
	ok := func(w http.ResponseWriter, r *http.Request) {
		auth, _ := authobject.FromContext(r.Context())
		fmt.Fprintf(w, "%s %s", chi.URLParam(r, "id"), auth.UserID())
	}
	r := chi.NewRouter()
	r.Use(auth.Authenticate, usherchi.LogRequests(log))
	r.Get("/public", ok)
	r.Group(func(r chi.Router) {
		r.Use(auth.RequireAuth)
		r.Get("/me", ok)
		r.Group(func(r chi.Router) {
			r.Use(auth.Require(authobject.Role("org:admin")))
			r.Delete("/projects/{id}", ok)
		})
		settings := chi.NewRouter()
		settings.Get("/settings/{id}", ok)
		r.Mount("/orgs/{org}", settings)
	})
	r.With(auth.Require(authobject.Permission("org:billing:read"))).Get("/billing", ok)
	return r
}

func TestChiRoutes(t *testing.T) {
	ck := clerktest.New(t)
	auth, err := middleware.New(ck.Options())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = auth.Close() }()
	var log bytes.Buffer
	handler := service(t, auth, slog.New(slog.NewTextHandler(&log, nil)))
	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	nobody := func(*http.Request) {}
	user := func(r *http.Request) { ck.SignIn(ada).Authorize(r) }
	admin := func(r *http.Request) { ck.SignIn(ada).OrgRole("acme", "org:admin").Authorize(r) }
	for _, row := range []struct {
		name, method, path string
		caller             func(*http.Request)
		status             int
		body, pattern      string
	}{
		{"everybody's route", "GET", "/public", nobody, 200, "", "/public"},
		{"a group refuses nobody", "GET", "/me", nobody, 401, "", "/me"},
		{"a group lets a user in", "GET", "/me", user, 200, "user_ada", "/me"},
		{"a group in a group refuses a user", "DELETE", "/projects/7", user, 403, "", "/projects/{id}"},
		{"a group in a group lets an admin in, with the route's parameter", "DELETE", "/projects/7", admin, 200, "7 user_ada", "/projects/{id}"},
		{"a group in a group refuses nobody with 401", "DELETE", "/projects/7", nobody, 401, "", "/projects/{id}"},
		{"a mounted router is below the group's guard", "GET", "/orgs/acme/settings/5", nobody, 401, "", "/orgs/{org}/*"},
		{"a mounted router lets a user in", "GET", "/orgs/acme/settings/5", user, 200, "5 user_ada", "/orgs/{org}/settings/{id}"},
		{"With guards one route", "GET", "/billing", user, 403, "", "/billing"},
		{"another method is not found before it is guarded", "POST", "/me", nobody, 405, "", ""},
		{"an unknown path", "GET", "/nothing", admin, 404, "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			log.Reset()
			r := httptest.NewRequest(row.method, row.path, http.NoBody)
			row.caller(r)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code != row.status || (row.body != "" && strings.TrimSpace(w.Body.String()) != row.body) {
				t.Errorf("answered %d %q, want %d %q", w.Code, w.Body, row.status, row.body)
			}
			if want := "route=" + row.pattern + " "; row.pattern != "" && !strings.Contains(log.String(), want) {
				t.Errorf("the log line is %q, want %q in it", log.String(), want)
			}
			if strings.Count(log.String(), "\n") != 1 || strings.Contains(log.String(), "eyJ") {
				t.Errorf("the log is %q", log.String())
			}
		})
	}
}

func TestRoutePatternOutsideChi(t *testing.T) {
	if got := usherchi.RoutePattern(httptest.NewRequest("GET", "/", http.NoBody)); got != "" {
		t.Errorf("the pattern is %q", got)
	}
}
