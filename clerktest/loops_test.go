package clerktest_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

func base64Text(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// A setting is an instance and an application beside it.
type setting struct {
	name, origin string
	config       clerktest.Config
}

// settings are the ways in which instances and applications are set up that the loops have to work in.
var settings = []setting{
	{"development, the application under another name of this machine", "http://localhost:3000", clerktest.Config{}},
	{"development, the application on the host of the instance", "http://127.0.0.1:3000", clerktest.Config{}},
	{"development, under Clerk's domain", "http://localhost:3000",
		clerktest.Config{PublishableKey: keyOf("pk_test_", "foo-bar-13.clerk.accounts.dev")}},
	{"production, on one host", "http://127.0.0.1:3000", clerktest.Config{Kind: clerk.KindProduction}},
	{"production, on the domain itself", "https://example.com",
		clerktest.Config{PublishableKey: keyOf("pk_live_", "clerk.example.com")}},
	{"production, on a subdomain", "https://app.example.com",
		clerktest.Config{PublishableKey: keyOf("pk_live_", "clerk.example.com")}},
}

// From the first visit to the sign-out, in every setting and both formats.
func TestTheWholeWayOfAHandshake(t *testing.T) {
	for _, s := range settings {
		for _, format := range []string{"nonce", "token"} {
			t.Run(s.name+", by "+format, func(t *testing.T) {
				config := s.config
				config.Now = atMoment
				ck := clerktest.New(t, config)
				ada := ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada"})
				bob := ck.AddUser(clerktest.User{ID: "user_bob", FirstName: "Bob"})
				acme := ck.AddOrg(clerktest.Org{ID: "org_1", Slug: "acme"})
				ck.AddMember(acme, ada, "org:admin")
				app := newShop(t, ck, s.origin)
				app.format = format
				b := ck.Browser().Serve(s.origin, app)
				home := s.origin + "/a?x=1&y=%20"

				wantPage(t, b.Open(s.origin+"/a"), s.origin+"/a", "nobody")
				if got := app.since(); got != "" && got != "dev-browser-missing" {
					t.Errorf("a stranger was sent to the handshake for %s", got)
				}
				page := b.SignIn(ada, s.origin+"/a")
				wantPage(t, page, s.origin+"/a", "user_ada "+s.origin)
				wantPage(t, b.Open(s.origin+"/b"), s.origin+"/b", "user_ada "+s.origin)
				wantPage(t, b.Fetch("POST", s.origin+"/b"), s.origin+"/b", "user_ada "+s.origin)
				if got := app.since(); got != "" {
					t.Errorf("somebody who is signed in was sent to the handshake for %s", got)
				}

				ck.Advance(2 * time.Minute)
				refreshed := b.Open(s.origin + "/b")
				wantPage(t, refreshed, s.origin+"/b", "user_ada "+s.origin)
				if refreshed.Header.Get("Refreshed") != "yes" || len(refreshed.Hops) != 1 {
					t.Error("the token was not refreshed without a redirect")
				}

				ck.Advance(2 * time.Minute)
				b.SetCookies(s.origin, &http.Cookie{Name: clerk.CookieRefresh + "_" + app.suffix(), MaxAge: -1})
				wantPage(t, b.Open(home), s.origin+"/a?"+"x=1&y=+", "user_ada "+s.origin)
				if got := app.since(); !strings.HasSuffix(got, "no-refresh-cookie") {
					t.Errorf("the reason for a handshake is %q", got)
				}

				wantPage(t, b.Open(s.origin+"/orgs/org_1"), s.origin+"/orgs/org_1", "user_ada org_1 "+s.origin)
				wantPage(t, b.SignIn(bob, s.origin+"/a"), s.origin+"/a", "user_bob "+s.origin)
				wantPage(t, b.SignIn(ada, s.origin+"/a"), s.origin+"/a", "user_ada org_1 "+s.origin)
				wantPage(t, b.SignOut(s.origin+"/a"), s.origin+"/a", "nobody")
				wantPage(t, b.Open(s.origin+"/b"), s.origin+"/b", "nobody")
			})
		}
	}
}

// Whoever holds a session in one browser holds it nowhere else.
func TestBrowsersAreStrangersToEachOther(t *testing.T) {
	for _, s := range settings {
		t.Run(s.name, func(t *testing.T) {
			ck := clerktest.New(t, s.config)
			ada := ck.AddUser(clerktest.User{ID: "user_ada"})
			app := newShop(t, ck, s.origin)
			wantPage(t, ck.Browser().Serve(s.origin, app).SignIn(ada, s.origin+"/"), s.origin+"/", "user_ada "+s.origin)
			wantPage(t, ck.Browser().Serve(s.origin, app).Open(s.origin+"/"), s.origin+"/", "nobody")
		})
	}
}

// A session that comes to an end is over at the next handshake and at the next refresh, however it ended.
func TestTheEndOfASession(t *testing.T) {
	for _, s := range settings {
		for _, end := range []struct {
			name string
			by   func(ck *clerktest.Clerk, in *clerktest.SignIn)
		}{
			{"revoked", func(ck *clerktest.Clerk, in *clerktest.SignIn) {
				send(ck, "POST", "/v1/sessions/"+in.SessionID()+"/revoke", "")
			}},
			{"ended elsewhere", func(ck *clerktest.Clerk, in *clerktest.SignIn) { ck.EndSession(in) }},
			{"its user banned", func(ck *clerktest.Clerk, _ *clerktest.SignIn) { send(ck, "POST", "/v1/users/user_ada/ban", "") }},
			{"its user deleted", func(ck *clerktest.Clerk, _ *clerktest.SignIn) { send(ck, "DELETE", "/v1/users/user_ada", "") }},
			{"expired", func(ck *clerktest.Clerk, _ *clerktest.SignIn) { ck.Advance(8 * 24 * time.Hour) }},
		} {
			t.Run(s.name+", "+end.name, func(t *testing.T) {
				config := s.config
				config.Now = atMoment
				ck := clerktest.New(t, config)
				in := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
				app := newShop(t, ck, s.origin)
				b := ck.Browser().Serve(s.origin, app).Hold(in.AuthorizedParty(s.origin), s.origin)
				wantPage(t, b.Open(s.origin+"/"), s.origin+"/", "user_ada "+s.origin)

				end.by(ck, in)
				if end.name != "expired" {
					wantPage(t, b.Open(s.origin+"/"), s.origin+"/", "user_ada "+s.origin) // the token still works
				}
				ck.Advance(2 * time.Minute)
				wantPage(t, b.Open(s.origin+"/"), s.origin+"/", "nobody")
				if got := app.since(); got != "session-token-expired-refresh-unexpected-bapi-error" {
					t.Errorf("the refresh was not refused: %q", got)
				}
			})
		}
	}
}

func TestAProductionSatellite(t *testing.T) {
	const primary, satellite = "https://app.example.com", "https://shop.sat.example"
	ck := clerktest.New(t, clerktest.Config{Now: atMoment, PublishableKey: keyOf("pk_live_", "clerk.example.com")})
	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	sat := newShop(t, ck, satellite)
	sat.satellite, sat.api = true, "https://clerk.sat.example"
	ck.AllowOrigin("https://sat.example") // whose Frontend API it is
	b := ck.Browser().Serve(primary, newShop(t, ck, primary)).Serve(satellite, sat)

	wantPage(t, b.Open(satellite+"/"), satellite+"/?__clerk_synced=true", "nobody")
	wantPage(t, b.SignIn(ada, primary+"/"), primary+"/", "user_ada "+primary)
	page := b.Open(satellite + "/?__clerk_synced=false")
	wantPage(t, page, satellite+"/?__clerk_synced=true", "user_ada "+satellite)
	var way []string
	for _, hop := range page.Hops {
		way = append(way, strings.TrimPrefix(hop.URL[:strings.Index(hop.URL+"?", "?")], "https://"))
	}
	const want = "shop.sat.example/ clerk.sat.example/v1/client/handshake clerk.example.com/v1/client/sync " +
		"clerk.sat.example/v1/client/link shop.sat.example/"
	if got := strings.Join(way, " "); got != want {
		t.Errorf("the way is\n%s\nwant\n%s", got, want)
	}
	wantPage(t, b.Open(satellite+"/"), satellite+"/", "user_ada "+satellite)

	// The sessions are those of the primary domain: what ends there has ended here.
	wantPage(t, b.SignOut(primary+"/"), primary+"/", "nobody")
	wantPage(t, b.Open(satellite+"/?__clerk_synced=false"), satellite+"/?__clerk_synced=true", "nobody")

	// A ticket is good once, and in the browser that asked for it.
	stolen := page.Hops[3].URL
	for name, thief := range map[string]*clerktest.Browser{"the same browser": b, "another browser": ck.Browser()} {
		if got := thief.Open(stolen); got.StatusCode != 401 {
			t.Errorf("%s may use a ticket again: %d", name, got.StatusCode)
		}
	}
}

func TestADevelopmentSatellite(t *testing.T) {
	const primary, satellite = "http://localhost:3000", "http://localhost:3001"
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	sat := newShop(t, ck, satellite)
	sat.satellite, sat.signIn = true, ck.SignInURL()
	b := ck.Browser().Serve(primary, newShop(t, ck, primary)).Serve(satellite, sat)

	wantPage(t, b.Open(satellite+"/"), satellite+"/?__clerk_synced=true", "nobody")
	wantPage(t, b.SignIn(ada, satellite+"/?__clerk_synced=false"), satellite+"/?__clerk_synced=true", "user_ada "+satellite)
	wantPage(t, b.SignOut(satellite+"/?__clerk_synced=false"), satellite+"/?__clerk_synced=true", "nobody")
}
