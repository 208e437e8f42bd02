package app

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

// A source is where the users come from.
type source struct {
	options clerk.Options
	clerk   *clerktest.Clerk // nil where they are those of one's own instance
	signIns map[string]*clerktest.SignIn
}

// newSource chooses one's own instance when the environment names one, and otherwise makes people up.
func newSource(getenv func(string) string) (*source, error) {
	named := func(name string) bool { return getenv(name) != "" }
	if slices.ContainsFunc([]string{"CLERK_SECRET_KEY", "CLERK_PUBLISHABLE_KEY", "CLERK_JWT_KEY"}, named) {
		if !named("CLERK_PUBLISHABLE_KEY") && !named("CLERK_SIGN_IN_URL") {
			return nil, errors.New("set CLERK_PUBLISHABLE_KEY as well; without it nobody knows where your users sign in for /dashboard")
		}
		return &source{options: clerk.Options{Getenv: getenv}}, nil
	}
	// Tokens live an hour here, so that one that was copied by hand lasts for a while; Clerk's live a minute.
	ck, err := clerktest.Start(clerktest.Config{TokenLifetime: time.Hour})
	if err != nil {
		return nil, err
	}
	ada := ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada", LastName: "Lovelace"})
	bob := ck.AddUser(clerktest.User{ID: "user_bob", FirstName: "Bob"})
	return &source{ck.Options(), ck, map[string]*clerktest.SignIn{
		"ada": ck.SignIn(ada).OrgRole("acme", "org:admin"),
		"bob": ck.SignIn(bob).OrgRole("acme", "org:member"),
	}}, nil
}

func (s *source) close() error {
	if s.clerk == nil {
		return nil
	}
	return s.clerk.Close()
}

// withTokens adds GET /token/{name}, a session token of somebody who is made up.
func (s *source) withTokens(next http.Handler) http.Handler {
	if s.clerk == nil {
		return next
	}
	mux := http.NewServeMux()
	mux.Handle("/", next)
	mux.HandleFunc("GET /token/{name}", func(w http.ResponseWriter, r *http.Request) {
		in, ok := s.signIns[r.PathValue("name")]
		if !ok {
			http.Error(w, "there are ada, an admin, and bob, a member", http.StatusNotFound)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		_, _ = io.WriteString(w, in.Token())
	})
	return mux
}

// tour is what there is to try, in which URL stands for the address of the program.
const tour = `
    # 401, with a reason
    curl -i URL/api/me
    # 200
    curl -i -H "Authorization: Bearer $(curl -s URL/token/bob)" URL/api/me
    # 403, for bob is no admin
    curl -i -H "Authorization: Bearer $(curl -s URL/token/bob)" -X DELETE URL/api/admin/projects/7
    # 200
    curl -i -H "Authorization: Bearer $(curl -s URL/token/ada)" -X DELETE URL/api/admin/projects/7

In a browser, this page sends you to sign in, and you come back:

    URL/dashboard
`

// announce says what to try, and as whom.
func (p Program) announce(w io.Writer, url string, from *source) {
	people := "The people are those of your Clerk instance, as the environment names it: use a token of theirs for the one of /token."
	if from.clerk != nil {
		people = "The people are made up, by a Clerk inside this process: ada is an admin, bob a member. Set CLERK_SECRET_KEY to use your own instance."
	}
	_, _ = fmt.Fprintf(w, "Usher with %s, on %s. Try these:\n%s\n%s\nCtrl-C ends it.\n", p.Name, url, strings.ReplaceAll(tour, "URL", url), people)
}
