package middleware_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/middleware"
)

// TestThreatP03NoPathOfTheProxyNamesAHost has a second server, which stands for the attacker's, and paths that lead there by
// every means that a path has.
func TestThreatP03NoPathOfTheProxyNamesAHost(t *testing.T) {
	u := newUpstream(t)
	evil := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the attacker is sent %s with the secret key %q", r.RequestURI, r.Header.Get("Clerk-Secret-Key"))
	}))
	defer evil.Close()
	host := strings.TrimPrefix(evil.URL, "http://")
	base := newProxy(t, u, nil, middleware.ProxyOptions{})
	for _, target := range []string{
		"//" + host + "/x", "///" + host + "/x", "/%2F" + host + "/x", "/http://" + host + "/x", "/@" + host + "/x", "/..//" + host, "/%2e%2e//" + host, "/;@" + host,
		`/\` + host, "/%5C%5C" + host, "?x=//" + host, "/v1?u=http://" + host, "/:@" + host + "/", "/%0d%0aHost:%20" + host,
	} {
		u.asked = nil
		answer, _ := send(t, "GET", base, "/__clerk"+target, "", http.Header{"X-Forwarded-Host": {host}, "Clerk-Proxy-Url": {evil.URL}})
		sent := u.asked != nil
		if sent != (answer.StatusCode == 200) || !sent && answer.StatusCode != 400 {
			t.Errorf("%s is answered %d", target, answer.StatusCode)
		}
		if sent && (u.asked.Host != strings.TrimPrefix(u.URL, "http://") || u.asked.Header.Get("Clerk-Secret-Key") != "sk_live_0123456789") {
			t.Errorf("%s is sent on to %s", target, u.asked.Host)
		}
	}
}

// TestThreatP21TheProxyHandsBackWhatClerkSays is about an answer that is compressed although nobody asked for it, has two cookies,
// and redirects.
func TestThreatP21TheProxyHandsBackWhatClerkSays(t *testing.T) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	fmt.Fprint(zip, "the answer")
	_ = zip.Close()
	u := newUpstream(t)
	visits := 0
	u.answer = func(w http.ResponseWriter, r *http.Request) {
		visits++
		if got := r.Header.Get("Accept-Encoding"); got != "identity" {
			t.Errorf("Clerk is asked for the encoding %q", got)
		}
		h := w.Header()
		h["Set-Cookie"] = []string{"__client=1; Path=/; HttpOnly", "__client_uat=2; Path=/"}
		h.Set("Content-Encoding", "gzip")
		h.Set("Location", "/v1/elsewhere")
		w.WriteHeader(http.StatusSeeOther)
		_, _ = w.Write(packed.Bytes())
	}
	answer, body := send(t, "GET", newProxy(t, u, nil, middleware.ProxyOptions{}), "/__clerk/v1/client", "", http.Header{"Accept-Encoding": {"gzip, br"}})
	if answer.StatusCode != http.StatusSeeOther || visits != 1 || answer.Header.Get("Location") != proxyURL+"/v1/elsewhere" {
		t.Errorf("answered %d to %s after %d visits", answer.StatusCode, answer.Header.Get("Location"), visits)
	}
	if got := answer.Header["Set-Cookie"]; !slices.Equal(got, []string{"__client=1; Path=/; HttpOnly", "__client_uat=2; Path=/"}) {
		t.Errorf("the cookies are %q", got)
	}
	if answer.Header.Get("Content-Encoding") != "gzip" || body != packed.String() {
		t.Fatalf("the body is %q, and called %q", body, answer.Header.Get("Content-Encoding"))
	}
	unpacked, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(unpacked); err != nil || string(text) != "the answer" {
		t.Errorf("the body unpacks to %q, %v", text, err)
	}
}

// TestThreatP25NothingOfOneBrowserIsCached walks every answer that redirects or sets a cookie: each says that nobody may keep it.
func TestThreatP25NothingOfOneBrowserIsCached(t *testing.T) {
	dev := newTown(t, towns[0].origin, towns[0].config, nil)
	live := newTown(t, towns[2].origin, towns[2].config, nil)
	keep := func(n town) http.Handler { // a public handler above has said that answers may be kept
		app := n.app()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "public, max-age=600")
			app.ServeHTTP(w, r)
		})
	}
	page := func(n town, path string, change func(*http.Request)) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, n.origin+path, http.NoBody)
		r.Header.Set("Sec-Fetch-Dest", "document")
		if change != nil {
			change(r)
		}
		return serve(keep(n), r)
	}
	cookie := func(text string) func(*http.Request) { return func(r *http.Request) { r.Header.Add("Cookie", text) } }
	expired := func(r *http.Request) {
		live.ck.SignIn(live.ada).AuthorizedParty(live.origin).Expired().AddCookies(r)
		r.Header.Del("Sec-Fetch-Dest")
	}
	payload := live.ck.SignIn(live.ada).AuthorizedParty(live.origin)
	handshake := payload.Raw(fmt.Appendf(nil, `{"handshake":["__session=%s; Path=/","__client_uat=5; Path=/"]}`, payload.Token())).Token()
	devPayload := dev.ck.SignIn(dev.ada).AuthorizedParty(dev.origin)
	devHandshake := devPayload.Raw(fmt.Appendf(nil, `{"handshake":["__session=%s; Path=/"]}`, devPayload.Token())).Token()
	for _, row := range []struct {
		name     string
		got      *httptest.ResponseRecorder
		status   int
		location bool
		cookies  bool
	}{
		{"a browser is sent to Clerk", page(live, "/", cookie("__client_uat=5")), 307, true, true},
		{"a development browser is sent to Clerk", page(dev, "/", nil), 307, true, true},
		{"a handshake comes back in cookies", page(live, "/", cookie("__clerk_handshake="+handshake)), 200, false, true},
		{"a handshake comes back in the address", page(dev, "/?__clerk_handshake="+devHandshake, nil), 307, true, true},
		{"a session is renewed", page(live, "/", expired), 200, false, true},
		{"a nonce that is of no use is taken back", page(live, "/", cookie("__clerk_handshake_nonce=unknown; "+sessionCookies(live))), 200, false, true},
		{"a stranger is sent to sign in", page(live, "/dashboard", nil), 303, true, true},
		{"a primary application answers a satellite", page(dev, "/?__clerk_redirect_url=http%3A%2F%2Flocalhost%3A3001%2F", cookie("__clerk_db_jwt=d")), 307, true, true},
		{"a stranger at an API", page(live, "/api", nil), 401, false, false},
		{"an address that leads nowhere", page(dev, "/?__clerk_redirect_url=x", cookie("__clerk_db_jwt=d")), 400, false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := row.got.Header()
			if row.got.Code != row.status || (h.Get("Location") != "") != row.location || (len(h["Set-Cookie"]) > 0) != row.cookies {
				t.Fatalf("answered %d %v %s", row.got.Code, h, row.got.Body)
			}
			if got := h["Cache-Control"]; !slices.Equal(got, []string{"no-store"}) {
				t.Errorf("Cache-Control is %q", got)
			}
		})
	}
	t.Run("what needs neither is left as it is", func(t *testing.T) {
		if got := page(live, "/", nil); got.Code != 200 || got.Header().Get("Cache-Control") != "public, max-age=600" || got.Header().Get("Vary") != "Authorization, Cookie" {
			t.Errorf("answered %d %v", got.Code, got.Header())
		}
	})
}

// sessionCookies are those of somebody who is signed in.
func sessionCookies(n town) string {
	r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	return n.ck.SignIn(n.ada).AuthorizedParty(n.origin).AddCookies(r).Header.Get("Cookie")
}

func TestThreatP25NothingOfTheProxyIsCachedUnlessClerkSaysSo(t *testing.T) {
	u := newUpstream(t)
	base := newProxy(t, u, nil, middleware.ProxyOptions{})
	for _, row := range []struct {
		name, header, value, said, want string
	}{
		{"a cookie", "Set-Cookie", "__client=1", "", "no-store"},
		{"a redirect", "Location", "https://accounts.google.com/o/oauth2", "", "no-store"},
		{"a cookie, and Clerk has a word of its own", "Set-Cookie", "__client=1", "private, max-age=0", "private, max-age=0"},
		{"a redirect that may be kept, of a script", "Location", "/npm/x", "public, max-age=60", "public, max-age=60"},
		{"neither", "X-Other", "1", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			u.answer = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set(row.header, row.value)
				if row.said != "" {
					w.Header().Set("Cache-Control", row.said)
				}
			}
			if answer, _ := send(t, "GET", base, "/__clerk/v1", "", nil); answer.Header.Get("Cache-Control") != row.want {
				t.Errorf("Cache-Control is %q, want %q", answer.Header.Get("Cache-Control"), row.want)
			}
		})
	}
}
