package multisession_test

import (
	"context"
	"fmt"
	"html/template"
	"log"
	"net/http"
	"os"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/multisession"
)

// The form of a page belongs to the account that the page was rendered for, whichever one is active when its button is pressed.
func ExampleURL() {
	page := template.Must(template.New("").Parse(`<form method="post" action="{{.Action}}"><button>Save</button></form>` + "\n"))
	handler := func(auth *authobject.Auth) {
		_ = page.Execute(os.Stdout, map[string]string{"Action": multisession.URL(auth, "/notes?tab=1")})
	}
	handler(clerktest.Auth(clerktest.Identity{SessionID: "sess_ada"}))
	// Output: <form method="post" action="/notes?tab=1&amp;_clerk_session_id=sess_ada"><button>Save</button></form>
}

func ExampleField() {
	fmt.Println(multisession.Field(clerktest.Auth(clerktest.Identity{SessionID: "sess_ada"})))
	// Output: <input type="hidden" name="_clerk_session_id" value="sess_ada">
}

func ExampleMeta() {
	fmt.Println(multisession.Meta(clerktest.Auth(clerktest.Identity{SessionID: "sess_ada"})))
	// Output: <meta name="_clerk_session_id" content="sess_ada">
}

// A page that lets its user choose between accounts.
func ExampleSessions() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	ada := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	ada.Beside(ck.AddUser(clerktest.User{ID: "user_bob"}))
	client, err := backend.New(ck.Options())
	if err != nil {
		log.Fatal(err)
	}
	auth := clerktest.Auth(clerktest.Identity{UserID: "user_ada", SessionID: ada.SessionID()}) // in a handler: authobject.FromContext

	sessions, err := multisession.Sessions(context.Background(), client, auth)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range sessions {
		fmt.Println(s.UserID, "acts here:", s.Acting, "in front:", s.LastActive)
	}
	// Output:
	// user_ada acts here: true in front: false
	// user_bob acts here: false in front: true
}

// A chooser reads which session a request means. Package middleware makes one from its option WithMultiSession.
func ExampleNew() {
	instance, err := clerk.Options{PublishableKey: "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk", Getenv: func(string) string { return "" }}.Resolve()
	if err != nil {
		log.Fatal(err)
	}
	chooser, err := multisession.New(instance, multisession.Policy{Mode: multisession.Select}, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(chooser.Read([]string{"sess_ada"}, http.Header{}).ID)
	fmt.Println(chooser.Read([]string{"sess_ada", "sess_bob"}, http.Header{}).Reason)
	// Output:
	// sess_ada
	// session-id-ambiguous
}
