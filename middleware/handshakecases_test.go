package middleware_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// The numbered cases are those of the official SDK's integration tests of the handshake, black box over HTTP. Their session tokens
// have no issuer, so its check is off; and everybody's forwarding headers are believed, as there.

// A passage is one of the cases.
type passage struct {
	name   string
	live   bool
	change func(*clerk.Options)
	target string // "" is "/"
	header string // lines "Name: value"

	stranger bool // has no dev browser, which others have in development
	script   bool // says nothing of what it loads, where others load a document
	uat      string
	session  string // age of the session cookie: active, expired, early
	bearer   string // the same of a session token in the header
	payload  string // the same of the session in a handshake, in the query in development and in a cookie in production
	foreign  bool   // the handshake is signed by another instance
	carries  string // a further cookie in the handshake

	status  int
	reason  clerk.Reason
	to      string // address of a redirect, without its query; "" is the handshake at the instance's Frontend API
	back    string // address to come back to; "" is that of the request
	query   string // name=value that the redirect has to have
	cookies []string
}

// issuedAt is when the tokens of an age were made, relative to now.
var issuedAt = map[string]int64{"active": 0, "expired": -600, "early": 600}

const (
	expiredReason = clerk.ReasonSessionTokenExpired
	nobodyReason  = clerk.ReasonNoCredentials
)

