package middleware_test

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/go-chi/chi/v5"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/token"
)

// Routes of a chi service: everybody's, those of signed-in users, and those of an organization's admins.
func ExampleNew() {
	ck, err := clerktest.Start(clerktest.Config{}) // a Clerk in the process; use clerk.Options{} for your own
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()

	auth, err := middleware.New(ck.Options())
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()
	r := chi.NewRouter()
	r.Use(auth.Authenticate)
	r.Group(func(r chi.Router) {
		r.Use(auth.RequireAuth)
		r.Get("/me", func(w http.ResponseWriter, r *http.Request) {
			me, _ := authobject.FromContext(r.Context())
			fmt.Fprintln(w, me.UserID())
		})
	})
	r.With(auth.Require(authobject.Role("org:admin"))).Delete("/projects/{id}", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "deleted")
	})

	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	call := func(method, path string, signedIn bool) {
		req := httptest.NewRequest(method, path, http.NoBody)
		if signedIn {
			ck.SignIn(ada).Authorize(req)
		}
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		fmt.Println(method, path, w.Code)
	}
	call("GET", "/me", false)
	call("GET", "/me", true)
	call("DELETE", "/projects/1", true)
	// Output:
	// GET /me 401
	// GET /me 200
	// DELETE /projects/1 403
}

// The same on http.ServeMux, whose patterns name the method.
func ExampleUsher_Require() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options())
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()

	mux := http.NewServeMux()
	payout := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "paid") })
	mux.Handle("POST /payout", auth.Require(
		authobject.Permission("org:payouts:create"),
		authobject.Reverified(authobject.Strict), // a second factor in the last ten minutes
	)(payout))

	req := httptest.NewRequest("POST", "/payout", http.NoBody)
	ada := ck.AddUser(clerktest.User{})
	ck.SignIn(ada).OrgRole("acme", "org:admin", "org:payouts:create").FactorAges(0, 45).Authorize(req)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, req)
	fmt.Print(w.Code, " ", w.Body)
	// Output:
	// 403 {"clerk_error":{"type":"forbidden","reason":"reverification-error","metadata":{"reverification":"strict"}}}
}

// Authenticate alone refuses nobody: the handler decides.
func ExampleUsher_Authenticate() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options())
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()
	handler := auth.Authenticate(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if me, ok := authobject.FromContext(r.Context()); ok {
			fmt.Fprintln(w, "hello", me.UserID())
			return
		}
		fmt.Fprintln(w, "hello, whoever you are")
	}))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "/", http.NoBody))
	fmt.Print(w.Body)
	// Output:
	// hello, whoever you are
}

// An error handler of one's own answers in the service's own form.
func ExampleWithErrorHandler() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options(), middleware.WithErrorHandler(
		func(w http.ResponseWriter, _ *http.Request, err *middleware.Error) {
			w.WriteHeader(err.Status)
			_ = json.NewEncoder(w).Encode(map[string]any{"code": err.Reason})
		}))
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()
	w := httptest.NewRecorder()
	auth.RequireAuth(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", "/", http.NoBody))
	fmt.Print(w.Code, " ", w.Body)
	// Output:
	// 401 {"code":"dev-browser-missing"}
}

// A service with little memory bounds what is remembered of verified tokens.
func ExampleWithTokenCache() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options(), middleware.WithTokenCache(token.CacheOptions{MaxTokens: 1_000, MaxBytes: 2 << 20}))
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()
	me := auth.RequireAuth(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, authobject.MustFromContext(r.Context()).UserID())
	}))
	r := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"})).Authorize(httptest.NewRequest("GET", "/me", http.NoBody))
	for range 2 { // the second request costs a thirtieth of the first
		w := httptest.NewRecorder()
		me.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Body)
	}
	// Output:
	// 200 user_ada
	// 200 user_ada
}
