package main

import (
	"context"
	"embed"
	"encoding/json"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/examples/internal/program"
	"github.com/usher-auth/usher/examples/internal/revoked"
)

//go:embed page.html page.js
var files embed.FS

// An app is what you would write yourself.
type app struct {
	program.Setup
	room *room
	over *revoked.List
}

func routes(_ context.Context, with program.Setup) (http.Handler, error) {
	a := &app{Setup: with, room: newRoom(), over: revoked.New(with.Now)}
	signedIn := with.Auth.Require(a.over.Check())

	mux := http.NewServeMux()
	mux.Handle("GET /{$}", with.Auth.RequireAuthPage(program.Files(files)))
	mux.Handle("GET /page.js", program.Files(files))
	mux.Handle("GET /chat", signedIn(http.HandlerFunc(a.chat)))
	mux.Handle("POST /token", signedIn(http.HandlerFunc(a.token)))
	mux.Handle("POST /revoke", signedIn(http.HandlerFunc(a.revoke)))
	if with.Webhooks != nil {
		receiver, err := a.over.Receive(with.Webhooks, with.Auth)
		if err != nil {
			return nil, err
		}
		mux.Handle("POST /webhooks", receiver)
	}
	return with.Auth.Authenticate(mux), nil
}

// token hands the page a new token of its session. A page with Clerk's script calls Clerk.session.getToken() instead, and the service
// has no such route. It is safe because a POST of another site does not count, and because scripts of this page can read the cookie
// of the session anyway.
func (a *app) token(w http.ResponseWriter, r *http.Request) {
	me, _ := authobject.FromContext(r.Context())
	made, err := a.Backend.Sessions.CreateToken(r.Context(), me.SessionID(), nil)
	if err != nil {
		http.Error(w, "Clerk makes no token for the session; it may be over", http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(map[string]string{"token": string(made.JWT)}) // who asked has gone; there is nobody to tell
}

// revoke ends the caller's session, as an administrator would end somebody's, and all its connections at once.
func (a *app) revoke(w http.ResponseWriter, r *http.Request) {
	me, _ := authobject.FromContext(r.Context())
	if _, err := a.Backend.Sessions.Revoke(r.Context(), me.SessionID()); err != nil {
		http.Error(w, "Clerk could not be told to end the session; try again", http.StatusBadGateway)
		return
	}
	a.over.End(a.Auth, me.SessionID())
	w.WriteHeader(http.StatusNoContent)
}
