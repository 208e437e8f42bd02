package clerktest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/multisession"
)

// Two accounts in one browser: the second one to sign in is in front, until the browser switches back.
func ExampleBrowser_Switch() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = ck.Close() }()
	b := ck.Browser()
	b.SignIn(ck.AddUser(clerktest.User{FirstName: "Ada"}), "")
	b.SignIn(ck.AddUser(clerktest.User{FirstName: "Bob"}), "")
	b.Switch(b.Accounts()[0].SessionID, "")
	for _, account := range b.Accounts() {
		fmt.Println(account.Name, account.Active)
	}
	// Output:
	// Ada true
	// Bob false
}

// Two sessions in one browser, for tests of handlers without a browser.
func ExampleSignIn_Beside() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = ck.Close() }()
	ada := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	bob := ada.Beside(ck.AddUser(clerktest.User{ID: "user_bob"}))
	usher, err := middleware.New(ck.Options(), middleware.WithMultiSession(multisession.Policy{}))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = usher.Close() }()
	save := usher.RequireExplicitSession(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, active := range []*clerktest.SignIn{ada, bob} { // Ada's form, with the cookies of either
		w := httptest.NewRecorder()
		save.ServeHTTP(w, active.AddCookies(httptest.NewRequest("POST", "/notes?_clerk_session_id="+ada.SessionID(), http.NoBody)))
		fmt.Println(w.Code)
	}
	// Output:
	// 200
	// 403
}
