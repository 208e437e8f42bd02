// Package usherecho mounts the guards of Usher on echo, version 4. For version 5 there is adapters/echo, which reads the same.
//
//	auth, err := middleware.New(clerk.Options{})
//	guards := usherecho.New(auth)
//
//	e := echo.New()
//	e.Use(echomiddleware.Recover(), guards.Authenticate())
//	e.GET("/me", me, guards.RequireAuth())
//	admin := e.Group("/admin", guards.Require(authobject.Role("org:admin")))
//	admin.DELETE("/projects/:id", deleteProject)
//
// What a request is answered is decided and written by package middleware, so that status, headers and body are those of net/http.
// Handlers ask [FromContext] who is calling. A plain http.Handler below, mounted with echo.WrapHandler, finds the caller in the
// context of its request. A refusal is returned as an error, for the middleware above and for the HTTPErrorHandler: a *HTTPError of
// echo with the status, in which errors.As finds the *middleware.Error. The response is committed then, so the handler must leave it
// alone, as that of echo does.
//
// Mount a CORS handler above Authenticate. Routes registered by method (e.GET, e.DELETE) are never reached by a preflight.
package usherecho

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

// Guards are those of one Usher, or of several, as middleware of echo. [New] makes them. They are immutable and safe for concurrent
// use.
type Guards struct{ of middleware.Guards }

// New returns the guards of usher, a *middleware.Usher or a *middleware.Ushers, for echo. The caller still closes usher.
func New(usher middleware.Guards) *Guards { return &Guards{usher} }

// Authenticate attaches the caller to every request and refuses none: see middleware.Usher.Authenticate. Mount it with Use, so that
// it stands above the answers to unknown paths as well.
func (g *Guards) Authenticate() echo.MiddlewareFunc { return adapt(g.of.Authenticate) }

// RequireAuth lets signed-in users through and answers 401 to all others: see middleware.Usher.RequireAuth.
func (g *Guards) RequireAuth() echo.MiddlewareFunc { return adapt(g.of.RequireAuth) }

// Require lets callers through who meet every check, and answers 401 or 403 to others: see middleware.Usher.Require. It panics on a
// check that makes no sense.
func (g *Guards) Require(checks ...authobject.Check) echo.MiddlewareFunc {
	return adapt(g.of.Require(checks...))
}

// RequireAuthPage sends browsers without a signed-in user to the sign-in page: see middleware.Usher.RequireAuthPage. It panics where
// no sign-in page is known.
func (g *Guards) RequireAuthPage() echo.MiddlewareFunc { return adapt(g.of.RequireAuthPage) }

// RequirePage is Require for pages: see middleware.Usher.RequirePage. It panics where no sign-in page is known, and on a check that
// makes no sense.
func (g *Guards) RequirePage(checks ...authobject.Check) echo.MiddlewareFunc {
	return adapt(g.of.RequirePage(checks...))
}

// RequireToken lets credentials of some kinds through: see middleware.Usher.RequireToken. It panics on a kind that is not accepted.
func (g *Guards) RequireToken(kinds ...authobject.TokenKind) echo.MiddlewareFunc {
	return adapt(g.of.RequireToken(kinds...))
}

// RequireExplicitSession lets users through whose request says as which of their sessions it acts, for actions where a browser holds
// several: see middleware.Usher.RequireExplicitSession. It panics where middleware.WithMultiSession is not set.
func (g *Guards) RequireExplicitSession() echo.MiddlewareFunc {
	return adapt(g.of.RequireExplicitSession)
}

// FromContext returns the caller of the request, as authobject.FromContext does: the bool is true only if a user is signed in, and
// the Auth is never nil. For programs, and to tell a forgotten middleware from a stranger, pass c.Request().Context() to the
// functions of package authobject.
func FromContext(c echo.Context) (*authobject.Auth, bool) {
	return authobject.FromContext(c.Request().Context())
}

// adapt makes a middleware of echo of a guard.
func adapt(guard func(http.Handler) http.Handler) echo.MiddlewareFunc {
	pass := middleware.Adapt(guard)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			var err error
			refusal := pass(c.Response(), c.Request(), func(r *http.Request) {
				c.SetRequest(r)
				err = next(c)
			})
			if refusal != nil {
				return httpError(refusal)
			}
			return err
		}
	}
}

// httpError is a refusal as echo answers it where nobody has. What is to look like no route says no more than echo does of one.
func httpError(refusal *middleware.Error) error {
	message := refusal.Detail
	if refusal.Status == http.StatusNotFound {
		message = http.StatusText(http.StatusNotFound)
	}
	return echo.NewHTTPError(refusal.Status, message).WithInternal(refusal)
}
