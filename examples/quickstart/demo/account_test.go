package demo

import (
	"net/http"
	"net/http/httptest"
	"strconv"
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

// Usher ends the circle, and the demo has a page for it.
func TestABrowserWithoutCookiesGetsAPageThatSaysSo(t *testing.T) {
	d := open(t, Config{})
	marked := "?__usher_cookies=h" + strconv.FormatInt(d.people.ck.Now().Unix()+9, 10)
	for _, path := range []string{"/account", "/private", "/me"} {
		w := ask(d, path+marked, "")
		if page := w.Body.String(); w.Code != 401 || !strings.Contains(page, "This browser keeps no cookies") || !strings.Contains(page, `href="`+path+`"`) {
			t.Errorf("%s is answered %d %s", path, w.Code, page)
		}
	}
	if w := ask(d, "/public"+marked, ""); w.Code != 200 {
		t.Errorf("the page for everybody is answered %d", w.Code)
	}
	for path, want := range map[string]string{"//evil.example": `href="/evil.example"`, `/\evil.example`: `href="/%5Cevil.example"`} {
		w := ask(http.HandlerFunc(showNoCookies), path, "")
		if page := w.Body.String(); !strings.Contains(page, want) {
			t.Errorf("for %s the page links elsewhere: %s", path, page)
		}
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
