package usherecho_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/labstack/echo/v5"
	echomiddleware "github.com/labstack/echo/v5/middleware"

	usherecho "github.com/usher-auth/usher/adapters/echo"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

func ExampleNew() {
	ck, _ := clerktest.Start(clerktest.Config{}) // stands for Clerk; a service passes clerk.Options{}
	defer ck.Close()
	auth, _ := middleware.New(ck.Options())
	defer auth.Close()
	guards := usherecho.New(auth)

	e := echo.New()
	e.Use(echomiddleware.Recover(), guards.Authenticate()) // every request carries an *authobject.Auth
	e.GET("/me", func(c *echo.Context) error {
		me, _ := usherecho.FromContext(c)
		return c.String(http.StatusOK, "hello "+me.UserID())
	}, guards.RequireAuth())
	admin := e.Group("/admin", guards.Require(authobject.Role("org:admin"))) // 401 anonymous, 403 otherwise
	admin.DELETE("/projects/:id", func(c *echo.Context) error { return c.String(http.StatusOK, "deleted "+c.Param("id")) })

	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	for _, request := range []*http.Request{
		httptest.NewRequest("GET", "/me", http.NoBody),
		ck.SignIn(ada).Authorize(httptest.NewRequest("GET", "/me", http.NoBody)),
		ck.SignIn(ada).Authorize(httptest.NewRequest("DELETE", "/admin/projects/7", http.NoBody)),
		ck.SignIn(ada).OrgRole("acme", "org:admin").Authorize(httptest.NewRequest("DELETE", "/admin/projects/7", http.NoBody)),
	} {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, request)
		fmt.Printf("%d %.15s\n", w.Code, w.Body) // a refusal is a problem in JSON
	}
	// Output:
	// 401 {"type":"about:
	// 200 hello user_ada
	// 403 {"type":"about:
	// 200 deleted 7
}

func ExampleFromContext() {
	handler := func(c *echo.Context) {
		me, ok := usherecho.FromContext(c)
		fmt.Printf("%v %q\n", ok, me.UserID())
	}
	r := httptest.NewRequest("GET", "/", http.NoBody)
	c := echo.New().NewContext(r, httptest.NewRecorder())
	handler(c) // nobody is signed in
	c.SetRequest(clerktest.As(r, clerktest.Identity{UserID: "user_ada"}))
	handler(c) // in a test, one line puts an identity into a request
	// Output:
	// false ""
	// true "user_ada"
}
