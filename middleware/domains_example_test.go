package middleware_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// exampleOptions are those of a production instance, without the environment.
func exampleOptions() clerk.Options {
	return clerk.Options{
		PublishableKey: "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k", // clerk.example.com
		SecretKey:      "sk_live_0123456789",
		Getenv:         func(string) string { return "" },
	}
}

// Two instances behind one set of routes, each on its own domain.
func ExampleByHost() {
	var clerks []*clerktest.Clerk
	byHost := map[string]*middleware.Usher{}
	for _, host := range []string{"red.example", "blue.example"} {
		ck, err := clerktest.Start(clerktest.Config{})
		if err != nil {
			log.Fatal(err)
		}
		defer ck.Close()
		if byHost[host], err = middleware.New(ck.Options()); err != nil { // once, when the service starts
			log.Fatal(err)
		}
		clerks = append(clerks, ck)
	}
	auth, err := middleware.ByHost(byHost)
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()

	handler := auth.RequireAuth(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, host := range []string{"red.example", "blue.example", "green.example"} {
		r := httptest.NewRequest("GET", "http://"+host+"/", http.NoBody)
		clerks[0].SignIn(clerks[0].AddUser(clerktest.User{})).Authorize(r) // a user of red.example
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(host, w.Code)
	}
	// Output:
	// red.example 200
	// blue.example 401
	// green.example 421
}

// The application serves the Frontend API below /__clerk.
func ExampleNewProxy() {
	frontendAPI := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // stands in for Clerk's
		fmt.Fprintln(w, "Clerk is asked for", r.URL.Path, "by", r.Header.Get("Clerk-Proxy-Url"))
	}))
	defer frontendAPI.Close()

	opts := exampleOptions()
	opts.ProxyURL = "https://app.example.com/__clerk"
	proxy, err := middleware.NewProxy(opts, middleware.ProxyOptions{Upstream: frontendAPI.URL}) // leave Upstream out for Clerk's own
	if err != nil {
		log.Fatal(err)
	}
	defer proxy.Close()

	app := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "the application") })
	server := httptest.NewServer(proxy.Intercept(app)) // above authentication
	defer server.Close()
	for _, path := range []string{"/__clerk/v1/environment", "/"} {
		answer, err := http.Get(server.URL + path)
		if err != nil {
			log.Fatal(err)
		}
		text, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		fmt.Println(strings.TrimSpace(string(text)))
	}
	// Output:
	// Clerk is asked for /v1/environment by https://app.example.com/__clerk
	// the application
}
