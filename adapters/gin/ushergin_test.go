package ushergin_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	ushergin "github.com/usher-auth/usher/adapters/gin"
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

// TestARefusalTakesTheErrorPathOfGin says what middleware above a guard finds when its turn comes again.
func TestARefusalTakesTheErrorPathOfGin(t *testing.T) {
	silent := middleware.WithErrorHandler(func(http.ResponseWriter, *http.Request, *middleware.Error) {})
	status := middleware.WithErrorHandler(func(w http.ResponseWriter, _ *http.Request, err *middleware.Error) { w.WriteHeader(err.Status) })
	for _, row := range []struct {
		name    string
		with    []middleware.Option
		mount   func(*ushergin.Guards) gin.HandlerFunc
		path    string
		refusal int // 0 if there is none
		written bool
		code    int
		body    string // what the middleware above writes, if nothing is written yet
	}{
		{"a refusal is in the errors, and answered", nil, (*ushergin.Guards).RequireAuth, "/it", 401, true, 401, ""},
		{"a redirect is no error, and answered", nil, (*ushergin.Guards).RequireAuthPage, "/it", 0, true, 303, ""},
		{"a status alone is an answer", []middleware.Option{status}, (*ushergin.Guards).RequireAuth, "/it", 401, true, 401, ""},
		{"a handler that writes nothing leaves the body to those above", []middleware.Option{silent}, (*ushergin.Guards).RequireAuth, "/it", 401, false, 401, "from above"},
		{"a refusal of a path that nobody knows is answered as well", []middleware.Option{status}, (*ushergin.Guards).RequireAuth, "/nothing", 401, true, 401, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			usher, _ := newUsher(t, row.with...)
			e := gin.New()
			e.Use(func(c *gin.Context) {
				c.Next()
				var refusal *middleware.Error
				found := len(c.Errors) == 1 && errors.As(c.Errors.Last(), &refusal)
				if found != (row.refusal != 0) || found && refusal.Status != row.refusal || len(c.Errors) > 1 {
					t.Errorf("the errors are %v", c.Errors)
				}
				if c.Writer.Written() != row.written || !c.IsAborted() {
					t.Errorf("written %v, aborted %v", c.Writer.Written(), c.IsAborted())
				}
				if !c.Writer.Written() {
					c.String(-1, "from above") // with the status that is set
				}
			}, row.mount(ushergin.New(usher)))
			e.GET("/it", func(*gin.Context) { t.Error("the handler runs") })
			w := httptest.NewRecorder()
			e.ServeHTTP(w, httptest.NewRequest("GET", row.path, http.NoBody))
			if w.Code != row.code || row.body != "" && w.Body.String() != row.body {
				t.Errorf("answered %d %q", w.Code, w.Body)
			}
		})
	}
}

func TestASilentErrorHandlerStillRefuses(t *testing.T) {
	usher, _ := newUsher(t, middleware.WithErrorHandler(func(http.ResponseWriter, *http.Request, *middleware.Error) {}))
	e := gin.New()
	e.GET("/it", ushergin.New(usher).RequireAuth(), func(*gin.Context) { t.Error("the handler runs") })
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest("GET", "/it", http.NoBody))
	if w.Code != 401 {
		t.Errorf("answered %d", w.Code)
	}
}

// TestAPassedGuardIsNoError has a guard of net/http below the one of gin refuse.
func TestAPassedGuardIsNoError(t *testing.T) {
	usher, ck := newUsher(t)
	e := gin.New()
	e.Use(func(c *gin.Context) {
		c.Next()
		if len(c.Errors) != 0 {
			t.Errorf("the errors are %v", c.Errors)
		}
	}, ushergin.New(usher).RequireAuth())
	e.GET("/it", gin.WrapH(usher.Require(authobject.Role("org:admin"))(http.NotFoundHandler())))
	r := httptest.NewRequest("GET", "/it", http.NoBody)
	ck.SignIn(ck.AddUser(clerktest.User{})).Authorize(r)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if w.Code != 403 {
		t.Errorf("answered %d", w.Code)
	}
}

func TestTheAccessorOfGin(t *testing.T) {
	usher, _ := newUsher(t)
	e := gin.New()
	e.GET("/it", ushergin.New(usher).Authenticate(), func(c *gin.Context) {
		auth, ok := ushergin.FromContext(c.Copy())
		if !ok || auth.UserID() != "user_ada" {
			t.Errorf("a copy for a goroutine knows %v %v", auth, ok)
		}
		if _, ok := authobject.FromContext(c); ok {
			t.Error("the context of gin knows the values of its request now; say so in the comment of FromContext")
		}
	})
	r := clerktest.As(httptest.NewRequest("GET", "/it", http.NoBody), clerktest.Identity{UserID: "user_ada"})
	e.ServeHTTP(httptest.NewRecorder(), r)

	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest("GET", "/it", http.NoBody)
	if auth, ok := ushergin.FromContext(c); ok || auth == nil {
		t.Errorf("without middleware it knows %v %v", auth, ok)
	}
}

func TestGuardsThatMakeNoSensePanicWhenRoutesAreBuilt(t *testing.T) {
	usher, _ := newUsher(t)
	guards := ushergin.New(usher)
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
