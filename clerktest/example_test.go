package clerktest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// A handler under test.
var me = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	auth := authobject.MustFromContext(r.Context())
	_, _ = fmt.Fprintf(w, "%s, %s", auth.UserID(), auth.OrgRole())
})

// run stands in for go test, as examples have no testing.T.
func run(test func(clerktest.TB)) {
	if message := failure(test); message != "" {
		fmt.Println(message)
	}
}

// In a test, t is the *testing.T, and the instance ends with it.
func ExampleNew() {
	testMe := func(t clerktest.TB) {
		ck := clerktest.New(t)
		usher, err := middleware.New(ck.Options())
		if err != nil {
			t.Fatalf("middleware.New: %v", err)
		}
		t.Cleanup(func() { _ = usher.Close() })

		ada := ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada"})
		acme := ck.AddOrg(clerktest.Org{Slug: "acme", Roles: map[string][]string{"org:admin": {"org:invoices:read"}}})
		ck.AddMember(acme, ada, "org:admin")

		handler := usher.Require(authobject.Permission("org:invoices:read"))(me)
		for _, session := range []*clerktest.SignIn{ck.SignIn(ada).Org(acme), ck.SignIn(ada), ck.SignIn(ada).Expired()} {
			rec := httptest.NewRecorder()
			handler.ServeHTTP(rec, session.Authorize(httptest.NewRequest(http.MethodGet, "/me", http.NoBody)))
			fmt.Println(rec.Code)
		}
	}
	run(testMe)
	// Output:
	// 200
	// 403
	// 401
}

// A program that has to run without an account brings its own instance.
func ExampleStart() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = ck.Close() }()

	usher, err := middleware.New(ck.Options())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = usher.Close() }()
	server := httptest.NewServer(usher.RequireAuth(me))
	defer server.Close()

	response, err := http.Get(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = response.Body.Close()
	fmt.Println(response.StatusCode, response.Header.Get("X-Clerk-Auth-Reason"))
	// Output: 401 dev-browser-missing
}

// One line makes a request somebody's, with or without middleware above the handler.
func ExampleAs() {
	r := httptest.NewRequest(http.MethodGet, "/me", http.NoBody)
	r = clerktest.As(r, clerktest.Identity{UserID: "user_ada", OrgRole: "org:admin"})

	rec := httptest.NewRecorder()
	me.ServeHTTP(rec, r)
	fmt.Println(rec.Body)
	// Output: user_ada, org:admin
}

// A request over the network, with a token that middleware verifies as it verifies one of Clerk's.
func ExampleSignIn_Authorize() {
	run(func(t clerktest.TB) {
		ck := clerktest.New(t)
		usher, err := middleware.New(ck.Options())
		if err != nil {
			t.Fatalf("middleware.New: %v", err)
		}
		t.Cleanup(func() { _ = usher.Close() })
		server := httptest.NewServer(usher.RequireAuth(me))
		t.Cleanup(server.Close)

		ada := ck.AddUser(clerktest.User{ID: "user_ada"})
		r, err := http.NewRequest(http.MethodGet, server.URL, http.NoBody)
		if err != nil {
			t.Fatalf("the request: %v", err)
		}
		response, err := http.DefaultClient.Do(ck.SignIn(ada).OrgRole("acme", "org:member").Authorize(r))
		if err != nil {
			t.Fatalf("the server: %v", err)
		}
		_ = response.Body.Close()
		fmt.Println(response.Status)
	})
	// Output: 200 OK
}

