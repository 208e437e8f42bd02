// Package ushergin mounts the guards of Usher on gin.
//
//	auth, err := middleware.New(clerk.Options{})
//	guards := ushergin.New(auth)
//
//	r := gin.New()
//	r.Use(gin.Recovery(), guards.Authenticate())
//	r.GET("/me", guards.RequireAuth(), me)
//	admin := r.Group("/admin", guards.Require(authobject.Role("org:admin")))
//	admin.DELETE("/projects/:id", deleteProject)
//
// What a request is answered is decided and written by package middleware, so that status, headers and body are those of net/http.
// Handlers ask [FromContext] who is calling. A plain http.Handler below, mounted with gin.WrapH, finds the caller in the context of
// its request. A refusal aborts the context and is in c.Errors, as a *middleware.Error, for the middleware above.
//
// Mount a CORS handler above Authenticate. Routes registered by method (r.GET, r.DELETE) are never reached by a preflight.
package ushergin

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

// Guards are those of one Usher, or of several, as handlers of gin. [New] makes them. They are immutable and safe for concurrent
// use.
type Guards struct{ of middleware.Guards }

// New returns the guards of usher, a *middleware.Usher or a *middleware.Ushers, for gin. The caller still closes usher.
func New(usher middleware.Guards) *Guards { return &Guards{usher} }

// Authenticate attaches the caller to every request and refuses none: see middleware.Usher.Authenticate. Mount it with Use on the
// engine, so that it stands above the answers to unknown paths as well.
func (g *Guards) Authenticate() gin.HandlerFunc { return adapt(g.of.Authenticate) }

// RequireAuth lets signed-in users through and answers 401 to all others: see middleware.Usher.RequireAuth.
func (g *Guards) RequireAuth() gin.HandlerFunc { return adapt(g.of.RequireAuth) }

// Require lets callers through who meet every check, and answers 401 or 403 to others: see middleware.Usher.Require. It panics on a
// check that makes no sense.
func (g *Guards) Require(checks ...authobject.Check) gin.HandlerFunc {
	return adapt(g.of.Require(checks...))
}

// RequireAuthPage sends browsers without a signed-in user to the sign-in page: see middleware.Usher.RequireAuthPage. It panics where
// no sign-in page is known.
func (g *Guards) RequireAuthPage() gin.HandlerFunc { return adapt(g.of.RequireAuthPage) }

// RequirePage is Require for pages: see middleware.Usher.RequirePage. It panics where no sign-in page is known, and on a check that
// makes no sense.
func (g *Guards) RequirePage(checks ...authobject.Check) gin.HandlerFunc {
	return adapt(g.of.RequirePage(checks...))
}

// RequireToken lets credentials of some kinds through: see middleware.Usher.RequireToken. It panics on a kind that is not accepted.
func (g *Guards) RequireToken(kinds ...authobject.TokenKind) gin.HandlerFunc {
	return adapt(g.of.RequireToken(kinds...))
}

// RequireExplicitSession lets users through whose request says as which of their sessions it acts, for actions where a browser holds
// several: see middleware.Usher.RequireExplicitSession. It panics where middleware.WithMultiSession is not set.
func (g *Guards) RequireExplicitSession() gin.HandlerFunc { return adapt(g.of.RequireExplicitSession) }

// FromContext returns the caller of the request, as authobject.FromContext does: the bool is true only if a user is signed in, and
// the Auth is never nil. For programs, and to tell a forgotten middleware from a stranger, pass c.Request.Context() to the functions
// of package authobject. Do not pass them c itself: it does not know the values of its request.
func FromContext(c *gin.Context) (*authobject.Auth, bool) {
	return authobject.FromContext(c.Request.Context())
}

// adapt makes a handler of gin of a guard.
func adapt(guard func(http.Handler) http.Handler) gin.HandlerFunc {
	pass := middleware.Adapt(guard)
	return func(c *gin.Context) {
		passed, before := false, c.Writer.Status()
		refusal := pass(c.Writer, c.Request, func(r *http.Request) {
			passed = true
			c.Request = r
			c.Next()
		})
		if passed {
			return
		}
		c.Abort()
		if refusal != nil {
			_ = c.Error(refusal) // which hands the same error back
		}
		if refusal != nil && !c.Writer.Written() && c.Writer.Status() == before {
			c.Status(refusal.Status) // an error handler that writes nothing leaves the body to those above
			return
		}
		c.Writer.WriteHeaderNow() // otherwise gin would hold back a status without a body, and may answer with its own
	}
}
