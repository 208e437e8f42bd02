package demo

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// ask sends a request of a browser that loads a page, with a Cookie header if there is one.
func ask(h http.Handler, path, cookies string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "/", nil)
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(path, "?")
	r.RequestURI = path
	r.Header.Set("Sec-Fetch-Dest", "document")
	if cookies != "" {
		r.Header.Set("Cookie", cookies)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestABrowserIsTestedForCookiesOnlyWhenItComesBackWithoutAny(t *testing.T) {
	reached := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	for name, c := range map[string]struct {
		path, cookies string
		status        int
		location      string
	}{
		"a stranger is let through":               {"/account", "", 418, ""},
		"a known browser is let through":          {"/account", "a=b", 418, ""},
		"one that comes back with a cookie":       {"/account?__clerk_handshake=x", "a=b", 418, ""},
		"one that comes back with none":           {"/account?x=1&__clerk_handshake=y", "", 307, "/account?__clerk_handshake=y&cookie-test=1&x=1"},
		"one that comes back with none, by nonce": {"/account?__clerk_handshake_nonce=y", "", 307, "/account?__clerk_handshake_nonce=y&cookie-test=1"},
		"the test is passed":                      {"/account?__clerk_handshake=y&cookie-test=1", "a=b", 418, ""},
		"and its mark taken away in the end":      {"/account?cookie-test=1&x=1", "a=b", 307, "/account?x=1"},
		"the test is failed":                      {"/account?__clerk_handshake=y&cookie-test=1", "", 403, ""},
		"a path that reads like a host":           {"//evil.example/a?cookie-test=1", "a=b", 307, "/evil.example/a"},
		"and one with a backslash":                {`/\evil.example?cookie-test=1`, "a=b", 307, "/%5Cevil.example"},
	} {
		t.Run(name, func(t *testing.T) {
			w := ask(needCookies(reached), c.path, c.cookies)
			if w.Code != c.status || w.Header().Get("Location") != c.location {
				t.Errorf("the answer is %d to %q, not %d to %q", w.Code, w.Header().Get("Location"), c.status, c.location)
			}
			if c.status == 307 && c.cookies == "" && !strings.HasPrefix(w.Header().Get("Set-Cookie"), cookieHandshakes+"=") {
				t.Error("there is no cookie to come back with")
			}
		})
	}
	if page := ask(needCookies(reached), "//evil.example?cookie-test=1", "").Body.String(); strings.Contains(page, `"//evil`) {
		t.Errorf("the page links to another host: %s", page)
	}
}

func TestTheRefreshTokenIsHiddenUnlessARefreshIsWanted(t *testing.T) {
	for name, c := range map[string]struct{ path, sent, want string }{
		"by a handshake":         {"/account", `a=b; __refresh_x=1; c="d;e"; __refresh=2`, `a=b; c="d;e"`},
		"by a refresh":           {"/account?renewal=refresh", "a=b; __refresh_x=1", "a=b; __refresh_x=1"},
		"by something unknown":   {"/account?renewal=magic", "__refresh_x=1; a=b", " a=b"},
		"where there is nothing": {"/account", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			ask(chooseRenewal(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Get("Cookie") })), c.path, c.sent)
			if got != c.want {
				t.Errorf("the cookies are %q, not %q", got, c.want)
			}
		})
	}
}

func TestHandshakesAreCounted(t *testing.T) {
	for name, c := range map[string]struct{ path, cookie, want string }{
		"the first":                     {"/account?__clerk_handshake_nonce=x", "", "1-new"},
		"the fifth":                     {"/account?__clerk_handshake=x", cookieHandshakes + "=4", "5-new"},
		"two before a page was shown":   {"/account?__clerk_handshake=x", cookieHandshakes + "=1-new", "2-new"},
		"a count that somebody made up": {"/account?__clerk_handshake=x", cookieHandshakes + "=-7", "1-new"},
		"and one beyond all bounds":     {"/account?__clerk_handshake=x", cookieHandshakes + "=99999999999999999999", "1-new"},
		"no handshake":                  {"/account", cookieHandshakes + "=4", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ask(countHandshakes(http.NotFoundHandler()), c.path, c.cookie).Header().Get("Set-Cookie")
			if value, _, _ := strings.Cut(strings.TrimPrefix(got, cookieHandshakes+"="), ";"); value != c.want {
				t.Errorf("the cookie is %q, not %q", value, c.want)
			}
		})
	}
}

func TestTheSatelliteKeepsThePageToItself(t *testing.T) {
	d := open(t, Config{Origin: "http://127.0.0.1:1", SatelliteOrigin: "http://localhost:2"})
	for path, status := range map[string]int{"/": 200, "/private": 303, "/assets/style.css": 200, "/account": 404, "/me": 404} {
		r := httptest.NewRequest("GET", "http://localhost:2"+path, nil)
		w := httptest.NewRecorder()
		d.Satellite().ServeHTTP(w, r)
		if w.Code != status || !strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "default-src 'self';") {
			t.Errorf("GET %s answers %d with the policy %q", path, w.Code, w.Header().Get("Content-Security-Policy"))
		}
	}
	if open(t, Config{}).Satellite() != nil {
		t.Error("there is a satellite that nobody asked for")
	}
}

// What a page shows of cookies is their names.
func TestNoPageShowsACredential(t *testing.T) {
	d := open(t, Config{})
	var cookies []string
	for _, cookie := range d.people.sessions["admin"].Cookies() {
		cookies = append(cookies, cookie.Name+"="+cookie.Value)
	}
	for _, path := range []string{"/account", "/account?renewal=refresh", "/private"} {
		w := ask(d, path, strings.Join(cookies, "; "))
		page := w.Body.String()
		if w.Code != 200 || !strings.Contains(page, "Signed in as user_ada") {
			t.Errorf("GET %s answers %d: %s", path, w.Code, page)
		}
		for _, pair := range cookies {
			name, value, _ := strings.Cut(pair, "=")
			if !strings.HasPrefix(name, "__client_uat") && strings.Contains(page, value) { // a time is no credential
				t.Errorf("GET %s shows the value of %s", path, name)
			}
		}
	}
}
