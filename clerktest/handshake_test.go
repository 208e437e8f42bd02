package clerktest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/internal/jose"
)

const live = "clerk.example.com"

func newLive(t testing.TB, origins ...string) *clerktest.Clerk {
	t.Helper()
	ck, err := clerktest.Start(clerktest.Config{Now: atMoment, PublishableKey: keyOf("pk_live_", live), Origins: origins})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ck.Close() })
	return ck
}

// knock asks for a handshake, under a host, with cookies.
func knock(ck *clerktest.Clerk, host string, params url.Values, cookies ...*http.Cookie) *http.Response {
	return knockRaw(ck, host, params.Encode(), cookies...)
}

func knockRaw(ck *clerktest.Clerk, host, query string, cookies ...*http.Cookie) *http.Response {
	r := httptest.NewRequest(http.MethodGet, "/v1/client/handshake", http.NoBody)
	r.Host, r.URL.RawQuery = host, query
	for _, cookie := range cookies {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	ck.Handler().ServeHTTP(w, r)
	return w.Result()
}

func own(ck *clerktest.Clerk) string { return strings.TrimPrefix(ck.URL(), "http://") }

// blank replaces what is different each time.
func blank(lines []string) string {
	text := strings.Join(lines, "\n")
	for expression, with := range map[string]string{
		`(__session[\w-]*=)[^;]+`: "${1}JWT", `(__refresh[\w-]*=)rt_\w+`: "${1}RT", `dvb_\w+`: "DVB", `(__\w+?)_[\w-]{8}=`: "${1}_SUFFIX=",
	} {
		text = regexp.MustCompile(expression).ReplaceAllString(text, with)
	}
	return text
}

func TestWhatAHandshakeHandsOver(t *testing.T) {
	const gone = "; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
	dev := clerktest.New(t, clerktest.Config{Now: atMoment})
	prod := newLive(t, "https://app.example.com")
	uat := "1767225600"
	for _, row := range []struct {
		name   string
		ck     *clerktest.Clerk
		host   string
		target string
		hold   bool // somebody is signed in
		want   []string
	}{
		{"in development: the dev browser, and that nobody is signed in", dev, own(dev), "http://localhost:3000/", false, []string{
			"__clerk_db_jwt=DVB; Path=/; Max-Age=315360000; SameSite=Lax",
			"__clerk_db_jwt_SUFFIX=DVB; Path=/; Max-Age=315360000; SameSite=Lax",
			"__client_uat=0; Path=/; Max-Age=315360000; SameSite=Lax",
			"__client_uat_SUFFIX=0; Path=/; Max-Age=315360000; SameSite=Lax",
			"__refresh_SUFFIX=; Path=/" + gone, "__session=; Path=/" + gone, "__session_SUFFIX=; Path=/" + gone,
		}},
		{"in production: on the domain, secure, and the tokens last", prod, live, "https://app.example.com/", true, []string{
			"__clerk_handshake=; Path=/; Domain=example.com" + gone, "__clerk_handshake_nonce=; Path=/; Domain=example.com" + gone,
			"__client_uat=; Path=/" + gone, "__client_uat_SUFFIX=; Path=/" + gone,
			"__client_uat=" + uat + "; Path=/; Domain=example.com; Max-Age=315360000; Secure; SameSite=Lax",
			"__client_uat_SUFFIX=" + uat + "; Path=/; Domain=example.com; Max-Age=315360000; Secure; SameSite=Lax",
			"__refresh_SUFFIX=RT; Path=/; Max-Age=315360000; HttpOnly; Secure; SameSite=Lax",
			"__session=JWT; Path=/; Max-Age=315360000; Secure; SameSite=Lax",
			"__session_SUFFIX=JWT; Path=/; Max-Age=315360000; Secure; SameSite=Lax",
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := row.ck.Browser()
			if row.hold {
				b.Hold(row.ck.SignIn(row.ck.AddUser(clerktest.User{})), "https://elsewhere.example")
			}
			answer := knock(row.ck, row.host, url.Values{"redirect_url": {row.target}, "format": {"token"}}, b.Cookies(row.ck.Issuer())...)
			defer answer.Body.Close()
			if answer.StatusCode != 307 || answer.Header.Get("Cache-Control") != "no-store" {
				t.Fatalf("the answer is %d %v", answer.StatusCode, answer.Header)
			}
			location, err := answer.Location()
			if err != nil {
				t.Fatal(err)
			}
			token := location.Query().Get(clerk.QueryHandshake)
			for _, cookie := range answer.Cookies() {
				if cookie.Name == clerk.CookieHandshake {
					token = cookie.Value
					if cookie.MaxAge != 60 || !cookie.HttpOnly || !cookie.Secure || cookie.Domain != "example.com" {
						t.Errorf("the handshake cookie is %v", cookie)
					}
				}
			}
			parts := must[*jose.Compact](t)(jose.Split(token))
			key := must[jose.Key](t)(jose.ParsePEM(row.ck.PublicKeyPEM()))
			if err := key.Verify(parts.Header.Algorithm, parts.SigningInput, parts.Signature); err != nil {
				t.Errorf("the payload: %v", err)
			}
			if !parts.Header.Category.Is("cl_B7d4PD111AAA") || parts.Header.KeyID != row.ck.KeyID() {
				t.Errorf("the header is %+v", parts.Header)
			}
			var payload struct {
				Handshake []string
				Issued    int64 `json:"iat"`
			}
			if err := json.Unmarshal([]byte(parts.Claims.Text()), &payload); err != nil || payload.Issued != moment.Unix() {
				t.Errorf("the payload is from %d (%v)", payload.Issued, err)
			}
			if got, want := blank(payload.Handshake), strings.Join(row.want, "\n"); got != want {
				t.Errorf("the directives are\n%s\nwant\n%s", got, want)
			}
			if row.hold == strings.Contains(location.RawQuery, clerk.QueryHandshake) {
				t.Errorf("the payload travels the wrong way: %s", location)
			}
		})
	}
}

func TestWhereAHandshakeSendsBrowsers(t *testing.T) {
	dev := clerktest.New(t, clerktest.Config{Origins: []string{"https://App.example.com:443", "https://other.test:8443"}})
	prod := newLive(t, "https://app.example.com", "https://example.com", "https://foreign.test")
	loopback := clerktest.New(t, clerktest.Config{Kind: clerk.KindProduction})
	for _, row := range []struct {
		name   string
		ck     *clerktest.Clerk
		host   string
		target string
		ok     bool
	}{
		{"loopback, any port", dev, own(dev), "http://localhost:3000/a", true},
		{"loopback, another address of it", dev, own(dev), "http://127.9.9.9/", true},
		{"loopback, IPv6", dev, own(dev), "http://[::1]:3000/", true},
		{"an origin that was configured", dev, own(dev), "https://app.example.com/a?b", true},
		{"the same with its default port", dev, own(dev), "https://APP.example.com:443/", true},
		{"an origin with a port", dev, own(dev), "https://other.test:8443/", true},
		{"the same without it", dev, own(dev), "https://other.test/", false},
		{"the same by http", dev, own(dev), "http://app.example.com/", false},
		{"a subdomain of it", dev, own(dev), "https://evil.app.example.com/", false},
		{"another origin", dev, own(dev), "https://evil.example/", false},
		{"an origin that begins like one", dev, own(dev), "https://app.example.com.evil.example/", false},
		{"a user name like one", dev, own(dev), "https://app.example.com@evil.example/", false},
		{"any user name", dev, own(dev), "http://me@localhost:3000/", false},
		{"a host like loopback", dev, own(dev), "http://localhost.evil.example/", false},
		{"a backslash that browsers read as a slash", dev, own(dev), `https://evil.example\@app.example.com/`, false},
		{"an encoded slash in the host", dev, own(dev), "https://evil.example%2F.app.example.com/", false},
		{"a tabulator that browsers drop", dev, own(dev), "https://app.example.com\t.evil.example/", false},
		{"letters that look like others", dev, own(dev), "https://app.ex\u0430mple.com/", false},
		{"no host", dev, own(dev), "https:///evil.example", false},
		{"no scheme", dev, own(dev), "//app.example.com/", false},
		{"a path", dev, own(dev), "/a", false},
		{"a script", dev, own(dev), "javascript:alert(1)", false},
		{"a scheme without slashes", dev, own(dev), "https:app.example.com", false},
		{"nothing", dev, own(dev), "", false},
		{"too much", dev, own(dev), "http://localhost/" + strings.Repeat("a", 9000), false},

		{"production: below the domain", prod, live, "https://app.example.com/", true},
		{"production: the domain", prod, live, "https://example.com/", true},
		{"production: a domain where no cookie arrives", prod, live, "https://foreign.test/", false},
		{"production: loopback, where no cookie arrives", prod, live, "http://localhost:3000/", false},
		{"production on loopback: the same host", loopback, own(loopback), "http://127.0.0.1:3000/", true},
		{"production on loopback: another name of it", loopback, own(loopback), "http://localhost:3000/", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			answer := knock(row.ck, row.host, url.Values{"redirect_url": {row.target}})
			defer answer.Body.Close()
			if got := answer.StatusCode == 307; got != row.ok {
				t.Errorf("the answer is %d, Location %q", answer.StatusCode, answer.Header.Get("Location"))
			}
			if !row.ok && (answer.Header.Get("Location") != "" || len(answer.Cookies()) > 0) {
				t.Errorf("something went out: %v", answer.Header)
			}
		})
	}
}

