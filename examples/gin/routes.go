package main

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	ushergin "github.com/usher-auth/usher/adapters/gin"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

// routes is the service. It is what you would write yourself.
func routes(auth *middleware.Usher) (http.Handler, error) {
	guards := ushergin.New(auth)
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	if err := r.SetTrustedProxies(nil); err != nil { // gin believes everybody's X-Forwarded-For otherwise
		return nil, err
	}
	r.Use(gin.Recovery(), logRefusals, guards.Authenticate()) // every request carries its caller, below

	r.GET("/", hello)
	r.GET("/dashboard", guards.RequireAuthPage(), hello) // sends a browser to sign in, and back

	api := r.Group("/api", guards.RequireAuth()) // 401 for strangers
	api.GET("/me", hello)
	api.GET("/plain", gin.WrapH(http.HandlerFunc(plain)))

	admin := api.Group("/admin", guards.Require(authobject.Role("org:admin"))) // 403 for everybody but admins
	admin.DELETE("/projects/:id", func(c *gin.Context) {
		c.JSON(http.StatusOK, gin.H{"deleted": c.Param("id")})
	})
	return r, nil
}

// hello tells callers who they are.
func hello(c *gin.Context) {
	me, ok := ushergin.FromContext(c)
	if !ok {
		c.JSON(http.StatusOK, gin.H{"message": "hello, stranger"})
		return
	}
	c.JSON(http.StatusOK, gin.H{"message": "hello, " + me.UserID(), "role": me.OrgRole()})
}

// plain is a handler that knows nothing of gin: the caller is in the context of the request as well.
func plain(w http.ResponseWriter, r *http.Request) {
	me, _ := authobject.FromContext(r.Context())
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("hello, " + me.UserID() + ", from net/http\n"))
}

// logRefusals shows where a refusal is found: it has been answered, and is in the errors of the context.
func logRefusals(c *gin.Context) {
	c.Next()
	var refusal *middleware.Error
	if len(c.Errors) > 0 && errors.As(c.Errors.Last(), &refusal) {
		slog.InfoContext(c.Request.Context(), "refused", "route", c.FullPath(), "status", refusal.Status, "reason", refusal.Reason)
	}
}