// The Backend API of the instance has the users that were added, and those who were created there are users like any other.
func ExampleClerk_AddUser() {
	run(func(t clerktest.TB) {
		ck := clerktest.New(t)
		client, err := backend.New(ck.Options())
		if err != nil {
			t.Fatalf("backend.New: %v", err)
		}
		ctx := context.Background()

		ada := ck.AddUser(clerktest.User{ID: "user_ada", PublicMetadata: map[string]any{"plan": "free"}})
		changed, err := client.Users.MergeMetadata(ctx, ada.ID, &backend.UserMergeMetadataParams{
			PublicMetadata: backend.JSON(map[string]any{"seats": 3}),
		})
		if err != nil {
			t.Fatalf("MergeMetadata: %v", err)
		}
		fmt.Println(changed.PublicMetadata)

		bob, err := client.Users.Create(ctx, &backend.UserCreateParams{EmailAddress: []string{"bob@example.com"}})
		if err != nil {
			t.Fatalf("Create: %v", err)
		}
		known, _ := ck.User(bob.ID)
		fmt.Println(known.Email)
	})
	// Output:
	// {"plan":"free","seats":3}
	// bob@example.com
}

// Time passes as fast as a test wants it to.
func ExampleClerk_Advance() {
	run(func(t clerktest.TB) {
		ck := clerktest.New(t)
		usher, err := middleware.New(ck.Options())
		if err != nil {
			t.Fatalf("middleware.New: %v", err)
		}
		t.Cleanup(func() { _ = usher.Close() })

		r := ck.SignIn(ck.AddUser(clerktest.User{})).Authorize(httptest.NewRequest(http.MethodGet, "/me", http.NoBody))
		for range 2 {
			rec := httptest.NewRecorder()
			usher.RequireAuth(me).ServeHTTP(rec, r)
			fmt.Println(rec.Code)
			ck.Advance(2 * time.Minute)
		}
	})
	// Output:
	// 200
	// 401
}

// A browser walks between an application and the instance. Here somebody signs in who comes from a page of the application.
func ExampleClerk_Browser() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = ck.Close() }()
	ada := ck.AddUser(clerktest.User{FirstName: "Ada"})

	app := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "has a handshake:", r.URL.Query().Has("__clerk_handshake"))
	})
	page := ck.Browser().Serve("http://localhost:3000", app).SignIn(ada, "http://localhost:3000/dashboard")
	for _, hop := range page.Hops {
		u, _ := url.Parse(hop.URL)
		fmt.Println(hop.Method, u.Path, hop.StatusCode)
	}
	fmt.Print(page.Body)
	// Output:
	// POST /sign-in 303
	// GET /v1/client/handshake 307
	// GET /dashboard 200
	// has a handshake: true
}

// The cookies of a session do for a handler what they do in a browser, here for a token that has just expired.
func ExampleSignIn_Cookies() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = ck.Close() }()
	ada := ck.AddUser(clerktest.User{FirstName: "Ada"})

	r := httptest.NewRequest(http.MethodGet, "/dashboard", http.NoBody)
	for _, cookie := range ck.SignIn(ada).Expired().Cookies() {
		r.AddCookie(cookie)
	}
	for _, name := range []string{"__session", "__client_uat", "__refresh", "__clerk_db_jwt"} {
		plain, suffixed := false, false
		for _, cookie := range r.Cookies() {
			plain = plain || cookie.Name == name
			suffixed = suffixed || cookie.Name == name+"_"+clerk.CookieSuffix(ck.Options().PublishableKey)
		}
		fmt.Println(name, plain, suffixed)
	}
	// Output:
	// __session true true
	// __client_uat true true
	// __refresh false true
	// __clerk_db_jwt true true
}

func ExampleClerk_Operations() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer ck.Close()
	fmt.Println(slices.Contains(ck.Operations(), "GET /v1/users/{user_id}"))
	// Output: true
}

// A state that is made once is there in every test.
func ExampleClerk_Snapshot() {
	first, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer first.Close()
	first.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada"})
	saved := first.Snapshot()

	second, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer second.Close()
	if err := second.Restore(saved); err != nil {
		fmt.Println(err)
		return
	}
	ada, _ := second.User("user_ada")
	fmt.Println(ada.FirstName)
	// Output: Ada
}
