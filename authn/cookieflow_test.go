package authn_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

// locationQuery returns the query of the redirect of a decision.
func locationQuery(t *testing.T, d *authn.Decision) url.Values {
	t.Helper()
	u, err := url.Parse(d.Header().Get("Location"))
	if err != nil || u.Host == "" {
		t.Fatalf("%v redirects to %q", d, d.Header().Get("Location"))
	}
	return u.Query()
}

// TestBrowsers is the table of decisions about a browser by its cookies. A row that ends in a handshake is also tried as a request
// of a script, which must be signed out for the same reason, and as a POST, which must never be redirected.
func TestBrowsers(t *testing.T) {
	const known = "__clerk_db_jwt=d"
	expired, early, future := faulty(clerk.ReasonTokenExpired), faulty(clerk.ReasonTokenNotActiveYet), faulty(clerk.ReasonTokenIATInTheFuture)
	organizations := live()
	organizations.OrganizationSync.OrganizationPatterns = []string{"/orgs/:id"}
	for _, row := range []struct {
		name    string
		options clerk.Options
		verdict verdict
		request *http.Request
		status  authn.Status
		reason  clerk.Reason
	}{
		{"production, nothing at all", live(), ada, page("/", ""), authn.SignedOut, clerk.ReasonNoCredentials},
		{"signed out", live(), ada, page("/", "__client_uat=0"), authn.SignedOut, clerk.ReasonNoCredentials},
		{"a time that is no number is none", live(), ada, page("/", "__client_uat=x"), authn.SignedOut, clerk.ReasonNoCredentials},
		{"signed in", live(), ada, page("/", join("__session="+session(9), "__client_uat=5")), authn.SignedIn, ""},
		{"signed in, a script", live(), ada, request("GET", "/", "Cookie", join("__session="+session(9), "__client_uat=5")), authn.SignedIn, ""},
		{"signed in, a POST", live(), ada, request("POST", "/", "Cookie", join("__session="+session(9), "__client_uat=5")), authn.SignedIn, ""},
		{"a session and no time", live(), ada, page("/", "__session="+session(9)), authn.Handshake, clerk.ReasonSessionTokenWithoutUAT},
		{"a session of a browser that is signed out", live(), ada, page("/", join("__session="+session(9), "__client_uat=0")), authn.Handshake, clerk.ReasonSessionTokenWithoutUAT},
		{"a time and no session", live(), ada, page("/", "__client_uat=5"), authn.Handshake, clerk.ReasonUATWithoutSessionToken},
		{"a negative time counts as one", live(), ada, page("/", "__client_uat=-5"), authn.Handshake, clerk.ReasonUATWithoutSessionToken},
		{"a time that begins with a number", live(), ada, page("/", "__client_uat=5x"), authn.Handshake, clerk.ReasonUATWithoutSessionToken},
		{"a hexadecimal time", live(), ada, page("/", "__client_uat=0x10"), authn.Handshake, clerk.ReasonUATWithoutSessionToken},
		{"hexadecimal digits up to what is none", live(), ada, page("/", join("__session="+session(0), "__client_uat= 0X6b49d200z")), authn.SignedIn, ""},
		{"a later hexadecimal time", live(), ada, page("/", join("__session="+session(0), "__client_uat=0x6b49d201")), authn.Handshake, clerk.ReasonSessionTokenBeforeUAT},
		{"a hexadecimal nothing", live(), ada, page("/", "__client_uat=0x"), authn.SignedOut, clerk.ReasonNoCredentials},
		{"a session cookie that is no token", live(), faulty(clerk.ReasonTokenInvalid), page("/", "__session=x; __client_uat=5"), authn.SignedOut, clerk.ReasonTokenInvalid},
		{"a token of another kind", live(), faulty(clerk.ReasonTokenTypeMismatch), page("/", join("__session="+session(9), "__client_uat=1800000000")), authn.SignedOut, clerk.ReasonTokenTypeMismatch},
		{"a token from before the last change", live(), ada, page("/", join("__session="+session(9), "__client_uat=1800000000")), authn.Handshake, clerk.ReasonSessionTokenBeforeUAT},
		{"the same, and it has expired", live(), expired, page("/", join("__session="+session(99), "__client_uat=1800000000")), authn.Handshake, clerk.ReasonSessionTokenBeforeUAT},
		{"a token whose iat is null counts as made in 1970", live(), faulty(clerk.ReasonTokenVerificationFailed), page("/", join("__session="+jwt(map[string]any{"iss": liveIssuer, "iat": nil}), "__client_uat=5")), authn.Handshake, clerk.ReasonSessionTokenBeforeUAT},
		{"a token whose iat stands in quotation marks", live(), faulty(clerk.ReasonTokenVerificationFailed), page("/", join("__session="+jwt(map[string]any{"iss": liveIssuer, "iat": "4"}), "__client_uat=5")), authn.Handshake, clerk.ReasonSessionTokenBeforeUAT},
		{"a token whose iat is no number at all", live(), faulty(clerk.ReasonTokenVerificationFailed), page("/", join("__session="+jwt(map[string]any{"iss": liveIssuer, "iat": "x"}), "__client_uat=5")), authn.SignedOut, clerk.ReasonTokenVerificationFailed},
		{"a token without iat", live(), ada, page("/", join("__session="+jwt(map[string]any{"iss": liveIssuer}), "__client_uat=5")), authn.SignedIn, ""},
		{"a token from the very second of it", live(), ada, page("/", join("__session="+session(0), "__client_uat=1800000000")), authn.SignedIn, ""},
		{"an expired token", live(), expired, page("/", join("__session="+session(99), "__client_uat=5")), authn.Handshake, clerk.ReasonSessionTokenExpired},
		{"a token that is not valid yet", live(), early, page("/", join("__session="+session(9), "__client_uat=5")), authn.Handshake, clerk.ReasonSessionTokenNBF},
		{"a token from the future", live(), future, page("/", join("__session="+session(9), "__client_uat=5")), authn.Handshake, clerk.ReasonSessionTokenIATInTheFuture},
		{"a forged token", live(), faulty(clerk.ReasonTokenInvalidSignature), page("/", join("__session="+session(9), "__client_uat=5")), authn.SignedOut, clerk.ReasonTokenInvalidSignature},

		{"development, nothing at all", test(), ada, page("/", ""), authn.Handshake, clerk.ReasonDevBrowserMissing},
		{"a session does not make up for it", test(), ada, page("/", join("__session="+session(9), "__client_uat=5")), authn.Handshake, clerk.ReasonDevBrowserMissing},
		{"a browser that is known", test(), ada, page("/", known), authn.SignedOut, clerk.ReasonNoCredentials},
		{"a browser that is known by the address", test(), ada, page("/?__clerk_db_jwt=q", known), authn.Handshake, clerk.ReasonDevBrowserSync},
		{"an address that names an empty one", test(), ada, page("/?__clerk_db_jwt=", known), authn.Handshake, clerk.ReasonDevBrowserSync},
		{"in production the parameter says nothing", live(), ada, page("/?__clerk_db_jwt=q", ""), authn.SignedOut, clerk.ReasonNoCredentials},

		{"a link from another site", live(), ada, page("/", join("__session="+session(9), "__client_uat=5"), "Referer", "https://search.example/"), authn.Handshake, clerk.ReasonCrossOriginSync},
		{"another organization", organizations, ada, page("/orgs/org_b", join("__session="+session(9), "__client_uat=5")), authn.Handshake, clerk.ReasonOrganizationMismatch},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := authenticatorOf(t, row.options, row.verdict, authn.Config{})
			d := a.Authenticate(row.request)
			if d.Status != row.status || d.Reason != row.reason || d.Auth().IsSignedIn() != (row.status == authn.SignedIn) {
				t.Fatalf("decided %v, want %s %q", d, row.status, row.reason)
			}
			if row.status != authn.Handshake {
				if d.Header().Get("Location") != "" || d.Header().Get("Set-Cookie") != "" {
					t.Errorf("headers are %v", d.Header())
				}
				return
			}
			if got := locationQuery(t, d).Get("__clerk_hs_reason"); got != string(row.reason) {
				t.Errorf("the Frontend API is told %q", got)
			}
			signedInOtherwise := row.reason == clerk.ReasonCrossOriginSync || row.reason == clerk.ReasonOrganizationMismatch
			for _, change := range []func(*http.Request){
				func(r *http.Request) { r.Header.Set("Sec-Fetch-Dest", "empty") },
				func(r *http.Request) { r.Method = "POST" },
				func(r *http.Request) { r.Method = "HEAD" },
				func(r *http.Request) { r.Header.Add("Cookie", "__clerk_redirect_count=3") },
			} {
				r := row.request.Clone(t.Context())
				change(r)
				if d := a.Authenticate(r); d.Status == authn.Handshake || d.Redirects() || d.Auth().IsSignedIn() != signedInOtherwise {
					t.Errorf("%s %v: decided %v", r.Method, r.Header, d)
				}
			}
		})
	}
}

