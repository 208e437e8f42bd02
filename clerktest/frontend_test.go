package clerktest_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

// A page is what has a browser ask the Frontend API for something.
type page struct {
	t          *testing.T
	ck         *clerktest.Clerk
	devBrowser string
	origin     string
}

func newPage(t *testing.T, ck *clerktest.Clerk) *page {
	t.Helper()
	p := &page{t: t, ck: ck, origin: "http://localhost:3000"}
	var made struct{ ID string }
	p.decode(p.send("POST", "/v1/dev_browser", nil), 200, &made)
	p.devBrowser = made.ID
	return p
}

// send asks as a page does.
func (p *page) send(method, path string, form url.Values, change ...func(*http.Request)) pageAnswer {
	p.t.Helper()
	r := httptest.NewRequest(method, p.ck.URL()+path, strings.NewReader(form.Encode()))
	r.RequestURI = ""
	q := r.URL.Query()
	if p.devBrowser != "" {
		q.Set(clerk.QueryDevBrowser, p.devBrowser)
	}
	r.URL.RawQuery = q.Encode()
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	r.Header.Set("Origin", p.origin)
	for _, f := range change {
		f(r)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return pageAnswer{answer.StatusCode, answer.Header, string(body)}
}

// A pageAnswer is an answer that was read.
type pageAnswer struct {
	status int
	header http.Header
	body   string
}

func (p *page) decode(answer pageAnswer, status int, into any) string {
	p.t.Helper()
	if answer.status != status {
		p.t.Fatalf("answered %d, not %d: %s", answer.status, status, answer.body)
	}
	if into != nil {
		if err := json.Unmarshal([]byte(answer.body), into); err != nil {
			p.t.Fatalf("%v in %s", err, answer.body)
		}
	}
	return answer.body
}

// An outcome is what the tests read of answers.
type outcome struct {
	Response struct {
		ID               string
		Status           string
		CreatedSessionID string `json:"created_session_id"`
	}
	Client *struct {
		Sessions []struct {
			LastActiveOrg *string `json:"last_active_organization_id"`
		}
	}
	Errors []struct{ Code string }
	JWT    string
}

func (p *page) post(path string, status int, pairs ...string) outcome {
	p.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	var o outcome
	p.decode(p.send("POST", path, form), status, &o)
	return o
}

// signIn signs Ada in by an email code and returns the id of the session.
func (p *page) signIn() string {
	p.t.Helper()
	begun := p.post("/v1/client/sign_ins", 200, "identifier", "ada@example.com", "strategy", "email_code")
	return p.post("/v1/client/sign_ins/"+begun.Response.ID+"/attempt_first_factor", 200, "strategy", "email_code", "code", "424242").Response.CreatedSessionID
}

func (o outcome) code() string {
	if len(o.Errors) == 0 {
		return ""
	}
	return o.Errors[0].Code
}

func (p *page) wantRefusal(path string, status int, code string, pairs ...string) {
	p.t.Helper()
	if got := p.post(path, status, pairs...).code(); got != code {
		p.t.Errorf("POST %s is refused with %q, not %q", path, got, code)
	}
}

func TestTheListsSayWhoSignsUp(t *testing.T) {
	set := func(ck *clerktest.Clerk, restrictions string, listed ...string) {
		for _, request := range listed {
			list, identifier, _ := strings.Cut(request, " ")
			if got := send(ck, "POST", "/v1/"+list+"_identifiers", `{"identifier":"`+identifier+`"}`); got.status != 200 {
				t.Fatal(got.body)
			}
		}
		if got := send(ck, "PATCH", "/v1/instance/restrictions", restrictions); got.status != 200 {
			t.Fatal(got.body)
		}
	}
	for _, row := range []struct {
		name, restrictions string
		listed             []string
		admitted           bool
	}{
		{"a list that is off counts for nothing", `{}`, []string{"blocklist eve@example.com"}, true},
		{"who is blocked", `{"blocklist":true}`, []string{"blocklist EVE@example.com"}, false},
		{"a domain that is blocked", `{"blocklist":true}`, []string{"blocklist *@example.com"}, false},
		{"somebody else is blocked", `{"blocklist":true}`, []string{"blocklist *@sub.example.com"}, true},
		{"nobody is allowed", `{"allowlist":true}`, nil, false},
		{"who is allowed", `{"allowlist":true}`, []string{"allowlist eve@example.com"}, true},
		{"a domain that is allowed", `{"allowlist":true}`, []string{"allowlist *@example.com"}, true},
		{"who is on both lists is let in", `{"allowlist":true,"blocklist":true}`, []string{"allowlist eve@example.com", "blocklist *@example.com"}, true},
	} {
		ck := clerktest.New(t)
		set(ck, row.restrictions, row.listed...)
		p := newPage(t, ck)
		if row.admitted {
			p.post("/v1/client/sign_ups", 200, "email_address", "eve@example.com")
			continue
		}
		if got := p.post("/v1/client/sign_ups", 403, "email_address", "eve@example.com"); got.code() != "not_allowed_access" {
			t.Errorf("%s: %+v", row.name, got)
		}
	}

	ck := clerktest.New(t)
	ck.AddUser(clerktest.User{Email: "ada@example.com"})
	p := newPage(t, ck)
	p.post("/v1/client/sign_ups", 200, "email_address", "eve+shop@example.com")
	set(ck, `{"block_email_subaddresses":true}`)
	p.wantRefusal("/v1/client/sign_ups", 403, "not_allowed_access", "email_address", "eve+shop@example.com")
	begun := p.post("/v1/client/sign_ups", 200, "email_address", "eve@example.com").Response.ID
	p.post("/v1/client/sign_ups/"+begun+"/prepare_verification", 200, "strategy", "email_code")
	set(ck, `{"blocklist":true}`, "blocklist *@example.com")
	p.wantRefusal("/v1/client/sign_ups/"+begun+"/attempt_verification", 403, "not_allowed_access", "strategy", "email_code", "code", "424242")
	p.post("/v1/client/sign_ins", 200, "identifier", "ada@example.com") // the lists are for signing up
	set(ck, `{"allowlist_blocklist_disabled_on_sign_in":false}`)
	p.wantRefusal("/v1/client/sign_ins", 403, "not_allowed_access", "identifier", "ada@example.com")
	set(ck, `{"blocklist":false}`)
	p.signIn()
}

func TestACodeIsGuessedThreeTimesOnly(t *testing.T) {
	ck := clerktest.New(t)
	ck.AddUser(clerktest.User{Email: "ada@example.com"})
	p := newPage(t, ck)
	id := p.post("/v1/client/sign_ins", 200, "identifier", "ada@example.com", "strategy", "email_code").Response.ID
	guess := "/v1/client/sign_ins/" + id + "/attempt_first_factor"
	for range 3 {
		p.wantRefusal(guess, 422, "form_code_incorrect", "strategy", "email_code", "code", "000000")
	}
	p.wantRefusal(guess, 400, "verification_failed", "strategy", "email_code", "code", "424242")
	p.post("/v1/client/sign_ins/"+id+"/prepare_first_factor", 200, "strategy", "email_code")
	if got := p.post(guess, 200, "strategy", "email_code", "code", "424242").Response.Status; got != "complete" {
		t.Errorf("after another code the sign-in is %q", got)
	}
}

func TestWhoDoesNotSignIn(t *testing.T) {
	ck := clerktest.New(t)
	for _, body := range []string{
		`{"email_address":["ada@example.com"],"password":"correct horse"}`,
		`{"email_address":["two@example.com"],"password":"correct horse","totp_secret":"JBSWY3DPEHPK3PXP"}`,
		`{"email_address":["banned@example.com"],"password":"correct horse","banned":true}`,
		`{"email_address":["locked@example.com"],"password":"correct horse","locked":true}`,
		`{"email_address":["code@example.com"]}`,
	} {
		if got := send(ck, "POST", "/v1/users", body); got.status != 200 {
			t.Fatalf("%s is answered %d", body, got.status)
		}
	}
	const path, right = "/v1/client/sign_ins", "correct horse"
	for _, row := range []struct {
		name, email, password string
		status                int
		code                  string
	}{
		{"somebody with another password", "ada@example.com", "wrong horse", 422, "form_password_incorrect"},
		{"somebody without one", "code@example.com", right, 422, "strategy_for_user_invalid"},
		{"nobody that is known", "nobody@example.com", right, 422, "form_identifier_not_found"},
		{"a banned user", "banned@example.com", right, 403, "user_banned"},
		{"a locked user", "locked@example.com", right, 403, "user_locked"},
	} {
		t.Run(row.name, func(t *testing.T) {
			newPage(t, ck).wantRefusal(path, row.status, row.code, "identifier", row.email, "password", row.password)
		})
	}
	t.Run("a user with a second factor, by the first alone", func(t *testing.T) {
		got := newPage(t, ck).post(path, 200, "identifier", "two@example.com", "password", right)
		if got.Response.Status != "needs_second_factor" || len(got.Client.Sessions) != 0 {
			t.Errorf("the sign-in is %q, with %d sessions", got.Response.Status, len(got.Client.Sessions))
		}
	})
	t.Run("who already has", func(t *testing.T) {
		p := newPage(t, ck)
		p.post(path, 200, "identifier", "ada@example.com", "password", right)
		p.wantRefusal(path, 400, "identifier_already_signed_in", "identifier", "ada@example.com", "password", right)
	})
}

func TestABrowserHasItsOwnSessionsOnly(t *testing.T) {
	ck := clerktest.New(t)
	ck.AddUser(clerktest.User{Email: "ada@example.com"})
	ada, other := newPage(t, ck), newPage(t, ck)
	session := ada.signIn()
	for _, action := range []string{"touch", "end", "remove", "tokens"} {
		other.wantRefusal("/v1/client/sessions/"+session+"/"+action, 404, "resource_not_found")
	}
	nobody := &page{t: t, ck: ck, origin: ada.origin}
	nobody.wantRefusal("/v1/client/sessions/"+session+"/tokens", 401, "authentication_invalid")
	nobody.wantRefusal("/v1/client/sign_ins", 401, "dev_browser_unauthenticated", "identifier", "ada@example.com")
	if token := ada.post("/v1/client/sessions/"+session+"/tokens", 200).JWT; token == "" {
		t.Error("the browser of the session has no token")
	}
	ada.post("/v1/client/sessions/"+session+"/end", 200)
	ada.wantRefusal("/v1/client/sessions/"+session+"/tokens", 404, "resource_not_found")
}

func TestASessionIsInOrganizationsOfItsUserOnly(t *testing.T) {
	ck := clerktest.New(t)
	ada := ck.AddUser(clerktest.User{Email: "ada@example.com"})
	acme, other := ck.AddOrg(clerktest.Org{Slug: "acme"}), ck.AddOrg(clerktest.Org{Slug: "other"})
	ck.AddMember(acme, ada, "org:admin")
	p := newPage(t, ck)
	touch := "/v1/client/sessions/" + p.signIn() + "/touch"
	active := func(o outcome) string {
		if org := o.Client.Sessions[0].LastActiveOrg; org != nil {
			return *org
		}
		return ""
	}
	if got := active(p.post(touch, 200, "active_organization_id", acme.ID)); got != acme.ID {
		t.Errorf("the active organization is %q", got)
	}
	p.wantRefusal(touch, 403, "organization_not_found_or_unauthorized", "active_organization_id", other.ID)
	if got := active(p.post(touch, 200)); got != acme.ID {
		t.Errorf("after a touch that names none the active organization is %q", got)
	}
	if got := active(p.post(touch, 200, "active_organization_id", "")); got != "" {
		t.Errorf("after a touch that names the personal account the active organization is %q", got)
	}
}

func TestPagesDoNotSeeWhatIsPrivate(t *testing.T) {
	ck := clerktest.New(t)
	secret := map[string]any{"note": "for-services-only"}
	ada := ck.AddUser(clerktest.User{Email: "ada@example.com", PrivateMetadata: secret, PublicMetadata: map[string]any{"note": "for-all"}})
	acme := ck.AddOrg(clerktest.Org{Slug: "acme"})
	ck.AddMember(acme, ada, "org:admin")
	if got := send(ck, "PATCH", "/v1/organizations/"+acme.ID+"/metadata", `{"private_metadata":{"note":"for-services-only"}}`); got.status != 200 {
		t.Fatalf("answered %d", got.status)
	}
	if got := send(ck, "PATCH", "/v1/organizations/"+acme.ID+"/memberships/"+ada.ID+"/metadata", `{"private_metadata":{"note":"for-services-only"}}`); got.status != 200 {
		t.Fatalf("answered %d", got.status)
	}
	p := newPage(t, ck)
	p.signIn()
	for _, path := range []string{"/v1/client", "/v1/me", "/v1/me/organization_memberships?paginated=true"} {
		body := p.decode(p.send("GET", path, nil), 200, nil)
		if strings.Contains(body, "private_metadata") || strings.Contains(body, "for-services-only") || !strings.Contains(body, "for-all") {
			t.Errorf("GET %s is answered with %s", path, body)
		}
	}
}

func TestOtherOrigins(t *testing.T) {
	ck := clerktest.New(t)
	ck.AddUser(clerktest.User{Email: "ada@example.com"})
	p := newPage(t, ck)
	preflight := func(r *http.Request) { r.Header.Set("Access-Control-Request-Method", "PATCH") }
	for _, row := range []struct {
		name, method, origin string
		status               int
		allowed              string
		change               func(*http.Request)
	}{
		{"loopback may", "GET", "http://localhost:3000", 200, "http://localhost:3000", nil},
		{"and asks before", "OPTIONS", "http://localhost:3000", 204, "http://localhost:3000", preflight},
		{"a stranger may not", "GET", "https://evil.example.com", 400, "", nil},
		{"nor is told so before", "OPTIONS", "https://evil.example.com", 501, "", preflight},
		{"a page without an origin may not", "GET", "null", 400, "", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			answer := p.send(row.method, "/v1/client", nil, func(r *http.Request) {
				r.Header.Set("Origin", row.origin)
				if row.change != nil {
					row.change(r)
				}
			})
			if got := answer.header.Get("Access-Control-Allow-Origin"); answer.status != row.status || got != row.allowed {
				t.Errorf("answered %d and allows %q", answer.status, got)
			}
		})
	}
}

