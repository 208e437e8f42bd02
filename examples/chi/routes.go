package main

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
	chimiddleware "github.com/go-chi/chi/v5/middleware"

	usherchi "github.com/usher-auth/usher/adapters/chi"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

// routes is the service. It is what you would write yourself. chi needs no adapter to be guarded.
func routes(auth *middleware.Usher) (http.Handler, error) {
	r := chi.NewRouter()
	r.Use(chimiddleware.Recoverer, auth.Authenticate, usherchi.LogRequests(slog.Default())) // every request carries its caller, below

	r.Get("/", hello)
	r.With(auth.RequireAuthPage).Get("/dashboard", hello) // sends a browser to sign in, and back

	r.Route("/api", func(r chi.Router) {
		r.Use(auth.RequireAuth) // 401 for strangers
		r.Get("/me", hello)
		r.Get("/plain", plain)

		r.Route("/admin", func(r chi.Router) {
			r.Use(auth.Require(authobject.Role("org:admin"))) // 403 for everybody but admins
			r.Delete("/projects/{id}", func(w http.ResponseWriter, r *http.Request) {
				answer(w, map[string]string{"deleted": chi.URLParam(r, "id")})
			})
		})
	})
	return r, nil
}

// hello tells callers who they are.
func hello(w http.ResponseWriter, r *http.Request) {
	me, ok := authobject.FromContext(r.Context())
	if !ok {
		answer(w, map[string]string{"message": "hello, stranger"})
		return
	}
	answer(w, map[string]string{"message": "hello, " + me.UserID(), "role": me.OrgRole()})
}

// plain answers in plain text.
func plain(w http.ResponseWriter, r *http.Request) {
	me, _ := authobject.FromContext(r.Context())
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("hello, " + me.UserID() + ", from net/http\n"))
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body) // the caller has gone; there is nobody to tell
}
