package adaptertest

import (
	"net/http"
	"slices"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

// A Plain is middleware of net/http.
type Plain = func(http.Handler) http.Handler

// NetHTTP is the Build that the others are held against.
func NetHTTP(s Service) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", NotFound)
	own := s.Group
	own.Mounts = nil // they stand above the mux
	mountPlain(mux, own, "", nil)
	handler := wrap(mux, PlainMounts(s.Mounts, pathValue))
	if s.Recover {
		return recovering(handler)
	}
	return handler
}

func pathValue(r *http.Request, name string) string { return r.PathValue(name) }

func mountPlain(mux *http.ServeMux, g Group, prefix string, above []Plain) {
	prefix += g.Prefix
	above = slices.Concat(above, PlainMounts(g.Mounts, pathValue))
	known := map[string]bool{}
	for _, route := range g.Routes {
		handler := wrap(route.Serve(pathValue), slices.Concat(above, PlainMounts(route.Mounts, pathValue)))
		route.Each(func(method string) { mux.Handle(method+" "+prefix+route.Path, handler) })
		if !known[route.Path] {
			mux.HandleFunc(prefix+route.Path, MethodNotAllowed)
			known[route.Path] = true
		}
	}
	for _, sub := range g.Groups {
		mountPlain(mux, sub, prefix, above)
	}
}

// wrap puts middleware around a handler, outermost first.
func wrap(handler http.Handler, mounts []Plain) http.Handler {
	for _, mount := range slices.Backward(mounts) {
		handler = mount(handler)
	}
	return handler
}

func recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if recover() != nil {
				w.WriteHeader(http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// Serve returns the route's handler for a router whose handlers are those of net/http.
func (r Route) Serve(param func(r *http.Request, name string) string) http.Handler {
	if r.Plain != nil {
		return r.Plain
	}
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) { r.Handler(plainExchange(w, request, param)) })
}

func plainExchange(w http.ResponseWriter, r *http.Request, param func(*http.Request, string) string) Exchange {
	return Exchange{
		W: w, R: r,
		Auth:  func() (*authobject.Auth, bool) { return authobject.FromContext(r.Context()) },
		Param: func(name string) string { return param(r, name) },
	}
}

// PlainMounts returns middleware for a router whose middleware is that of net/http.
func PlainMounts(list []Mount, param func(r *http.Request, name string) string) []Plain {
	return Mounts(list, func(u middleware.Guards) Native[Plain] { return plainGuards{u} }, func(f func(Exchange) bool) Plain {
		return func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if f(plainExchange(w, r, param)) {
					next.ServeHTTP(w, r)
				}
			})
		}
	})
}

// plainGuards are those of the Usher as they are.
type plainGuards struct{ of middleware.Guards }

// Authenticate is that of the Usher.
func (g plainGuards) Authenticate() Plain { return g.of.Authenticate }

// RequireAuth is that of the Usher.
func (g plainGuards) RequireAuth() Plain { return g.of.RequireAuth }

// Require is that of the Usher.
func (g plainGuards) Require(checks ...authobject.Check) Plain { return g.of.Require(checks...) }

// RequireAuthPage is that of the Usher.
func (g plainGuards) RequireAuthPage() Plain { return g.of.RequireAuthPage }

// RequirePage is that of the Usher.
func (g plainGuards) RequirePage(checks ...authobject.Check) Plain {
	return g.of.RequirePage(checks...)
}

// RequireToken is that of the Usher.
func (g plainGuards) RequireToken(kinds ...authobject.TokenKind) Plain {
	return g.of.RequireToken(kinds...)
}

// RequireExplicitSession is that of the Usher.
func (g plainGuards) RequireExplicitSession() Plain { return g.of.RequireExplicitSession }