func handshakePassages() []passage {
	proxy := func(o *clerk.Options) { o.ProxyURL = "https://example.com/clerk" }
	satellite := func(change func(*clerk.Options)) func(*clerk.Options) {
		return func(o *clerk.Options) {
			o.IsSatellite, o.Domain = clerk.Value(true), "example.com"
			if change != nil {
				change(o)
			}
		}
	}
	auto := func(o *clerk.Options) { o.SatelliteAutoSync = true }
	signIn := func(o *clerk.Options) { o.SignInURL = "https://example.com/sign-in" }
	const forwarded = "X-Forwarded-Host: example.com\nX-Forwarded-Proto: https"
	const forwardedPort = "X-Forwarded-Host: example.com:3213\nX-Forwarded-Proto: https"
	needsSync := clerk.ReasonSatelliteNeedsSyncing
	return []passage{
		{name: "1 signed in, dev", uat: "iat", session: "active", status: 200},
		{name: "2 signed in by the header, dev", uat: "iat", bearer: "active", status: 200},
		{name: "3 signed in, prod", live: true, uat: "iat", session: "active", status: 200},
		{name: "4 signed in by the header, prod", live: true, uat: "iat", bearer: "active", status: 200},
		{name: "5 expired, dev", uat: "iat", session: "expired", status: 307, reason: expiredReason},
		{name: "6 expired, prod", live: true, uat: "iat", session: "expired", status: 307, reason: expiredReason},
		{name: "7 expired in the header, prod", live: true, uat: "iat", bearer: "expired", status: 307, reason: expiredReason},
		{name: "8 early, dev", uat: "iat", session: "early", status: 307, reason: clerk.ReasonSessionTokenNBF},
		{name: "9 early in the header, dev", uat: "iat", bearer: "early", status: 307, reason: clerk.ReasonSessionTokenNBF},
		{name: "10 a proxy, dev", change: proxy, uat: "iat", session: "expired", status: 307, reason: expiredReason, to: "https://example.com/clerk/v1/client/handshake"},
		{name: "11 a proxy, prod", live: true, change: proxy, uat: "iat", session: "expired", status: 307, reason: expiredReason, to: "https://example.com/clerk/v1/client/handshake"},
		{name: "12 a domain, dev", change: func(o *clerk.Options) { o.Domain = "localhost:3000" }, uat: "iat", session: "expired", status: 307, reason: expiredReason},
		{name: "13 a domain of no satellite, prod", live: true, change: func(o *clerk.Options) { o.Domain = "example.com" }, uat: "iat", session: "expired", status: 307, reason: expiredReason},
		{name: "14 a satellite's domain, prod", live: true, change: satellite(nil), uat: "iat", session: "expired", status: 307, reason: expiredReason, to: "https://clerk.example.com/v1/client/handshake"},
		{name: "15 no session and a time, dev", uat: "1", status: 307, reason: clerk.ReasonUATWithoutSessionToken},
		{name: "16 no session and a time, prod", live: true, uat: "1", status: 307, reason: clerk.ReasonUATWithoutSessionToken},
		{name: "17 signed out, dev", uat: "0", status: 200, reason: nobodyReason},
		{name: "18 signed out, prod", live: true, uat: "0", status: 200, reason: nobodyReason},
		{name: "19 nothing, dev", status: 200, reason: nobodyReason},
		{name: "20 nothing, prod", live: true, status: 200, reason: nobodyReason},
		{name: "21 satellite, no document, prod", live: true, script: true, change: satellite(nil), status: 200, reason: nobodyReason},
		{name: "22 satellite, prod", live: true, change: satellite(nil), status: 200, reason: nobodyReason},
		{name: "23 satellite, no document, dev", stranger: true, script: true, change: satellite(signIn), status: 200, reason: clerk.ReasonDevBrowserMissing},
		{name: "24 satellite without auto-sync, prod", live: true, change: satellite(func(o *clerk.Options) { o.SatelliteAutoSync = false }), status: 200, reason: nobodyReason},
		// Of a browser without any cookie the address to come back to would be marked as well: see cookiecheck.go.
		{name: "25 and a sign-in comes back", live: true, header: "Cookie: __usher_cookies=1", target: "/?__clerk_synced=false", change: satellite(func(o *clerk.Options) { o.SatelliteAutoSync = false }),
			status: 307, reason: needsSync, to: "https://clerk.example.com/v1/client/handshake"},
		{name: "26 and the answer is there", live: true, target: "/?__clerk_synced=true", change: satellite(nil), status: 200, reason: nobodyReason},
		{name: "27 auto-sync unset, and a sign-in comes back", live: true, header: "Cookie: __usher_cookies=1", target: "/?__clerk_synced=false", change: satellite(nil), status: 307, reason: needsSync, to: "https://clerk.example.com/v1/client/handshake"},
		{name: "28 with auto-sync, prod", live: true, header: "Cookie: __usher_cookies=1", change: satellite(auto), status: 307, reason: needsSync, to: "https://clerk.example.com/v1/client/handshake"},
		{name: "29 nothing at all, dev", stranger: true, status: 307, reason: clerk.ReasonDevBrowserMissing},
		{name: "30 the path and the query, dev", target: "/hello?foo=bar", uat: "iat", session: "expired", status: 307, reason: expiredReason},
		{name: "31 the path and the query, prod", live: true, target: "/hello?foo=bar", uat: "iat", session: "expired", status: 307, reason: expiredReason},
		{name: "32 behind a proxy, dev", target: "/hello?foo=bar", header: forwarded, uat: "iat", session: "expired", status: 307, reason: expiredReason, back: "https://example.com/hello?foo=bar"},
		{name: "33 behind a proxy, prod", live: true, target: "/hello?foo=bar", header: forwarded, uat: "iat", session: "expired", status: 307, reason: expiredReason, back: "https://example.com/hello?foo=bar"},
		{name: "34 behind a proxy with a port, dev", target: "/hello?foo=bar", header: forwardedPort, uat: "iat", session: "expired", status: 307, reason: expiredReason, back: "https://example.com:3213/hello?foo=bar"},
		{name: "35 behind a proxy with a port, prod", live: true, target: "/hello?foo=bar", header: forwardedPort, uat: "iat", session: "expired", status: 307, reason: expiredReason, back: "https://example.com:3213/hello?foo=bar"},
		{name: "36 a handshake comes back, dev", payload: "active", status: 307, to: "SELF", cookies: []string{"__client_uat", "__session"}},
		{name: "37 and the clock is slow, dev", payload: "early", status: 307, to: "SELF", cookies: []string{"__client_uat", "__session"}},
		{name: "38 and the clock is fast, dev", payload: "expired", status: 307, to: "SELF", cookies: []string{"__client_uat", "__session"}},
		{name: "39 by another instance's key, dev", payload: "active", foreign: true, status: 500, reason: clerk.ReasonHandshakeFailed},
		{name: "40 with a new dev browser, dev", payload: "active", carries: "__clerk_db_jwt=asdf", status: 307, to: "SELF", cookies: []string{"__client_uat", "__session", "__clerk_db_jwt"}},
		{name: "41 a dev browser in the address", target: "/?__clerk_db_jwt=asdf", status: 307, reason: clerk.ReasonDevBrowserSync, back: "http://app.example.com/", query: "__clerk_db_jwt=asdf"},
		{name: "42 a handshake comes back, prod", live: true, payload: "active", status: 200, cookies: []string{"__client_uat", "__session"}},
		{name: "43 and the clock is slow, prod", live: true, payload: "early", status: 200, reason: nobodyReason},
		{name: "44 stale, beside an expired session, prod", live: true, payload: "expired", uat: "iat", session: "expired", status: 307, reason: expiredReason},
		{name: "45 by another instance's key, prod", live: true, payload: "active", foreign: true, status: 200, reason: nobodyReason},
	}
}

