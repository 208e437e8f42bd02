package usherecho_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"testing"

	"github.com/labstack/echo/v5"
	echomiddleware "github.com/labstack/echo/v5/middleware"
	"go.uber.org/goleak"

	usherecho "github.com/usher-auth/usher/adapters/echo"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/internal/adaptertest"
	"github.com/usher-auth/usher/middleware"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEchoDoesWhatNetHTTPDoes(t *testing.T) { adaptertest.Run(t, build) }

// build makes a service the way a user of echo does.
func build(s adaptertest.Service) http.Handler {
	e := echo.New()
	e.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	e.HTTPErrorHandler = onError
	if s.Recover {
		e.Use(echomiddleware.Recover())
	}
	e.Use(native(s.Mounts)...)
	own := s.Group
	own.Mounts = nil
	mount(e.Group(""), own)
	return e
}

// onError answers where the router does not find its way, and where a handler has panicked; the rest is left to echo.
func onError(c *echo.Context, err error) {
	var panicked *echomiddleware.PanicStackError
	switch {
	case errors.Is(err, echo.ErrNotFound):
		adaptertest.NotFound(c.Response(), c.Request())
	case errors.Is(err, echo.ErrMethodNotAllowed):
		adaptertest.MethodNotAllowed(c.Response(), c.Request())
	case errors.As(err, &panicked):
		c.Response().WriteHeader(http.StatusInternalServerError)
	default:
		echo.DefaultHTTPErrorHandler(false)(c, err)
	}
}

func mount(above *echo.Group, g adaptertest.Group) {
	group := above.Group(g.Prefix, native(g.Mounts)...)
	for _, route := range g.Routes {
		route.Each(func(method string) {
			group.Add(method, adaptertest.Colons(route.Path), handler(route), native(route.Mounts)...)
		})
	}
	for _, sub := range g.Groups {
		mount(group, sub)
	}
}

func handler(route adaptertest.Route) echo.HandlerFunc {
	if route.Plain != nil {
		return echo.WrapHandler(route.Plain)
	}
	return func(c *echo.Context) error {
		route.Handler(exchange(c))
		return nil
	}
}

func exchange(c *echo.Context) adaptertest.Exchange {
	return adaptertest.Exchange{
		W: c.Response(), R: c.Request(), Param: c.Param,
		Auth: func() (*authobject.Auth, bool) { return usherecho.FromContext(c) },
	}
}

func native(list []adaptertest.Mount) []echo.MiddlewareFunc {
	adapt := func(u middleware.Guards) adaptertest.Native[echo.MiddlewareFunc] { return usherecho.New(u) }
	return adaptertest.Mounts(list, adapt, func(f func(adaptertest.Exchange) bool) echo.MiddlewareFunc {
		return func(next echo.HandlerFunc) echo.HandlerFunc {
			return func(c *echo.Context) error {
				if !f(exchange(c)) {
					return nil
				}
				return next(c)
			}
		}
	})
}
