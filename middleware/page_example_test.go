package middleware_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// A page sends strangers to the sign-in page, and the API beside it answers 401.
func ExampleUsher_RequireAuthPage() {
	ck, err := clerktest.Start(clerktest.Config{}) // a Clerk in the process; use clerk.Options{} for your own
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options())
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()

	hello := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "hello ", authobject.MustFromContext(r.Context()).UserID())
	})
	mux := http.NewServeMux()
	mux.Handle("GET /dashboard", auth.RequireAuthPage(hello))
	mux.Handle("GET /api/me", auth.RequireAuth(hello))

	const origin = "http://localhost:3000"
	browser := ck.Browser().Serve(origin, auth.Authenticate(mux))
	fmt.Println(browser.Fetch("GET", origin+"/api/me").StatusCode)
	page := browser.Open(origin + "/dashboard")
	fmt.Println(page.StatusCode, page.URL != origin+"/dashboard") // the sign-in page

	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	page = browser.SignIn(ada, origin+"/dashboard") // as its form does
	fmt.Println(page.StatusCode, page.URL, page.Body)
	// Output:
	// 401
	// 200 true
	// 200 http://localhost:3000/dashboard hello user_ada
}

// RequirePage also asks what the user may do.
func ExampleUsher_RequirePage() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options())
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()

	settings := auth.RequirePage(authobject.Role("org:admin"))(http.NotFoundHandler())
	r := ck.SignIn(ck.AddUser(clerktest.User{})).AddCookies(httptest.NewRequest("GET", "/settings", http.NoBody))
	w := httptest.NewRecorder()
	settings.ServeHTTP(w, r)
	fmt.Println(w.Code) // somebody, but no admin

	w = httptest.NewRecorder()
	settings.ServeHTTP(w, httptest.NewRequest("GET", "/settings", http.NoBody))
	fmt.Println(w.Code, w.Header().Get("Location") == auth.SignInURL(httptest.NewRequest("GET", "/settings", http.NoBody), ""))
	// Output:
	// 403
	// 303 true
}

// A handler that decides by itself, and links to the sign-in page.
func ExampleUsher_SignInURL() {
	opts := exampleOptions()
	opts.PublicURL = "https://app.example.com"
	auth, err := middleware.New(opts)
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()

	r := httptest.NewRequest("GET", "/news?page=2", http.NoBody)
	fmt.Println(auth.SignInURL(r, ""))
	fmt.Println(auth.SignUpURL(r, "/welcome"))
	fmt.Println(auth.SignInURL(r, "https://evil.com")) // is no path of the application, and left out
	// Output:
	// https://accounts.example.com/sign-in?redirect_url=https%3A%2F%2Fapp.example.com%2Fnews%3Fpage%3D2
	// https://accounts.example.com/sign-up?redirect_url=https%3A%2F%2Fapp.example.com%2Fwelcome
	// https://accounts.example.com/sign-in
}

// The cookies of a user count in requests of the application's own pages, and not in those that another site makes.
func ExampleWithTrustedOrigins() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options(), middleware.WithTrustedOrigins("https://admin.example.com"))
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()

	ada := ck.AddUser(clerktest.User{})
	transfer := auth.RequireAuth(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, origin := range []string{"https://evil.com", "https://admin.example.com"} {
		r := ck.SignIn(ada).AddCookies(httptest.NewRequest("POST", "/transfer", http.NoBody))
		r.Header.Set("Origin", origin)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		w := httptest.NewRecorder()
		transfer.ServeHTTP(w, r)
		fmt.Println(origin, w.Code)
	}
	// Output:
	// https://evil.com 403
	// https://admin.example.com 200
}

// A stranger cannot tell whether the route exists.
func ExampleWithNotFoundInstead() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options(), middleware.WithNotFoundInstead())
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()

	w := httptest.NewRecorder()
	auth.RequireAuth(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", "/internal", http.NoBody))
	fmt.Print(w.Code, " ", w.Body)
	// Output:
	// 404 404 page not found
}
