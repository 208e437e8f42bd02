package main

import (
	"encoding/json"
	"net"
	"net/http"

	"github.com/usher-auth/usher/examples/webhooks/people"
	"github.com/usher-auth/usher/webhooks"
)

// routes is what you would write yourself.
func routes(verifier *webhooks.Verifier, store *people.Store) (http.Handler, error) {
	events, err := webhooks.NewMux(verifier)
	if err != nil {
		return nil, err
	}
	webhooks.On(events, store.UserCreated)
	webhooks.On(events, store.UserUpdated)
	webhooks.On(events, store.UserDeleted)

	mux := http.NewServeMux()
	mux.Handle("POST /webhooks", events)
	mux.Handle("GET /users", thisMachineOnly(users(store)))
	return mux, nil
}

// users shows the table as JSON. A service of yours has no such route: it tells the names and addresses of everybody.
func users(store *people.Store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		all, err := store.Users(r.Context())
		if err != nil {
			http.Error(w, "the table cannot be read", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		_ = encoder.Encode(all) // who asked has gone; there is nobody to tell
	}
}

// thisMachineOnly refuses what does not come straight from this machine. A tunnel, which is how a real Clerk gets here, leads
// from the whole internet to a loopback address; it is known by the name that was asked for, or by the headers it adds. It
// also refuses a page whose host name leads here, as with DNS rebinding.
func thisMachineOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isLoopback(r.RemoteAddr) || !isLoopback(r.Host) || forwarded(r.Header) {
			http.Error(w, "the table is shown on the machine that it is on, at a loopback address, and nowhere else", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func forwarded(h http.Header) bool {
	for _, name := range []string{"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip"} {
		if len(h.Values(name)) > 0 {
			return true
		}
	}
	return false
}

func isLoopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
