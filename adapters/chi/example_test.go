package usherchi_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/go-chi/chi/v5"

	usherchi "github.com/usher-auth/usher/adapters/chi"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// Groups inside groups, each with a guard more, and a router of another team below one of them.
func Example() {
	ck, _ := clerktest.Start(clerktest.Config{}) // stands for Clerk; a service passes clerk.Options{}
	defer ck.Close()
	auth, _ := middleware.New(ck.Options())
	defer auth.Close()

	done := func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "done", chi.URLParam(r, "id")) }
	reports := chi.NewRouter()
	reports.Get("/{id}", done)

	r := chi.NewRouter()
	r.Use(auth.Authenticate)
	r.Get("/", done)
	r.Group(func(r chi.Router) { // for users
		r.Use(auth.RequireAuth)
		r.Get("/me", done)
		r.Mount("/reports", reports)
		r.Route("/admin", func(r chi.Router) { // for admins among them
			r.Use(auth.Require(authobject.Role("org:admin")))
			r.Delete("/projects/{id}", done)
			r.With(auth.Require(authobject.Reverified(authobject.Strict))).Delete("/", done)
		})
	})

	in := ck.SignIn(ck.AddUser(clerktest.User{})).FactorAges(60, -1)
	admin := in.OrgRole("acme", "org:admin")
	for _, request := range []*http.Request{
		httptest.NewRequest("GET", "/", http.NoBody),
		httptest.NewRequest("GET", "/reports/5", http.NoBody),
		in.Authorize(httptest.NewRequest("GET", "/reports/5", http.NoBody)),
		in.Authorize(httptest.NewRequest("DELETE", "/admin/projects/7", http.NoBody)),
		admin.Authorize(httptest.NewRequest("DELETE", "/admin/projects/7", http.NoBody)),
		admin.Authorize(httptest.NewRequest("DELETE", "/admin/", http.NoBody)),
	} {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, request)
		fmt.Println(request.Method, request.URL.Path, w.Code)
	}
	// Output:
	// GET / 200
	// GET /reports/5 401
	// GET /reports/5 200
	// DELETE /admin/projects/7 403
	// DELETE /admin/projects/7 200
	// DELETE /admin/ 403
}

func ExampleLogRequests() {
	ck, _ := clerktest.Start(clerktest.Config{}) // stands for Clerk
	defer ck.Close()
	auth, _ := middleware.New(ck.Options())
	defer auth.Close()
	var lines bytes.Buffer
	r := chi.NewRouter()
	r.Use(auth.Authenticate, usherchi.LogRequests(slog.New(slog.NewTextHandler(&lines, nil))))
	r.Get("/projects/{id}", func(http.ResponseWriter, *http.Request) {})

	r.ServeHTTP(httptest.NewRecorder(), clerktest.As(httptest.NewRequest("GET", "/projects/7", http.NoBody), clerktest.Identity{UserID: "user_ada"}))
	for _, part := range []string{"method=GET", "route=/projects/{id}", "user_ada"} {
		fmt.Println(part, strings.Contains(lines.String(), part))
	}
	// Output:
	// method=GET true
	// route=/projects/{id} true
	// user_ada true
}

func ExampleRoutePattern() {
	r := chi.NewRouter()
	r.Use(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r)
			fmt.Println(usherchi.RoutePattern(r)) // a label for metrics
		})
	})
	r.Get("/projects/{id}", func(http.ResponseWriter, *http.Request) {})
	r.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/projects/7", http.NoBody))
	// Output:
	// /projects/{id}
}