// TestWhoCanBeRedirected is the table of requests that a handshake can answer: page loads, by what modern browsers say, and by
// what the others accept.
func TestWhoCanBeRedirected(t *testing.T) {
	a := authenticatorOf(t, live(), ada, authn.Config{})
	for _, row := range []struct {
		name, method, dest, accept string
		want                       bool
	}{
		{"a document", "GET", "document", "", true},
		{"a frame", "GET", "iframe", "", true},
		{"a document that accepts JSON", "GET", "document", "application/json", true},
		{"a script's request", "GET", "empty", "text/html", false},
		{"an image", "GET", "image", "text/html", false},
		{"an old kind of frame", "GET", "frame", "text/html", false},
		{"capitals", "GET", "Document", "text/html", false},
		{"an old browser", "GET", "", "text/html,application/xhtml+xml", true},
		{"HTML in the second place", "GET", "", "application/json, text/html", false},
		{"HTML in capitals", "GET", "", "TEXT/HTML", false},
		{"anything", "GET", "", "*/*", false},
		{"nothing", "GET", "", "", false},
		{"a form", "POST", "document", "text/html", false},
		{"HEAD", "HEAD", "document", "text/html", false},
		{"lower case", "get", "document", "text/html", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := request("GET", "/", "Sec-Fetch-Dest", row.dest, "Accept", row.accept, "Cookie", "__client_uat=5")
			r.Method = row.method
			if d := a.Authenticate(r); (d.Status == authn.Handshake) != row.want || d.Reason != clerk.ReasonUATWithoutSessionToken {
				t.Errorf("decided %v", d)
			}
		})
	}
}

