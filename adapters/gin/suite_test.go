package ushergin_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"
	"go.uber.org/goleak"

	ushergin "github.com/usher-auth/usher/adapters/gin"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/internal/adaptertest"
	"github.com/usher-auth/usher/middleware"
)

func TestMain(m *testing.M) {
	gin.SetMode(gin.TestMode)
	goleak.VerifyTestMain(m)
}

func TestGinDoesWhatNetHTTPDoes(t *testing.T) { adaptertest.Run(t, build) }

// build makes a service the way a user of gin does.
func build(s adaptertest.Service) http.Handler {
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.NoRoute(gin.WrapF(adaptertest.NotFound))
	e.NoMethod(gin.WrapF(adaptertest.MethodNotAllowed))
	if s.Recover {
		e.Use(gin.RecoveryWithWriter(io.Discard))
	}
	e.Use(native(s.Mounts)...)
	own := s.Group
	own.Mounts = nil
	mount(&e.RouterGroup, own)
	return e
}

func mount(above *gin.RouterGroup, g adaptertest.Group) {
	group := above.Group(g.Prefix, native(g.Mounts)...)
	for _, route := range g.Routes {
		handlers := append(native(route.Mounts), handler(route))
		route.Each(func(method string) { group.Handle(method, adaptertest.Colons(route.Path), handlers...) })
	}
	for _, sub := range g.Groups {
		mount(group, sub)
	}
}

func handler(route adaptertest.Route) gin.HandlerFunc {
	if route.Plain != nil {
		return gin.WrapH(route.Plain)
	}
	return func(c *gin.Context) { route.Handler(exchange(c)) }
}

func exchange(c *gin.Context) adaptertest.Exchange {
	return adaptertest.Exchange{
		W: c.Writer, R: c.Request, Param: c.Param,
		Auth: func() (*authobject.Auth, bool) { return ushergin.FromContext(c) },
	}
}

func native(list []adaptertest.Mount) []gin.HandlerFunc {
	adapt := func(u middleware.Guards) adaptertest.Native[gin.HandlerFunc] { return ushergin.New(u) }
	return adaptertest.Mounts(list, adapt, func(f func(adaptertest.Exchange) bool) gin.HandlerFunc {
		return func(c *gin.Context) {
			if !f(exchange(c)) {
				c.Abort()
			}
		}
	})
}