func TestTheCasesOfTheHandshake(t *testing.T) {
	for _, p := range handshakePassages() {
		t.Run(p.name, p.check)
	}
}

// TestTheCasesOfOrganizationSync are the cases with pages that belong to organizations, and two loops.
func TestTheCasesOfOrganizationSync(t *testing.T) {
	sync := func(organization []string, personal ...string) func(*clerk.Options) {
		return func(o *clerk.Options) {
			o.OrganizationSync = clerk.OrganizationSync{OrganizationPatterns: organization, PersonalAccountPatterns: personal}
		}
	}
	byID := []string{"/organizations-by-id/:id"}
	deep := append(slices.Clone(byID), "/organizations-by-id/:id/(.*)")
	bySlug := append(slices.Clone(byID), "/organizations-by-slug/:slug", "/organizations-by-slug/:id/(.*)")
	bySubpath := []string{"/organizations-by-slug/:slug", "/organizations-by-slug/:slug/(.*)"}
	me := sync(byID, "/personal-account", "/personal-account/(.*)")
	mismatch := clerk.ReasonOrganizationMismatch
	for _, p := range []passage{
		{name: "46 expired, no organization", change: sync(byID), target: "/organizations-by-id/org_a", session: "expired", status: 307, reason: expiredReason, query: "organization_id=org_a"},
		{name: "47 no organization", change: sync(byID), target: "/organizations-by-id/org_a", session: "active", status: 307, reason: mismatch, query: "organization_id=org_a"},
		{name: "48 by the header", change: sync(byID), target: "/organizations-by-id/org_a", bearer: "active", script: true, status: 200},
		{name: "49 by the header, expired", change: sync(byID), target: "/organizations-by-id/org_a", bearer: "expired", script: true, status: 200, reason: expiredReason},
		{name: "50 another organization", change: sync(deep), target: "/organizations-by-id/org_b", session: "active org_a", status: 307, reason: mismatch, query: "organization_id=org_b"},
		{name: "51 a slug", change: sync(bySlug), target: "/organizations-by-slug/bcorp", session: "active", status: 307, reason: mismatch, query: "organization_id=bcorp"},
		{name: "52 a page below another organization", change: sync(bySubpath), target: "/organizations-by-slug/bcorp/settings", session: "active org_a", status: 307, reason: mismatch, query: "organization_id=bcorp"},
		{name: "53 a slash at the end", change: sync(byID), target: "/organizations-by-id/org_b/", session: "expired org_a", status: 307, reason: expiredReason, query: "organization_id=org_b"},
		{name: "54 the personal account", change: me, target: "/personal-account", session: "active org_a", status: 307, reason: mismatch, query: "organization_id="},
		{name: "55 the personal account is active", change: me, target: "/personal-account", session: "active", status: 200},
		{name: "56 the organization is active", change: sync(byID), target: "/organizations-by-id/org_a", session: "active org_a", status: 200},
		{name: "57 no patterns", target: "/organizations-by-id/org_b", session: "active org_a", status: 200},
		{name: "58 a pattern that is a literal and no path", change: sync([]string{"i am not valid config"}), target: "/organizations-by-id/org_b", session: "active org_a", status: 200},
		{name: "59 a first time", change: sync(byID), target: "/organizations-by-id/org_b", session: "active org_a", status: 307, reason: mismatch, query: "organization_id=org_b", cookies: []string{"__clerk_redirect_count=1"}},
		{name: "60 a fourth time", change: sync(byID), target: "/organizations-by-id/org_b", session: "active org_a", header: "Cookie: __clerk_redirect_count=3", status: 200},
	} {
		p.uat = "iat"
		t.Run(p.name, p.check)
	}
}

