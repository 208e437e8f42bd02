package demo

import (
	"fmt"
	"io"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

// routes is the application: six routes, and who may reach each of them.
func routes(auth *middleware.Usher) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /public", say("Anybody may read this."))
	mux.Handle("GET /me", auth.RequireAuth(http.HandlerFunc(me)))
	mux.Handle("GET /billing", auth.Require(authobject.Permission("org:billing:read"))(say("Three bills, one of them open.")))
	mux.Handle("DELETE /projects/{id}", auth.Require(authobject.Role("org:admin"))(say("The project is gone.")))
	mux.Handle("POST /payout", auth.Require(authobject.Reverified(authobject.Strict))(say("The money is on its way.")))
	mux.Handle("GET /beta", auth.Require(authobject.Any(authobject.Feature("beta"), authobject.Plan("pro")))(say("You see it first.")))
	return auth.Authenticate(mux)
}

// me answers with ids of the caller, whom RequireAuth has let through.
func me(w http.ResponseWriter, r *http.Request) {
	me, _ := authobject.FromContext(r.Context())
	say(fmt.Sprintf("You are %s, in session %s.", me.UserID(), me.SessionID())).ServeHTTP(w, r)
}

// whoami answers everybody with their Auth, signed in or not, as JSON. The token is not part of it.
func whoami(w http.ResponseWriter, r *http.Request) {
	auth, _ := authobject.FromContext(r.Context())
	writeJSON(w, http.StatusOK, auth)
}

// A say is a handler that says one sentence and does nothing.
type say string

// ServeHTTP writes the sentence as plain text.
func (s say) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, string(s)+"\n") //nolint:gosec // it is plain text, in which a browser runs nothing
}
