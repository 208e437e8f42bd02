package clerktest_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// Usher's middleware goes the whole way as well.
func TestUsherAndTheHandshake(t *testing.T) {
	for _, s := range settings {
		t.Run(s.name, func(t *testing.T) {
			config := s.config
			config.Now = atMoment
			ck := clerktest.New(t, config)
			ada := ck.AddUser(clerktest.User{ID: "user_ada"})
			bob := ck.AddUser(clerktest.User{ID: "user_bob"})
			opts := ck.Options()
			opts.AuthorizedParties = []string{s.origin}
			usher, err := middleware.New(opts)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = usher.Close() })
			b := ck.Browser().Serve(s.origin, usher.Authenticate(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if auth, ok := authobject.FromContext(r.Context()); ok {
					fmt.Fprint(w, auth.UserID())
				} else {
					fmt.Fprint(w, "nobody")
				}
			})))

			wantPage(t, b.Open(s.origin+"/a"), s.origin+"/a", "nobody")
			wantPage(t, b.SignIn(ada, s.origin+"/a?x=1"), s.origin+"/a?x=1", "user_ada")
			wantPage(t, b.Open(s.origin+"/b"), s.origin+"/b", "user_ada")
			wantPage(t, b.Fetch("POST", s.origin+"/b"), s.origin+"/b", "user_ada")
			ck.Advance(2 * time.Minute)
			refreshed := b.Open(s.origin + "/b")
			wantPage(t, refreshed, s.origin+"/b", "user_ada")
			if len(refreshed.Hops) != 1 {
				t.Errorf("the token was refreshed with %d requests", len(refreshed.Hops))
			}
			wantPage(t, b.SignIn(bob, s.origin+"/a"), s.origin+"/a", "user_bob")
			wantPage(t, b.SignOut(s.origin+"/a"), s.origin+"/a", "nobody")
			wantPage(t, b.Open(s.origin+"/b"), s.origin+"/b", "nobody")

			in := ck.SignIn(ada).AuthorizedParty(s.origin)
			b.Hold(in.Expired(), s.origin)
			wantPage(t, b.Open(s.origin+"/b"), s.origin+"/b", "user_ada")
			ck.EndSession(in)
			ck.Advance(2 * time.Minute)
			wantPage(t, b.Open(s.origin+"/b"), s.origin+"/b", "nobody")
		})
	}
}

// countOf returns how many redirects of the handshake a browser says that it has been through.
func countOf(b *clerktest.Browser, origin string) string {
	for _, cookie := range b.Cookies(origin + "/") {
		if cookie.Name == clerk.CookieRedirectCount {
			return cookie.Value
		}
	}
	return ""
}

// Satellites learn from the primary domain who is there.
func TestUsherOnSatellites(t *testing.T) {
	for _, row := range []struct {
		name, primary, satellite string
		config                   clerktest.Config
		domain                   string
		rounds                   string // of the three that are counted
	}{
		{"production", "https://app.example.com", "https://sat.example", clerktest.Config{PublishableKey: keyOf("pk_live_", live)}, "sat.example", "1"},
		{"development", "http://localhost:3000", "http://localhost:3001", clerktest.Config{}, "localhost:3001", "2"},
	} {
		t.Run(row.name, func(t *testing.T) {
			config := row.config
			config.Now = atMoment
			ck := clerktest.New(t, config)
			ada := ck.AddUser(clerktest.User{ID: "user_ada"})
			opts := ck.Options()
			opts.IsSatellite, opts.SatelliteAutoSync, opts.Domain = clerk.Value(true), true, row.domain
			opts.SignInURL = ck.SignInURL()
			usher, err := middleware.New(opts)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = usher.Close() })
			b := ck.Browser().Serve(row.primary, newShop(t, ck, row.primary))
			b.Serve(row.satellite, usher.Authenticate(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				auth, _ := authobject.FromContext(r.Context())
				fmt.Fprint(w, "<", auth.UserID(), ">")
			})))

			wantPage(t, b.Open(row.satellite+"/"), row.satellite+"/?__clerk_synced=true", "<>")
			if got := countOf(b, row.satellite); got != row.rounds {
				t.Errorf("the first question takes %q redirects that are counted, not %q", got, row.rounds)
			}
			wantPage(t, b.SignIn(ada, row.primary+"/"), row.primary+"/", "user_ada "+row.primary)
			ck.Advance(3 * time.Second) // so that this is no loop of redirects
			wantPage(t, b.Open(row.satellite+"/?__clerk_synced=false"), row.satellite+"/?__clerk_synced=true", "<user_ada>")
			wantPage(t, b.Open(row.satellite+"/x"), row.satellite+"/x", "<user_ada>")
		})
	}
}