func (p passage) check(t *testing.T) {
	prefix := "pk_test_"
	if p.live {
		prefix = "pk_live_"
	}
	config := clerktest.Config{PublishableKey: keyOf(prefix, "clerk.0b5c7a2e.com"), Now: towns[0].config.Now}
	ck, other := clerktest.New(t, config), clerktest.New(t, config)
	ada := ck.AddUser(clerktest.User{ID: "user_12345"})
	opts := ck.PEMOptions()
	opts.TrustedProxies, opts.Issuers = clerk.AnyProxy(), []string{clerk.AnyIssuer}
	if p.change != nil {
		p.change(&opts)
	}
	usher, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = usher.Close() }()

	at := ck.Now().Unix()
	iat := at
	token := func(age string) string {
		age, org, _ := strings.Cut(age, " ")
		made := at + issuedAt[age]
		iat = made
		claims := fmt.Sprintf(`{"sub":"user_12345","sid":"sess_1","azp":"http://app.example.com","iat":%d,"nbf":%d,"exp":%d`, made, made-10, made+60)
		if org != "" {
			claims += fmt.Sprintf(`,"org_id":%q,"org_role":"org:member"`, org)
		}
		return ck.SignIn(ada).Raw([]byte(claims + "}")).Token()
	}
	target := p.target
	if target == "" {
		target = "/"
	}
	r := httptest.NewRequest(http.MethodGet, "http://app.example.com"+target, http.NoBody)
	var cookies []string
	if !p.live && !p.stranger {
		cookies = append(cookies, "__clerk_db_jwt=needstobeset")
	}
	if !p.script {
		r.Header.Set("Sec-Fetch-Dest", "document")
	}
	if p.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+token(p.bearer))
	}
	if p.session != "" {
		cookies = append(cookies, "__session="+token(p.session))
	}
	switch p.uat {
	case "":
	case "iat":
		cookies = append(cookies, fmt.Sprintf("__client_uat=%d", iat))
	default:
		cookies = append(cookies, "__client_uat="+p.uat)
	}
	if p.payload != "" {
		list := fmt.Sprintf(`"__client_uat=%d; Path=/; Domain=example.com; Max-Age=315360000; SameSite=Lax","__session=%s; Path=/"`, at, token(p.payload))
		if p.carries != "" {
			list += fmt.Sprintf(",%q", p.carries+"; Path=/")
		}
		in := ck.SignIn(ada).Raw([]byte(`{"handshake":[` + list + `]}`))
		if p.foreign {
			in = in.SignedBy(other)
		}
		if p.live {
			cookies = append(cookies, "__clerk_handshake="+in.Token())
		} else {
			r.URL.RawQuery = "__clerk_handshake=" + in.Token()
			r.RequestURI = r.URL.String()
		}
	}
	for line := range strings.Lines(p.header) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if name == "Cookie" {
			cookies = append(cookies, value)
			continue
		}
		r.Header.Set(name, value)
	}
	r.Header.Set("Cookie", strings.Join(cookies, "; "))
	p.compare(t, serve(usher.Authenticate(whoami), r), "http://app.example.com"+target, opts.PublishableKey)
}

// compare holds an answer to a passage's request, at an address, against what is expected.
func (p passage) compare(t *testing.T, w *httptest.ResponseRecorder, address, key string) {
	t.Helper()
	h := w.Header()
	if w.Code != p.status {
		t.Fatalf("answered %d %v %s", w.Code, h, w.Body)
	}
	set := h["Set-Cookie"]
	for _, name := range p.cookies {
		if !slices.ContainsFunc(set, func(cookie string) bool { return strings.HasPrefix(cookie, name) }) {
			t.Errorf("the cookie %s is not among %q", name, set)
		}
	}
	if p.status == 500 {
		if problemOf(t, w).Reason != string(p.reason) {
			t.Errorf("answered %s", w.Body)
		}
		return
	}
	if got := h.Get("X-Clerk-Auth-Reason"); got != string(p.reason) {
		t.Errorf("the reason is %q", got)
	}
	location, err := url.Parse(h.Get("Location"))
	switch {
	case err != nil:
		t.Fatal(err)
	case p.status == 200:
		if location.String() != "" || strings.Contains(w.Body.String(), `"signedIn":true`) != (p.reason == "") || len(p.cookies) != len(set) {
			t.Errorf("answered %v %s", h, w.Body)
		}
		return
	case p.to == "SELF":
		if location.String() != address || len(set) != len(p.cookies) {
			t.Errorf("comes back to %s with %q", location, set)
		}
		return
	}
	query := location.Query()
	bare := *location
	bare.RawQuery = ""
	to, back := p.to, p.back
	if to == "" {
		parsed, err := clerk.ParsePublishableKey(key)
		if err != nil {
			t.Fatal(err)
		}
		to = "https://" + parsed.FrontendAPIHost() + "/v1/client/handshake"
	}
	if back == "" {
		back = address
	}
	if bare.String() != to || query.Get("redirect_url") != back || query.Get("suffixed_cookies") != "false" || !query.Has("__clerk_api_version") ||
		query.Get("__clerk_hs_reason") != string(p.reason) {
		t.Errorf("is sent to %s", location)
	}
	if name, value, _ := strings.Cut(p.query, "="); p.query != "" && (!query.Has(name) || query.Get(name) != value) || p.query == "" && query.Has("organization_id") {
		t.Errorf("is sent to %s, want %s", location, p.query)
	}
	if len(set) != 1 || !strings.HasPrefix(set[0], "__clerk_redirect_count=1;") {
		t.Errorf("the loop is counted by %q", set)
	}
}