func TestTheAddressToComeBackTo(t *testing.T) {
	ck := clerktest.New(t)
	for target, want := range map[string]string{
		"http://localhost:1/":                      "http://localhost:1/?N",
		"http://localhost:1":                       "http://localhost:1?N",
		"http://localhost:1/a%2Fb?q=a%20b+c&f#x":   "http://localhost:1/a%2Fb?q=a%20b+c&f&N",
		"http://localhost:1/?__clerk_handshake=x":  "http://localhost:1/?N",
		"http://localhost:1/?%5F_clerk_db_jwt=x&b": "http://localhost:1/?b&N",
		"http://localhost:1/?__clerk_synced=false": "http://localhost:1/?__clerk_synced=true&N",
	} {
		answer := knock(ck, own(ck), url.Values{"redirect_url": {target}, "format": {"nonce"}})
		_ = answer.Body.Close()
		got := regexp.MustCompile(`__clerk_handshake_nonce=\w+`).ReplaceAllString(answer.Header.Get("Location"), "N")
		if got != want {
			t.Errorf("%s comes back as %s, want %s", target, got, want)
		}
	}
}

func TestHandshakesThatAreRefused(t *testing.T) {
	ck := clerktest.New(t)
	for query, want := range map[string]int{
		"":                                  422,
		"redirect_url=http://localhost&%zz": 400,
		"redirect_url=http://localhost&a;b": 400,
		"redirect_url=http://localhost&format=jwt":                      422,
		"redirect_url=http://localhost&suffixed_cookies=1":              422,
		"redirect_url=http://localhost&a=" + strings.Repeat("a", 1<<16): 414,
	} {
		answer := knockRaw(ck, own(ck), query)
		_ = answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("%.60q is answered with %d, want %d", query, answer.StatusCode, want)
		}
	}
	if got := send(ck, "POST", "/v1/client/handshake?redirect_url=http://localhost", ""); got.status != 501 {
		t.Errorf("a POST is answered with %d", got.status)
	}
}

