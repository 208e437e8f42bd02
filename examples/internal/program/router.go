package program

import (
	"context"
	"io"
	"net/http"
	"path"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// Router returns the example of a router, of which routes makes the service. The routes are those that the lines to try ask for.
func Router(name string, routes func(auth *middleware.Usher) (http.Handler, error)) Program {
	return Program{Name: name, Title: "a greeting", Try: try, Routes: func(_ context.Context, with Setup) (http.Handler, error) {
		service, err := routes(with.Auth)
		if err != nil || with.Tokens == nil {
			return service, err
		}
		mux := http.NewServeMux()
		mux.Handle("/", service)
		mux.Handle("GET /token/{name}", with.Tokens)
		return mux, nil
	}}
}

const try = `    URL/dashboard  for users: it sends you to sign in, and you come back

And these commands:

    # 401, with a reason
    curl -i URL/api/me
    # 200
    curl -i -H "Authorization: Bearer $(curl -s URL/token/bob)" URL/api/me
    # 403, for bob is no admin
    curl -i -H "Authorization: Bearer $(curl -s URL/token/bob)" -X DELETE URL/api/admin/projects/7
    # 200
    curl -i -H "Authorization: Bearer $(curl -s URL/token/ada)" -X DELETE URL/api/admin/projects/7
`

// tokens are sessions of people who are made up, by the names of the people.
type tokens map[string]*clerktest.SignIn

// ServeHTTP answers with a fresh token.
func (t tokens) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	in, ok := t[path.Base(r.URL.Path)]
	if !ok {
		http.Error(w, "there are ada, an admin, and bob, a member", http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, in.Token()) // the caller has gone; there is nobody to tell
}
