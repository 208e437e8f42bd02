package revocation_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/revocation"
	"github.com/usher-auth/usher/webhooks"
)

// A session that is revoked, say in Clerk's dashboard, is over at once, though its token has not expired.
func ExampleNew() {
	ck, err := clerktest.Start(clerktest.Config{}) // a Clerk in the process; use clerk.Options{} for your own
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	over, err := revocation.New(revocation.Options{})
	if err != nil {
		log.Fatal(err)
	}
	auth, err := middleware.New(ck.Options(), middleware.WithRevocations(over))
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()
	verifier, err := webhooks.New(ck.Options())
	if err != nil {
		log.Fatal(err)
	}
	receiver, err := webhooks.NewMux(verifier)
	if err != nil {
		log.Fatal(err)
	}
	over.Feed(receiver)
	mux := http.NewServeMux()
	mux.Handle("GET /me", auth.RequireAuth(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})))
	mux.Handle("POST /webhooks/clerk", receiver)

	ada := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	ask := func() {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, ada.Authorize(httptest.NewRequest("GET", "/me", http.NoBody)))
		fmt.Printf("%d %q\n", w.Code, w.Header().Get("X-Clerk-Auth-Reason"))
	}
	ask()
	event := ck.Webhook("session.revoked", map[string]any{"object": "session", "id": ada.SessionID()})
	fmt.Println(event.Deliver(mux).Code)
	ask()
	// Output:
	// 200 ""
	// 204
	// 401 "session-revoked"
}

// A service that ends a session itself does not wait for the webhook. In several processes, tell each.
func ExampleList_RevokeSession() {
	over, err := revocation.New(revocation.Options{})
	if err != nil {
		log.Fatal(err)
	}
	stop := over.Watch(func() { fmt.Println("the list has changed") })
	defer stop()
	fmt.Println(over.RevokeSession("sess_2abc")) // after Sessions.Revoke of package backend
	// Output:
	// the list has changed
	// <nil>
}