func TestANonceIsGoodOnceForAMinute(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	nonce := func() string {
		answer := knock(ck, own(ck), url.Values{"redirect_url": {"http://localhost"}, "format": {"nonce"}})
		defer answer.Body.Close()
		location := must[*url.URL](t)(answer.Location())
		return "/v1/clients/handshake_payload?nonce=" + location.Query().Get(clerk.QueryHandshakeNonce)
	}
	fetch := nonce()
	r := httptest.NewRequest("GET", fetch, http.NoBody)
	if got := answer(ck, r); got.status != 401 {
		t.Errorf("without the secret key it is answered with %d", got.status)
	}
	if got := send(ck, "GET", fetch, ""); got.status != 200 || !strings.Contains(got.body, `{"directives":["__clerk_db_jwt=dvb_`) {
		t.Errorf("the payload is %d %s", got.status, got.body)
	}
	for name, path := range map[string]string{"once more": fetch, "unknown": "/v1/clients/handshake_payload?nonce=x", "none": "/v1/clients/handshake_payload"} {
		if got := send(ck, "GET", path, ""); got.status != 404 || got.codes() != "resource_not_found" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	fetch = nonce()
	ck.Advance(59 * time.Second)
	if got := send(ck, "GET", fetch, ""); got.status != 200 {
		t.Errorf("within a minute it is answered with %d", got.status)
	}
	fetch = nonce()
	ck.Advance(time.Minute)
	if got := send(ck, "GET", fetch, ""); got.status != 404 {
		t.Errorf("after a minute it is answered with %d", got.status)
	}
}

func TestDevBrowsers(t *testing.T) {
	ck := clerktest.New(t)
	var made struct{ Object, ID string }
	reply := answer(ck, httptest.NewRequest("POST", "/v1/dev_browser", http.NoBody))
	if err := json.Unmarshal([]byte(reply.body), &made); err != nil || !strings.HasPrefix(made.ID, "dvb_") {
		t.Fatalf("the dev browser is %d %s", reply.status, reply.body)
	}
	of := func(params url.Values, cookies ...*http.Cookie) string {
		params.Set("redirect_url", "http://localhost")
		answer := knock(ck, own(ck), params, cookies...)
		defer answer.Body.Close()
		for _, cookie := range answer.Cookies() {
			if strings.HasPrefix(cookie.Name, clerk.CookieDevBrowser) {
				return cookie.Value
			}
		}
		return ""
	}
	other := of(url.Values{})
	for _, row := range []struct {
		name, want string
		got        string
	}{
		{"in the query", made.ID, of(url.Values{clerk.QueryDevBrowser: {made.ID}})},
		{"in the cookie", made.ID, of(url.Values{}, &http.Cookie{Name: clerk.CookieDevBrowser, Value: made.ID})},
		{"in both, the query counts", made.ID, of(url.Values{clerk.QueryDevBrowser: {made.ID}}, &http.Cookie{Name: clerk.CookieDevBrowser, Value: other})},
	} {
		if row.got != row.want {
			t.Errorf("%s: got %s, want %s", row.name, row.got, row.want)
		}
	}
	if got := of(url.Values{clerk.QueryDevBrowser: {"dvb_chosen"}}); got == "dvb_chosen" || got == "" {
		t.Errorf("a dev browser that somebody made up becomes %q", got)
	}
	if got := answer(newLive(t), httptest.NewRequest("POST", "/v1/dev_browser", http.NoBody)); got.status != 400 {
		t.Errorf("a production instance answers with %d", got.status)
	}
}

// Faults hit the Frontend API as they hit the rest.
func TestFaultsHitTheHandshake(t *testing.T) {
	ck := clerktest.New(t)
	ck.FailWith(503)
	if got := ck.Browser().Open(ck.Issuer() + "/v1/client/handshake?redirect_url=http://localhost"); got.StatusCode != 503 {
		t.Errorf("the answer is %d", got.StatusCode)
	}
	ck.FailWith(0)
	ck.Outage(true)
	if got := ck.Browser().Open(ck.SignInURL()); got.Err == nil || got.StatusCode != 0 {
		t.Errorf("the answer is %d, %v", got.StatusCode, got.Err)
	}
}

// FuzzHandshake asks for handshakes with anything. The browser is only ever sent to where it may be, and nothing panics.
func FuzzHandshake(f *testing.F) {
	dev, err := clerktest.Start(clerktest.Config{Origins: []string{"https://app.example.com"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = dev.Close() })
	handlers := []http.Handler{dev.Handler(), newLive(f, "https://app.example.com", "https://sat.example").Handler()} // made once, as by a server
	for _, seed := range []string{
		"redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fa%3Fb&format=nonce&__clerk_db_jwt=dvb_1&suffixed_cookies=true",
		"redirect_url=https%3A%2F%2Fapp.example.com%2F%3F__clerk_synced%3Dfalse&organization_id=",
		"redirect_url=https://sat.example/&__clerk_hs_reason=satellite-needs-syncing",
		`redirect_url=https:\\evil.example@app.example.com`, "redirect_url=https://app.example.com%00.evil.example", "%", "&&=",
		"redirect_url=https%3A%2F%2Fapp.example.com%3A443%2F%0d%0aSet-Cookie%3Aa%3Db", "redirect_url=http://[::1%25eth0]/",
	} {
		f.Add(seed, "__client=x; __clerk_db_jwt=y", live, "handshake")
		f.Add(seed, "__clerk_sync=z", "clerk.sat.example", "link")
		f.Add(seed+"&link_domain=clerk.sat.example&link_state=x", "", live, "sync")
	}
	f.Fuzz(func(t *testing.T, query, cookies, host, operation string) {
		if operation != "link" && operation != "sync" {
			operation = "handshake"
		}
		for _, handler := range handlers {
			r := httptest.NewRequest(http.MethodGet, "/v1/client/"+operation, http.NoBody)
			r.Host, r.URL.RawQuery = host, query
			r.Header.Set("Cookie", cookies)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			location := w.Header().Get("Location")
			switch {
			case w.Code >= 500 || (w.Code == 307) != (location != ""):
				t.Fatalf("answered with %d and Location %q", w.Code, location)
			case location == "":
				continue
			case strings.ContainsFunc(location, func(c rune) bool { return c <= ' ' || c > '~' || c == '\\' }):
				t.Fatalf("the Location has odd characters: %q", location)
			}
			u, err := url.Parse(location)
			if err != nil || u.User != nil {
				t.Fatalf("the Location %q is no address: %v", location, err)
			}
			switch u.Hostname() {
			case "app.example.com", "sat.example", live, "clerk.sat.example", "localhost", "::1":
			default:
				if !strings.HasPrefix(u.Hostname(), "127.") {
					t.Fatalf("a browser is sent to %q", location)
				}
			}
		}
	})
}