func TestAnAppKeepsTheTokenOfItsClient(t *testing.T) {
	ck := clerktest.New(t)
	ck.AddUser(clerktest.User{Email: "ada@example.com"})
	app := &page{t: t, ck: ck}
	made := app.send("PUT", "/v1/client?_is_native=1", nil)
	token, cookies := made.header.Get("Authorization"), made.header.Values("Set-Cookie")
	if token == "" || len(cookies) != 0 {
		t.Fatalf("a client is made with the token %q and %d cookies", token, len(cookies))
	}
	form := url.Values{"identifier": {"ada@example.com"}, "strategy": {"email_code"}}
	begun := app.send("POST", "/v1/client/sign_ins?_is_native=1", form, func(r *http.Request) { r.Header.Set("Authorization", token) })
	var client outcome
	app.decode(app.send("GET", "/v1/client?_is_native=1", nil, func(r *http.Request) { r.Header.Set("Authorization", token) }), 200, &client)
	if begun.status != 200 || client.Client == nil {
		t.Errorf("a sign-in is answered %d, and the client is %v", begun.status, client.Client)
	}
	app.decode(app.send("GET", "/v1/client?_is_native=1", nil, func(r *http.Request) { r.Header.Set("Authorization", token+"x") }), 200, &client)
	if client.Client != nil {
		t.Error("another token is that of the client, too")
	}
}

