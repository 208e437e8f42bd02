package middleware_test

import (
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// TestAGuardedPageOfASatellite has a user sign in on the primary domain for a page of a satellite.
func TestAGuardedPageOfASatellite(t *testing.T) {
	for _, row := range []struct {
		name, origin, domain string
		town                 int
	}{
		{"production", "https://shop.example", "shop.example", 2},
		{"development", "http://localhost:3001", "localhost:3001", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			config := towns[row.town].config
			n := newTown(t, row.origin, config, func(o *clerk.Options) {
				o.IsSatellite, o.Domain, o.SignInURL = clerk.Value(true), row.domain, "https://clerk.example.com/sign-in"
				if config.PublishableKey == "" { // an instance on loopback
					o.SignInURL = o.APIURL + "/sign-in"
				}
			})
			back := sentToSignIn(t, n.browser.Open(n.origin+"/dashboard?a=1"))
			if back != n.origin+"/dashboard?a=1&__clerk_synced=false" {
				t.Errorf("comes back to %q", back)
			}
			n.ck.Advance(3 * time.Second)
			n.browser.SignIn(n.ada, "")
			page := n.browser.Open(back) // where the sign-in page sends the user
			if page.StatusCode != 200 || page.Body != "<user_ada>" || !strings.HasPrefix(page.URL, n.origin+"/dashboard?a=1") {
				t.Errorf("ended at %s with %d %.200s", page.URL, page.StatusCode, page.Body)
			}
		})
	}
}
