package main

import (
	"context"
	"embed"
	"encoding/json"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/examples/internal/program"
)

//go:embed page.html page.js
var files embed.FS

// An app is what you would write yourself.
type app struct {
	program.Setup
	room *room
}

func routes(_ context.Context, with program.Setup) (http.Handler, error) {
	a := &app{Setup: with, room: newRoom()}
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", with.Auth.RequireAuthPage(program.Files(files)))
	mux.Handle("GET /page.js", program.Files(files))
	mux.Handle("GET /chat", with.Auth.RequireAuth(http.HandlerFunc(a.chat)))
	mux.Handle("POST /token", with.Auth.RequireAuth(http.HandlerFunc(a.token)))
	mux.Handle("POST /revoke", with.Auth.RequireAuth(http.HandlerFunc(a.revoke)))
	if with.Webhooks != nil {
		mux.Handle("POST /webhooks", with.Webhooks)
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
	if err := a.Over.RevokeSession(me.SessionID()); err != nil {
		http.Error(w, "the session has ended, and its token lives on for a moment: "+err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
