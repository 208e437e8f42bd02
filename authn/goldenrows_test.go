package authn_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

// TestTheGoldenRows are whole requests with genuine tokens, one for each answer of the official SDK that its users know it by. Where
// Usher answers otherwise, the row says so, and docs/differences.md why.
func TestTheGoldenRows(t *testing.T) {
	token := func(issuer string, ago int, extra map[string]any) string {
		claims := map[string]any{"sub": "user_1", "sid": "sess_1", "iat": now - ago, "exp": now - ago + 60}
		if issuer != "" {
			claims["iss"] = issuer
		}
		for name, value := range extra {
			claims[name] = value
		}
		return sign(t, 0, claims)
	}
	own, foreign, bare := token(liveIssuer, 9, nil), token("https://clerk.other.com", 9, nil), token("", 9, nil)
	pending, acme := token(liveIssuer, 9, map[string]any{"sts": "pending"}), token(liveIssuer, 9, map[string]any{"org_id": "org_a"})
	pair := "__session" + liveSuffix + "=" + own + "; __client_uat" + liveSuffix + "=5"
	signedIn := "__session=" + own + "; __client_uat=5"

	satellite := clerk.Options{PublishableKey: liveKey, IsSatellite: clerk.Value(true), Domain: "sat.com"}
	asking := satellite
	asking.SatelliteAutoSync = true
	devSatellite := clerk.Options{PublishableKey: testKey, IsSatellite: clerk.Value(true), Domain: "localhost:3001", SignInURL: "https://primary.com/sign-in"}
	organizations, anybody, primary := live(), live(), test()
	organizations.OrganizationSync.OrganizationPatterns = []string{"/orgs/:id"}
	anybody.Issuers = []string{clerk.AnyIssuer}
	primary.SatelliteOrigins = []string{clerk.AnyOrigin}
	nonces := authn.Config{Nonces: exchange{directives: []string{"__session=" + own + "; Path=/", "__client_uat=5; Path=/"}}}

	document := func(address, cookies string, headers ...string) *http.Request {
		return page(address, cookies, headers...)
	}
	accepting := func(address, accept string) *http.Request { return request("GET", address, "Accept", accept) }
	script := func(address, cookies string) *http.Request { return request("GET", address, "Cookie", cookies) }
	form := func(address, cookies string) *http.Request {
		return request("POST", address, "Cookie", cookies, "Sec-Fetch-Dest", "document")
	}
	frame := func(address string) *http.Request { return request("GET", address, "Sec-Fetch-Dest", "iframe") }
	const (
		home      = "https://app.example.com/"
		handshake = "https://clerk.example.com/v1/client/handshake"
		devs      = "https://foo-bar-13.clerk.accounts.dev/v1/client/handshake"
		nobody    = clerk.ReasonNoCredentials
		in, out   = authn.SignedIn, authn.SignedOut
	)
	for _, row := range []struct {
		name    string
		options clerk.Options
		config  authn.Config
		request *http.Request
		status  authn.Status
		reason  clerk.Reason
		to      string // the beginning of Location
		says    string // name=value in its query
	}{
		{"production: a time and no session", live(), authn.Config{}, document(home, "__client_uat=5"), authn.Handshake, clerk.ReasonUATWithoutSessionToken, handshake, ""},
		{"a fourth time", live(), authn.Config{}, document(home, "__client_uat=5; __clerk_redirect_count=3"), out, clerk.ReasonUATWithoutSessionToken, "", ""},
		{"a form with a token from before the last change", live(), authn.Config{}, form(home, "__session="+own+"; __client_uat=1800000000"), out, clerk.ReasonSessionTokenBeforeUAT, "", ""},
		{"another instance's session cookie", live(), authn.Config{}, document(home, "__session="+foreign+"; __client_uat=5"), out, nobody, "", ""},
		{"the same beside our suffixed ones", live(), authn.Config{}, document(home, "__session="+foreign+"; __client_uat=5; "+pair), in, "", "", ""},
		{"a session without issuer hides the suffixed ones", live(), authn.Config{}, document(home, "__session="+bare+"; __client_uat=0; "+pair), authn.Handshake, clerk.ReasonSessionTokenWithoutUAT, handshake, "suffixed_cookies=false"},
		{"a suffixed session and a plain time", live(), authn.Config{}, document(home, "__session"+liveSuffix+"="+own+"; __client_uat=5"), authn.Handshake, clerk.ReasonUATWithoutSessionToken, handshake, ""},
		{"a suffixed session of who is signed out", live(), authn.Config{}, document(home, "__session"+liveSuffix+"="+own+"; __client_uat"+liveSuffix+"=0"), out, nobody, "", ""},

		{"development: nothing", test(), authn.Config{}, document(home, ""), authn.Handshake, clerk.ReasonDevBrowserMissing, devs, ""},
		{"nothing, and no page", test(), authn.Config{}, accepting(home, "*/*"), out, clerk.ReasonDevBrowserMissing, "", ""},
		{"a dev browser", test(), authn.Config{}, document(home, "__clerk_db_jwt=dvb"), out, nobody, "", ""},
		{"a dev browser in the address", test(), authn.Config{}, document(home+"?__clerk_db_jwt=q1", "__clerk_db_jwt=dvb"), authn.Handshake, clerk.ReasonDevBrowserSync, devs, "__clerk_db_jwt=q1"},

		{"a satellite: nothing", satellite, authn.Config{}, document("https://sat.com/", ""), out, nobody, "", ""},
		{"nothing, with auto-sync", asking, authn.Config{}, document("https://sat.com/", ""), authn.Handshake, clerk.ReasonSatelliteNeedsSyncing, "https://clerk.sat.com/v1/client/handshake", ""},
		{"a sign-in comes back, whatever the cookies", satellite, authn.Config{}, document("https://sat.com/?__clerk_synced=false", signedIn), authn.Handshake, clerk.ReasonSatelliteNeedsSyncing, "https://clerk.sat.com/v1/client/handshake", ""},
		{"signed in", satellite, authn.Config{}, document("https://sat.com/", "__session="+token("https://clerk.sat.com", 9, nil)+"; __client_uat=5"), in, "", "", ""},
		{"a frame", satellite, authn.Config{}, frame("https://sat.com/?__clerk_synced=false"), out, nobody, "", ""},
		{"what accepts a page and does not say that it loads one", satellite, authn.Config{}, accepting("https://sat.com/?__clerk_synced=false", "text/html"), out, nobody, "", ""},
		{"of a development instance, a sign-in comes back", devSatellite, authn.Config{}, document("http://localhost:3001/a?__clerk_synced=false", "__clerk_db_jwt=dvb"), authn.Handshake,
			clerk.ReasonSatelliteNeedsSyncing, "https://primary.com/sign-in", "__clerk_redirect_url=http://localhost:3001/a?__clerk_synced=false"},
		{"of a development instance, what accepts a page", devSatellite, authn.Config{}, accepting("http://localhost:3001/", "text/html"), authn.Handshake, clerk.ReasonDevBrowserMissing, devs, ""},
		{"the primary application answers", primary, authn.Config{}, document("http://localhost:3000/?__clerk_redirect_url="+url.QueryEscape("http://localhost:3001/a?__clerk_synced=false"), "__clerk_db_jwt=dvb"),
			authn.Handshake, clerk.ReasonPrimaryRespondsToSyncing, "http://localhost:3001/a?__clerk_db_jwt=dvb&__clerk_synced=true", ""},
		{"in production it does not", live(), authn.Config{}, document(home+"?__clerk_redirect_url=http%3A%2F%2Flocalhost%3A3001%2F", ""), out, nobody, "", ""},

		{"a link of another site", live(), authn.Config{}, document(home, signedIn, "Referer", "https://other.example/"), authn.Handshake, clerk.ReasonCrossOriginSync, handshake, ""},
		{"and once more", live(), authn.Config{}, document(home, signedIn+"; __clerk_redirect_count=1", "Referer", "https://other.example/"), in, "", "", ""},
		{"another organization's page", organizations, authn.Config{}, document(home+"orgs/org_b", "__session="+acme+"; __client_uat=5"), authn.Handshake, clerk.ReasonOrganizationMismatch, handshake, "organization_id=org_b"},
		{"asked for by a script", organizations, authn.Config{}, script(home+"orgs/org_b", "__session="+acme+"; __client_uat=5"), in, "", "", ""},
		{"asked for a fourth time", organizations, authn.Config{}, document(home+"orgs/org_b", "__session="+acme+"; __client_uat=5; __clerk_redirect_count=3"), in, "", "", ""},
		{"asked for by a pending session", organizations, authn.Config{}, document(home+"orgs/org_b", "__session="+pending+"; __client_uat=5"), in, "", "", ""},
		{"a header token of another issuer, where any is accepted", anybody, authn.Config{}, request("GET", home, "Authorization", "Bearer "+foreign), in, "", "", ""},
		{"which by default is none of ours (differs)", live(), authn.Config{}, request("GET", home, "Authorization", "Bearer "+foreign), out, clerk.ReasonTokenInvalidIssuer, "", ""},
		{"a nonce in the address of a page", live(), nonces, document(home+"?__clerk_handshake_nonce=n1", ""), in, "", "", ""},
		{"a nonce in the address of a form (differs)", live(), nonces, form(home+"?__clerk_handshake_nonce=n1", ""), out, nobody, "", ""},
		{"a nonce in the address of a script (differs)", live(), nonces, script(home+"?__clerk_handshake_nonce=n1", ""), out, nobody, "", ""},
		{"a nonce in a cookie of a script", live(), nonces, script(home, "__clerk_handshake_nonce=n1"), in, "", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := genuine(t, row.options, row.config).Authenticate(row.request)
			if d.Status != row.status || d.Reason != row.reason {
				t.Fatalf("decided %v", d)
			}
			location := d.Header().Get("Location")
			if row.status != authn.Handshake {
				if location != "" || row.status == out && len(d.Header()["Set-Cookie"]) > 0 {
					t.Errorf("with %v", d.Header())
				}
				return
			}
			if !strings.HasPrefix(location, row.to) || !strings.HasPrefix(d.Header().Get("Set-Cookie"), "__clerk_redirect_count=1;") {
				t.Errorf("with %v", d.Header())
			}
			if name, value, _ := strings.Cut(row.says, "="); row.says != "" && locationQuery(t, d).Get(name) != value {
				t.Errorf("is sent to %s, want %s", location, row.says)
			}
		})
	}
}
