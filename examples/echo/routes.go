package main

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v5"
	echomiddleware "github.com/labstack/echo/v5/middleware"

	usherecho "github.com/usher-auth/usher/adapters/echo"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

// routes is the service. It is what you would write yourself.
func routes(auth *middleware.Usher) (http.Handler, error) {
	guards := usherecho.New(auth)
	e := echo.New()
	e.Use(echomiddleware.Recover(), logRefusals, guards.Authenticate()) // every request carries its caller, below

	e.GET("/", hello)
	e.GET("/dashboard", hello, guards.RequireAuthPage()) // sends a browser to sign in, and back

	api := e.Group("/api", guards.RequireAuth()) // 401 for strangers
	api.GET("/me", hello)
	api.GET("/plain", echo.WrapHandler(http.HandlerFunc(plain)))

	admin := api.Group("/admin", guards.Require(authobject.Role("org:admin"))) // 403 for everybody but admins
	admin.DELETE("/projects/:id", func(c *echo.Context) error {
		return c.JSON(http.StatusOK, map[string]string{"deleted": c.Param("id")})
	})
	return e, nil
}

// hello tells callers who they are.
func hello(c *echo.Context) error {
	me, ok := usherecho.FromContext(c)
	if !ok {
		return c.JSON(http.StatusOK, map[string]string{"message": "hello, stranger"})
	}
	return c.JSON(http.StatusOK, map[string]string{"message": "hello, " + me.UserID(), "role": me.OrgRole()})
}

// plain is a handler that knows nothing of echo: the caller is in the context of the request as well.
func plain(w http.ResponseWriter, r *http.Request) {
	me, _ := authobject.FromContext(r.Context())
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("hello, " + me.UserID() + ", from net/http\n"))
}

// logRefusals shows where a refusal is found: it has been answered, and is the error that comes up.
func logRefusals(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c *echo.Context) error {
		err := next(c)
		var refusal *middleware.Error
		if errors.As(err, &refusal) {
			slog.InfoContext(c.Request().Context(), "refused", "route", c.Path(), "status", refusal.Status, "reason", refusal.Reason)
		}
		return err
	}
}