func TestAPostStandsForOtherMethods(t *testing.T) {
	ck := clerktest.New(t)
	ck.AddUser(clerktest.User{Email: "ada@example.com"})
	p := newPage(t, ck)
	p.signIn()
	if got := p.post("/v1/client/sessions?_method=DELETE", 200); len(got.Client.Sessions) != 0 {
		t.Errorf("%d sessions are left", len(got.Client.Sessions))
	}
	begun := p.post("/v1/client/sign_ups", 200)
	path := "/v1/client/sign_ups/" + begun.Response.ID
	if got := p.post(path+"?_method=PATCH", 200, "email_address", "new@example.com"); got.Response.Status != "missing_requirements" {
		t.Errorf("the sign-up is %q", got.Response.Status)
	}
	p.wantRefusal(path+"?_method=PATCH", 422, "form_identifier_exists", "email_address", "ada@example.com")
	p.wantRefusal(path+"?_method=PATCH", 422, "form_password_length_too_short", "password", "short")
}

func TestAPageHasTokensByTemplates(t *testing.T) {
	ck := clerktest.New(t)
	ada := ck.AddUser(clerktest.User{Email: "ada@example.com"})
	if got := send(ck, "POST", "/v1/jwt_templates", `{"name":"shop","claims":{"mail":"{{user.primary_email_address}}"}}`); got.status != 200 {
		t.Fatalf("the template: %d %s", got.status, got.body)
	}
	p := newPage(t, ck)
	tokens := "/v1/client/sessions/" + p.signIn() + "/tokens/"
	_, rest, _ := strings.Cut(p.post(tokens+"shop", 200).JWT, ".")
	payload, _, _ := strings.Cut(rest, ".")
	text, err := base64.RawURLEncoding.DecodeString(payload)
	var claims struct{ Mail, Sub, Azp string }
	if err != nil || json.Unmarshal(text, &claims) != nil || claims.Mail != "ada@example.com" || claims.Sub != ada.ID || claims.Azp != p.origin {
		t.Errorf("the token says %s", text)
	}
	p.wantRefusal(tokens+"none", 404, "resource_not_found")
}
