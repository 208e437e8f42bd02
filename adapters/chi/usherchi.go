// Package usherchi adds to chi what only a router knows: the route that a request matched.
//
// Usher's middleware is plain net/http, so chi needs no adapter to be guarded:
//
//	r := chi.NewRouter()
//	r.Use(auth.Authenticate)
//	r.Group(func(r chi.Router) {
//		r.Use(auth.RequireAuth)
//		r.Get("/me", me)
//	})
//	r.With(auth.Require(authobject.Role("org:admin"))).Delete("/projects/{id}", deleteProject)
//
// Mount a CORS handler above Authenticate. Routes registered by method (r.Get, r.Delete) are never reached by a preflight.
package usherchi

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/usher-auth/usher/authobject"
)

// RoutePattern returns the pattern of the route that a request matched, such as "/projects/{id}", or "" when it matched none
// or did not pass through chi. chi knows the whole pattern only when routing is over, so ask after next.ServeHTTP has
// returned. A pattern, unlike a path, is fit for log keys and metric labels: there are few of them, and no ids inside.
func RoutePattern(r *http.Request) string {
	route := chi.RouteContext(r.Context())
	if route == nil {
		return ""
	}
	return route.RoutePattern()
}

// LogRequests returns middleware that writes one line for each request when it has been served: method, route pattern, how
// long it took, and the caller by ids. Mount it directly below Authenticate. A nil logger means slog.Default. It neither
// wraps the response writer nor logs paths, queries or headers.
func LogRequests(logger *slog.Logger) func(http.Handler) http.Handler {
	if logger == nil {
		logger = slog.Default()
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := time.Now()
			defer func() {
				caller, _ := authobject.FromContext(r.Context())
				logger.LogAttrs(r.Context(), slog.LevelInfo, "request",
					slog.String("method", r.Method), slog.String("route", RoutePattern(r)),
					slog.Duration("took", time.Since(start)), slog.Any("caller", caller))
			}()
			next.ServeHTTP(w, r)
		})
	}
}
