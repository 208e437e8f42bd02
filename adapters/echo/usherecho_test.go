package usherecho_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v5"

	usherecho "github.com/usher-auth/usher/adapters/echo"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

func newUsher(t testing.TB, with ...middleware.Option) (*middleware.Usher, *clerktest.Clerk) {
	t.Helper()
	ck := clerktest.New(t)
	usher, err := middleware.New(ck.Options(), with...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = usher.Close() })
	return usher, ck
}

func newEcho() *echo.Echo {
	e := echo.New()
	e.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	return e
}

// TestARefusalTakesTheErrorPathOfEcho says what middleware above a guard and the HTTPErrorHandler are told.
func TestARefusalTakesTheErrorPathOfEcho(t *testing.T) {
	silent := middleware.WithErrorHandler(func(http.ResponseWriter, *http.Request, *middleware.Error) {})
	for _, row := range []struct {
		name    string
		with    []middleware.Option
		mount   func(*usherecho.Guards) echo.MiddlewareFunc
		refusal int // 0 if there is none
		code    int
		body    string // a part of it
	}{
		{"a refusal is an error, and answered", nil, (*usherecho.Guards).RequireAuth, 401, 401, `"type":"about:blank"`},
		{"a redirect is no error", nil, (*usherecho.Guards).RequireAuthPage, 0, 303, ""},
		{"a handler that writes nothing leaves the answer to echo", []middleware.Option{silent}, (*usherecho.Guards).RequireAuth, 401, 401, `{"message":`},
		{"what looks like no route is not told apart by echo either", []middleware.Option{silent, middleware.WithNotFoundInstead()}, (*usherecho.Guards).RequireAuth, 404, 404, `{"message":"Not Found"}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			usher, _ := newUsher(t, row.with...)
			e := newEcho()
			told := 0
			look := func(err error) {
				told++
				var refusal *middleware.Error
				var own *echo.HTTPError
				if !errors.As(err, &refusal) || !errors.As(err, &own) || refusal.Status != row.refusal || own.Code != row.refusal {
					t.Errorf("the error is %v", err)
				}
			}
			e.Use(func(next echo.HandlerFunc) echo.HandlerFunc {
				return func(c *echo.Context) error {
					err := next(c)
					if err != nil {
						look(err)
					}
					return err
				}
			})
			standard := e.HTTPErrorHandler
			e.HTTPErrorHandler = func(c *echo.Context, err error) {
				look(err)
				standard(c, err)
			}
			e.GET("/it", func(*echo.Context) error { t.Error("the handler runs"); return nil }, row.mount(usherecho.New(usher)))
			w := httptest.NewRecorder()
			e.ServeHTTP(w, httptest.NewRequest("GET", "/it", http.NoBody))
			if w.Code != row.code || !strings.Contains(w.Body.String(), row.body) || strings.Count(w.Body.String(), "{") > 1 {
				t.Errorf("answered %d %q", w.Code, w.Body)
			}
			if want := 2 * min(row.refusal, 1); told != want {
				t.Errorf("those above are told of %d errors, not %d", told, want)
			}
		})
	}
}

func TestAnErrorOfAHandlerPassesAGuard(t *testing.T) {
	usher, _ := newUsher(t)
	e := newEcho()
	guards := usherecho.New(usher)
	e.GET("/it", func(*echo.Context) error { return echo.NewHTTPError(http.StatusTeapot, "short and stout") }, guards.Authenticate(), guards.RequireAuth())
	w := httptest.NewRecorder()
	e.ServeHTTP(w, clerktest.As(httptest.NewRequest("GET", "/it", http.NoBody), clerktest.Identity{UserID: "user_ada"}))
	if w.Code != http.StatusTeapot || !strings.Contains(w.Body.String(), "short and stout") {
		t.Errorf("answered %d %q", w.Code, w.Body)
	}
}

// TestAPassedGuardIsNoError has a guard of net/http below the one of echo refuse.
func TestAPassedGuardIsNoError(t *testing.T) {
	usher, ck := newUsher(t)
	e := newEcho()
	e.HTTPErrorHandler = func(_ *echo.Context, err error) { t.Errorf("the error is %v", err) }
	e.GET("/it", echo.WrapHandler(usher.Require(authobject.Role("org:admin"))(http.NotFoundHandler())), usherecho.New(usher).RequireAuth())
	r := httptest.NewRequest("GET", "/it", http.NoBody)
	ck.SignIn(ck.AddUser(clerktest.User{})).Authorize(r)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if w.Code != 403 {
		t.Errorf("answered %d", w.Code)
	}
}

// TestAGroupGuardsWhatIsNotThere says what echo does by itself: a group with middleware answers unknown paths below it.
func TestAGroupGuardsWhatIsNotThere(t *testing.T) {
	usher, _ := newUsher(t)
	e := newEcho()
	e.Group("/admin", usherecho.New(usher).RequireAuth())
	for path, code := range map[string]int{"/admin/nothing": 401, "/nothing": 404} {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest("GET", path, http.NoBody))
		if w.Code != code {
			t.Errorf("%s is answered %d, not %d", path, w.Code, code)
		}
	}
}

func TestAuthenticateBeforeRouting(t *testing.T) {
	usher, _ := newUsher(t)
	e := newEcho()
	e.Pre(usherecho.New(usher).Authenticate())
	e.GET("/it", func(c *echo.Context) error {
		if auth, ok := usherecho.FromContext(c); !ok || auth.UserID() != "user_ada" {
			t.Errorf("the accessor knows %v %v", auth, ok)
		}
		return nil
	})
	e.ServeHTTP(httptest.NewRecorder(), clerktest.As(httptest.NewRequest("GET", "/it", http.NoBody), clerktest.Identity{UserID: "user_ada"}))
}

func TestGuardsThatMakeNoSensePanicWhenRoutesAreBuilt(t *testing.T) {
	usher, _ := newUsher(t)
	guards := usherecho.New(usher)
	for name, mount := range map[string]func(){
		"Require without a check":                        func() { guards.Require() },
		"RequirePage without a check":                    func() { guards.RequirePage() },
		"RequireToken of a kind that nobody takes":       func() { guards.RequireToken(authobject.APIKey) },
		"RequireExplicitSession where none can be named": func() { guards.RequireExplicitSession() },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it does not")
				}
			}()
			mount()
		})
	}
}