func TestABrowserIsNotRedirectedForEver(t *testing.T) {
	a := authenticatorOf(t, live(), ada, authn.Config{})
	for count, want := range map[string]string{
		"": "1", "0": "1", "1": "2", "2": "3", "3": "", "4": "", "99999999999": "", "-1": "1", "-100": "1", "x": "1", "0x3": "",
	} {
		d := a.Authenticate(page("/", join("__client_uat=5", "__clerk_redirect_count="+count)))
		var cookies []string
		if want != "" {
			cookies = []string{"__clerk_redirect_count=" + want + "; SameSite=Lax; HttpOnly; Max-Age=2"}
		}
		if got := d.Header().Values("Set-Cookie"); (d.Status == authn.Handshake) != (want != "") || !slices.Equal(got, cookies) {
			t.Errorf("after %q redirects: %v, %q", count, d, got)
		}
	}
}

// TestTheHandshakeAddress holds the address of a handshake against the specification of each of its parts.
func TestTheHandshakeAddress(t *testing.T) {
	token := session(99)
	expired := faulty(clerk.ReasonTokenExpired)
	with := func(change func(*clerk.Options), o clerk.Options) clerk.Options { change(&o); return o }
	for _, row := range []struct {
		name    string
		options clerk.Options
		request *http.Request
		base    string
		want    string // the query, decoded and in the order of url.Values
	}{
		{
			"production", live(), page("https://app.example.com/a%20b?q=%2F&x", join("__session="+token, "__client_uat=5")),
			"https://clerk.example.com/v1/client/handshake",
			"format=nonce redirect_url=https://app.example.com/a%20b?q=%2F&x suffixed_cookies=false __session=TOKEN",
		},
		{
			"a header token, and what addresses must not carry on", live(),
			page("https://app.example.com/?__dev_session=a&__clerk_db_jwt=b&x=1&__clerk_synced=false", "", "Authorization", "Bearer "+token),
			"https://clerk.example.com/v1/client/handshake",
			"format=nonce redirect_url=https://app.example.com/?x=1&__clerk_synced=false suffixed_cookies=false __session=TOKEN",
		},
		{
			"development tells the browser's identity", test(), page("http://localhost:3000/", join("__clerk_db_jwt=d v", "__client_uat=5")),
			"https://foo-bar-13.clerk.accounts.dev/v1/client/handshake",
			"__clerk_db_jwt=d v format=nonce redirect_url=http://localhost:3000/ suffixed_cookies=false",
		},
		{
			"a proxy in front of the Frontend API", with(func(o *clerk.Options) { o.ProxyURL = "https://app.example.com/__clerk/" }, live()),
			page("https://app.example.com/", "__client_uat=5"),
			"https://app.example.com/__clerk/v1/client/handshake",
			"format=nonce redirect_url=https://app.example.com/ suffixed_cookies=false",
		},
		{
			"a production satellite", with(func(o *clerk.Options) { o.Domain, o.IsSatellite = "example.net", clerk.Value(true) }, live()),
			page("https://example.net/?__clerk_synced=true", "__client_uat=5"),
			"https://clerk.example.net/v1/client/handshake",
			"format=nonce redirect_url=https://example.net/?__clerk_synced=true suffixed_cookies=false",
		},
		{
			"an organization, whatever the reason", with(func(o *clerk.Options) { o.OrganizationSync.OrganizationPatterns = []string{"/orgs/:slug/(.*)"} }, live()),
			page("https://app.example.com/orgs/acme/x", "__client_uat=5"),
			"https://clerk.example.com/v1/client/handshake",
			"format=nonce organization_id=acme redirect_url=https://app.example.com/orgs/acme/x suffixed_cookies=false",
		},
		{
			"the personal account", with(func(o *clerk.Options) { o.OrganizationSync.PersonalAccountPatterns = []string{"/me"} }, live()),
			page("https://app.example.com/me/", "__client_uat=5"),
			"https://clerk.example.com/v1/client/handshake",
			"format=nonce organization_id= redirect_url=https://app.example.com/me/ suffixed_cookies=false",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := authenticatorOf(t, row.options, expired, authn.Config{Nonces: exchange{}}).Authenticate(row.request)
			base, _, _ := strings.Cut(d.Header().Get("Location"), "?")
			query := locationQuery(t, d)
			if query.Get("__clerk_api_version") != clerk.APIVersionDate || query.Get("__clerk_hs_reason") != string(d.Reason) {
				t.Errorf("the query is %v", query)
			}
			var parts []string
			for _, name := range []string{"__clerk_db_jwt", "format", "organization_id", "redirect_url", "suffixed_cookies", "__session"} {
				if query.Has(name) {
					parts = append(parts, name+"="+strings.ReplaceAll(query.Get(name), token, "TOKEN"))
				}
			}
			if got := strings.Join(parts, " "); base != row.base || got != row.want {
				t.Errorf("the browser is sent to %s with\n%s, want %s with\n%s", base, got, row.base, row.want)
			}
		})
	}
}

func TestWithoutNoncesThePayloadIsAskedFor(t *testing.T) {
	d := authenticatorOf(t, live(), ada, authn.Config{}).Authenticate(page("/", "__client_uat=5"))
	if locationQuery(t, d).Has("format") {
		t.Errorf("sent to %s", d.Header().Get("Location"))
	}
}

func TestWithoutAFrontendAPINobodyIsRedirected(t *testing.T) {
	for name, o := range map[string]clerk.Options{"only a secret key": {SecretKey: "sk_test_x"}, "only a public key": {JWTKey: publicKeyPEM(t)}} {
		t.Run(name, func(t *testing.T) {
			d := authenticatorOf(t, o, ada, authn.Config{}).Authenticate(page("/", join("__clerk_db_jwt=d", "__client_uat=5")))
			if d.Status != authn.SignedOut || d.Redirects() {
				t.Errorf("decided %v", d)
			}
		})
	}
}
