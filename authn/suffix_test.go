package authn_test

import (
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

// TestWhichCookiesCount is the table of how the plain and the suffixed cookies of a browser are told apart: the first rule that
// applies decides about all of them. The decision shows by whom the verifier is asked about.
func TestWhichCookiesCount(t *testing.T) {
	const testIssuer = "https://foo-bar-13.clerk.accounts.dev"
	token := func(user, issuer string, ago int) string {
		claims := map[string]any{"sub": user, "sid": "sess_1", "iat": now - ago, "exp": now - ago + 60}
		if issuer != "" {
			claims["iss"] = issuer
		}
		return jwt(claims)
	}
	numeric := jwt(map[string]any{"sub": "user_plain", "iss": 5, "iat": now, "exp": now + 60})
	const plain, suffixed, none = "plain", "suffixed", "none"
	for _, row := range []struct {
		name             string
		options          clerk.Options
		session, uat     string // the plain cookies
		session2, uat2   string // the suffixed ones
		want             string
		wantSuffixedFlag string
	}{
		{"1: a plain token that cannot be read", live(), "x.y.z", "1", token("b", liveIssuer, 9), "1", plain, "false"},
		{"1: a plain token without an issuer", live(), token("a", "", 9), "1", token("b", liveIssuer, 9), "1", plain, "false"},
		{"2: a plain token of another instance", live(), token("a", "https://clerk.other.com", 9), "1", token("b", liveIssuer, 9), "1", suffixed, "true"},
		{"2: another one, and no suffixed cookies", live(), token("a", "https://clerk.other.com", 9), "1", "", "", none, "true"},
		{"2: an issuer that is a number", live(), numeric, "1", token("b", liveIssuer, 9), "1", suffixed, "true"},
		{"2: http or https is all the same", live(), token("a", "http://clerk.example.com", 9), "1", "", "", plain, "false"},
		{"3: no suffixed cookies", live(), token("a", liveIssuer, 9), "1", "", "", plain, "false"},
		{"4: the plain token is the newer one", live(), token("a", liveIssuer, 5), "1", token("b", liveIssuer, 9), "1", plain, "false"},
		{"4: both are of one age", live(), token("a", liveIssuer, 9), "1", token("b", liveIssuer, 9), "1", suffixed, "true"},
		{"5: signed out by the suffixed cookies, not by the plain ones", live(), token("a", liveIssuer, 9), "1", token("b", liveIssuer, 5), "0", plain, "false"},
		{"5: the same where the plain ones do not say", live(), "", "", token("b", liveIssuer, 5), "0", none, "false"},
		{"6: in development, an expired suffixed token and signed out by the plain cookies", test(), "", "0", token("b", testIssuer, 99), "1", none, "false"},
		{"6: in production that rule is missing", live(), "", "0", token("b", liveIssuer, 99), "1", suffixed, "true"},
		{"7: a suffixed token alone", live(), "", "", token("b", liveIssuer, 9), "", none, "false"},
		{"8: only suffixed cookies", live(), "", "", token("b", liveIssuer, 9), "1", suffixed, "true"},
		{"8: signed out by both", live(), "", "0", "", "0", none, "true"},
	} {
		t.Run(row.name, func(t *testing.T) {
			suffix, uat2 := liveSuffix, row.uat2
			if row.options.PublishableKey == testKey {
				suffix = testSuffix
			}
			var asked []string
			v := faulty(clerk.ReasonTokenInvalidSignature)
			v.asked = &asked
			cookies := join("__clerk_db_jwt=d", "__clerk_db_jwt"+suffix+"=d", "__session="+row.session, "__client_uat="+row.uat,
				"__session"+suffix+"="+row.session2, "__client_uat"+suffix+"="+uat2)
			a := authenticatorOf(t, row.options, v, authn.Config{})
			a.Authenticate(page("/", cookies))
			got := none
			switch {
			case len(asked) > 0 && asked[0] == row.session:
				got = plain
			case len(asked) > 0 && asked[0] == row.session2:
				got = suffixed
			}
			if got != row.want {
				t.Errorf("the %s cookies count, want %s", got, row.want)
			}
			if row.options.PublishableKey != liveKey {
				return
			}
			sync := authenticatorOf(t, clerk.Options{PublishableKey: liveKey, IsSatellite: clerk.Value(true), ProxyURL: "https://example.net/__clerk"}, v, authn.Config{})
			d := sync.Authenticate(page("/?__clerk_synced=false", cookies))
			if got := locationQuery(t, d).Get("suffixed_cookies"); got != row.wantSuffixedFlag {
				t.Errorf("the Frontend API is told %q, want %q", got, row.wantSuffixedFlag)
			}
		})
	}
}
