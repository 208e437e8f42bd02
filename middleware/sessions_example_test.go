package middleware_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/multisession"
)

// Two accounts in one browser. The page was rendered for Ada; meanwhile another tab has switched to Bob, and Ada's form is sent.
func ExampleWithMultiSession() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options(), middleware.WithMultiSession(multisession.Policy{}))
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()
	save := auth.RequireExplicitSession(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		me, _ := authobject.FromContext(r.Context())
		fmt.Fprint(w, "saved for ", me.UserID())
	}))

	ada := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	bob := ada.Beside(ck.AddUser(clerktest.User{ID: "user_bob"}))
	form := "/notes?_clerk_session_id=" + ada.SessionID() // what multisession.URL made for Ada's page
	for _, active := range []*clerktest.SignIn{ada, bob} {
		w := httptest.NewRecorder()
		save.ServeHTTP(w, active.AddCookies(httptest.NewRequest("POST", form, http.NoBody)))
		fmt.Println(w.Code, w.Body.String()[:18])
	}
	// Output:
	// 200 saved for user_ada
	// 403 {"type":"about:bla
}

// Pages may be read by whoever is active. What changes something wants the session named.
func ExampleUsher_RequireExplicitSession() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options(), middleware.WithMultiSession(multisession.Policy{}))
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()
	ok := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	mux := http.NewServeMux()
	mux.Handle("GET /notes", auth.RequireAuth(ok))
	mux.Handle("POST /notes", auth.RequireExplicitSession(ok))

	ada := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	for _, r := range []*http.Request{
		httptest.NewRequest("GET", "/notes", http.NoBody),
		httptest.NewRequest("POST", "/notes", http.NoBody),
		httptest.NewRequest("POST", "/notes?_clerk_session_id="+ada.SessionID(), http.NoBody),
	} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, ada.AddCookies(r))
		fmt.Println(r.Method, w.Code)
	}
	// Output:
	// GET 200
	// POST 403
	// POST 200
}
