package ushergin_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/gin-gonic/gin"

	ushergin "github.com/usher-auth/usher/adapters/gin"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

func ExampleNew() {
	ck, _ := clerktest.Start(clerktest.Config{}) // stands for Clerk; a service passes clerk.Options{}
	defer ck.Close()
	auth, _ := middleware.New(ck.Options())
	defer auth.Close()
	guards := ushergin.New(auth)

	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.Use(gin.Recovery(), guards.Authenticate()) // every request carries an *authobject.Auth
	r.GET("/me", guards.RequireAuth(), func(c *gin.Context) {
		me, _ := ushergin.FromContext(c)
		c.String(http.StatusOK, "hello %s", me.UserID())
	})
	admin := r.Group("/admin", guards.Require(authobject.Role("org:admin"))) // 401 anonymous, 403 otherwise
	admin.DELETE("/projects/:id", func(c *gin.Context) { c.String(http.StatusOK, "deleted %s", c.Param("id")) })

	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	for _, request := range []*http.Request{
		httptest.NewRequest("GET", "/me", http.NoBody),
		ck.SignIn(ada).Authorize(httptest.NewRequest("GET", "/me", http.NoBody)),
		ck.SignIn(ada).Authorize(httptest.NewRequest("DELETE", "/admin/projects/7", http.NoBody)),
		ck.SignIn(ada).OrgRole("acme", "org:admin").Authorize(httptest.NewRequest("DELETE", "/admin/projects/7", http.NoBody)),
	} {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, request)
		fmt.Printf("%d %.15s\n", w.Code, w.Body) // a refusal is a problem in JSON
	}
	// Output:
	// 401 {"type":"about:
	// 200 hello user_ada
	// 403 {"type":"about:
	// 200 deleted 7
}

func ExampleFromContext() {
	handler := func(c *gin.Context) {
		me, ok := ushergin.FromContext(c)
		fmt.Printf("%v %q\n", ok, me.UserID())
	}
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest("GET", "/", http.NoBody)
	handler(c) // nobody is signed in
	c.Request = clerktest.As(c.Request, clerktest.Identity{UserID: "user_ada"})
	handler(c) // in a test, one line puts an identity into a request
	// Output:
	// false ""
	// true "user_ada"
}
