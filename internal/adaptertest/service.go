package adaptertest

import (
	"net/http"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

// A Service is what a Build makes.
type Service struct {
	Group
	// Recover asks for the framework's own recovery above everything else, which answers a panic with status 500 and no body.
	Recover bool
}

// A Group is a part of a service.
type Group struct {
	// Prefix is what its paths begin with; "" for the whole service, whose mounts stand above unknown paths as well.
	Prefix string
	// Mounts are the middleware of the group, outermost first.
	Mounts []Mount
	Routes []Route
	Groups []Group
}

// A Route answers one path.
type Route struct {
	// Methods are those that it answers, separated by spaces: frameworks do not agree on whether GET stands for HEAD as well.
	Methods string
	// Path follows the prefixes. A parameter is written {id}.
	Path string
	// Mounts are the middleware of this route alone, outermost first.
	Mounts []Mount
	// Handler answers, in the form of the framework.
	Handler Handler
	// Plain answers instead, mounted as the framework mounts an http.Handler.
	Plain http.Handler
}

// An Exchange is a request in the hands of a framework's own handler.
type Exchange struct {
	// W is the response writer of the framework.
	W http.ResponseWriter
	// R is the request as the framework has it at this moment.
	R *http.Request
	// Auth is the accessor of the adapter.
	Auth func() (*authobject.Auth, bool)
	// Param returns a parameter of the path.
	Param func(name string) string
}

// A Handler is a framework's own one.
type Handler func(Exchange)

// A Mount is middleware: a guard of an Usher, or a function.
type Mount struct {
	// Usher has the guard, which Guard names as middleware.Guards does.
	Usher  middleware.Guards
	Guard  string
	Checks []authobject.Check
	Kinds  []authobject.TokenKind
	// Before runs instead, and reports whether to go on to what is below.
	Before func(Exchange) bool
}

// Native are the guards of an adapter. M is the framework's type of middleware.
type Native[M any] interface {
	// Authenticate is that of middleware.Guards, as are the others.
	Authenticate() M
	// RequireAuth is for users.
	RequireAuth() M
	// Require is for callers who meet checks.
	Require(checks ...authobject.Check) M
	// RequireAuthPage is for users who look at pages.
	RequireAuthPage() M
	// RequirePage is for users who look at pages and meet checks.
	RequirePage(checks ...authobject.Check) M
	// RequireToken is for some kinds of credentials.
	RequireToken(kinds ...authobject.TokenKind) M
	// RequireExplicitSession is for users whose request says which of their sessions acts.
	RequireExplicitSession() M
}

// Mounts returns middleware in the form of the framework: adapt makes its guards, and before makes middleware of a function.
func Mounts[M any](list []Mount, adapt func(middleware.Guards) Native[M], before func(func(Exchange) bool) M) []M {
	var all []M
	for _, m := range list {
		if m.Before != nil {
			all = append(all, before(m.Before))
			continue
		}
		native := adapt(m.Usher)
		switch m.Guard {
		case "Authenticate":
			all = append(all, native.Authenticate())
		case "RequireAuth":
			all = append(all, native.RequireAuth())
		case "Require":
			all = append(all, native.Require(m.Checks...))
		case "RequireAuthPage":
			all = append(all, native.RequireAuthPage())
		case "RequirePage":
			all = append(all, native.RequirePage(m.Checks...))
		case "RequireToken":
			all = append(all, native.RequireToken(m.Kinds...))
		case "RequireExplicitSession":
			all = append(all, native.RequireExplicitSession())
		default:
			panic("adaptertest: there is no guard " + m.Guard)
		}
	}
	return all
}

// Each calls f for every method of the route.
func (r Route) Each(f func(method string)) {
	for _, method := range strings.Fields(r.Methods) {
		f(method)
	}
}

// Colons returns a path whose parameters are written :id.
func Colons(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// NotFound is the answer to a path that nobody knows.
func NotFound(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

// MethodNotAllowed is the answer where a path is known, and not with this method. It leaves Allow out, which every router words in
// its own way.
func MethodNotAllowed(w http.ResponseWriter, _ *http.Request) {
	w.Header().Del("Allow")
	http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
}
