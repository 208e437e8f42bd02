package authn_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// The tests named after a threat, here and in other packages, are those of the page docs/threats.md.

func TestThreatP09ACookieIsSplitBeforeItIsDecoded(t *testing.T) {
	a := genuine(t, live(), authn.Config{})
	mine, planted := sessionOf(t, "user_mine", "s", 1), sessionOf(t, "user_planted", "s", 1)
	for _, row := range []struct{ name, cookies, user string }{
		{"an encoded semicolon starts no cookie", "shop=1%3B%20__session=" + planted + "; __client_uat=5", ""},
		{"nor does one before a genuine cookie", "shop=1%3B%20__session=" + planted + "; __session=" + mine + "; __client_uat=5", "user_mine"},
		{"an encoded name is another name", "%5F_session=" + planted + "; __client_uat=5", ""},
		{"of two the first counts, as browsers put the more exact path first", "__session=" + mine + "; __session=" + planted + "; __client_uat=5", "user_mine"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if d := a.Authenticate(request("GET", "/", "Cookie", row.cookies)); d.Auth().UserID() != row.user {
				t.Errorf("decided %v", d)
			}
		})
	}
}

func TestThreatP15SomebodyElsesAccountPortalIsAForeignSite(t *testing.T) {
	cookies := join("__session="+sessionOf(t, "user_mine", "s", 1), "__client_uat=5")
	a := genuine(t, live(), authn.Config{})
	for referer, asks := range map[string]bool{
		"https://accounts.example.com/sign-in": false, "https://accounts.evil.example/": true, "https://accounts.example.com.evil.example/": true,
		"https://evil.example/accounts.example.com": true, "http://accounts.example.com/": true, "https://other-cat-2.accounts.dev/": true,
	} {
		d := a.Authenticate(page("https://app.example.com/", cookies, "Referer", referer))
		if (d.Reason == clerk.ReasonCrossOriginSync) != asks || (d.Status == authn.SignedIn) == asks {
			t.Errorf("from %s: decided %v", referer, d)
		}
	}
}

func TestThreatP16NothingButAGetIsSentToClerk(t *testing.T) {
	expired := sessionOf(t, "user_mine", "s", 999)
	for name, cookies := range map[string]string{
		"a session that is missing": "__client_uat=5", "a session without a time": "__session=" + expired, "an expired session": join("__session="+expired, "__client_uat=5"),
		"an expired session with a refresh token": join("__session="+expired, "__client_uat=5", "__refresh_naoXFJnI=r"), "an old session": join("__session="+expired, "__client_uat=1800000000"),
	} {
		calls := 0
		a := genuine(t, live(), authn.Config{Refresher: counted{calls: &calls}, Nonces: counted{calls: &calls}})
		if d := a.Authenticate(page("/", cookies)); d.Status != authn.Handshake {
			t.Fatalf("%s: a page is decided %v", name, d)
		}
		calls = 0
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "get"} {
			d := a.Authenticate(request(method, "/", "Sec-Fetch-Dest", "document", "Accept", "text/html", "Cookie", cookies))
			if d.Status != authn.SignedOut || d.Header().Get("Location") != "" || d.Reason == "" || calls != 0 {
				t.Errorf("%s, %s: decided %v with %v, after %d questions", name, method, d, d.Header(), calls)
			}
		}
	}
}

func TestThreatP22ASatelliteAsksOnlyWhenToldTo(t *testing.T) {
	for _, row := range []struct {
		name    string
		autos   bool
		address string
		asks    bool
	}{
		{"by default nobody is sent away", false, "https://satellite.example/", false},
		{"unless a sign-in has come back", false, "https://satellite.example/?__clerk_synced=false", true},
		{"with SatelliteAutoSync everybody is, once", true, "https://satellite.example/", true},
		{"and not again", true, "https://satellite.example/?__clerk_synced=true", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			options := clerk.Options{PublishableKey: liveKey, IsSatellite: clerk.Value(true), Domain: "satellite.example", SatelliteAutoSync: row.autos}
			d := genuine(t, options, authn.Config{}).Authenticate(page(row.address, ""))
			if (d.Status == authn.Handshake) != row.asks || d.Status == authn.SignedIn {
				t.Errorf("decided %v", d)
			}
		})
	}
}

// TestThreatP24AHandshakeOfAnotherInstanceIsPassedOver has the cookie __clerk_handshake of an instance on a sibling domain, which has
// no suffix and so reaches this one as well: what else the browser presents decides, and if that asks for a handshake, the next one
// begins.
func TestThreatP24AHandshakeOfAnotherInstanceIsPassedOver(t *testing.T) {
	foreign := "__clerk_handshake=" + sign(t, 1, map[string]any{"iat": now, "handshake": []string{"__session=" + sessionOf(t, "user_other", "s", 1), "__client_uat=5"}})
	for _, row := range []struct {
		name, cookies string
		status        authn.Status
		reason        clerk.Reason
	}{
		{"a session of ours", join("__session="+sessionOf(t, "user_mine", "s", 1), "__client_uat=5"), authn.SignedIn, ""},
		{"an expired session of ours", join("__session="+sessionOf(t, "user_mine", "s", 999), "__client_uat=5"), authn.Handshake, clerk.ReasonSessionTokenExpired},
		{"a browser whose session is missing", "__client_uat=5", authn.Handshake, clerk.ReasonUATWithoutSessionToken},
		{"nothing else", "shop=1", authn.SignedOut, clerk.ReasonNoCredentials},
	} {
		t.Run(row.name, func(t *testing.T) {
			var log bytes.Buffer
			o := live()
			o.JWTKey = publicKeyPEM(t)
			instance := instanceOf(t, o)
			instance.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			d := genuineFor(t, instance, authn.Config{}).Authenticate(page("https://app.example.com/", join(foreign, row.cookies)))
			if d.Status != row.status || d.Reason != row.reason || d.Auth().UserID() == "user_other" {
				t.Errorf("decided %v", d)
			}
			if strings.Contains(strings.Join(d.Header().Values("Set-Cookie"), ""), "__session") {
				t.Errorf("hands on %v", d.Header())
			}
			if row.status == authn.Handshake && !strings.HasPrefix(d.Header().Get("Location"), liveIssuer+"/v1/client/handshake?") {
				t.Errorf("is sent to %s", d.Header().Get("Location"))
			}
			if text := log.String(); !strings.Contains(text, "a handshake was not accepted") || !strings.Contains(text, string(clerk.ReasonTokenInvalidSignature)) || strings.Contains(text, "eyJ") {
				t.Errorf("the log is %s", text)
			}
		})
	}
}

func TestThreatO01APathThatBeginsWithTwoSlashesNamesNoHost(t *testing.T) {
	options := live()
	options.TrustedProxies = clerk.AnyProxy()
	cookies := join("__session="+sessionOf(t, "user_mine", "s", 999), "__client_uat=5", "__refresh_naoXFJnI=r")
	for _, target := range []string{"//evil.example/x", "//evil.example", "///evil.example/x", "//evil.example:443/..//x", "//user@evil.example/"} {
		for _, headers := range [][]string{nil, {"X-Forwarded-Host", "app.example.com", "X-Forwarded-Proto", "https"}} {
			var asked []backend.SessionRefreshParams
			var id string
			a := genuine(t, options, authn.Config{Refresher: refresher{err: refusal(404), asked: &asked, session: &id}})
			r := page("https://app.example.com/", cookies, headers...)
			r.RequestURI = target
			var err error
			if r.URL, err = url.ParseRequestURI(target); err != nil {
				t.Fatal(err)
			}
			d := a.Authenticate(r)
			back, err := url.Parse(locationQuery(t, d).Get("redirect_url"))
			if err != nil || back.Host != "app.example.com" || back.User != nil || !strings.HasPrefix(back.Path, "//") && !strings.HasPrefix(back.Path, "/x") {
				t.Errorf("%s comes back to %s", target, back)
			}
			if len(asked) != 1 || asked[0].RequestOrigin != "https://app.example.com" {
				t.Errorf("%s: Clerk is asked %v", target, asked)
			}
		}
	}
}

func TestThreatO02OnlyATrustedProxyNamesTheHostAndOnlyAHost(t *testing.T) {
	const own = "http://app.example.com/"
	anybody := live()
	anybody.TrustedProxies = clerk.AnyProxy()
	for _, row := range []struct {
		name    string
		options clerk.Options
		headers []string
		want    string
	}{
		{"a stranger is not believed", live(), []string{"X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https"}, own},
		{"nor one behind another address than the proxy's", proxied(live(), "10.0.0.0/8"), []string{"X-Forwarded-Host", "evil.example"}, own},
		{"nor the head of a list that a proxy has appended to", proxied(live(), "192.0.2.1/32"), []string{"X-Forwarded-Host", "evil.example, app.example.com"}, own},
		{"nor the header of RFC 7239", anybody, []string{"Forwarded", "host=evil.example;proto=https"}, own},
		{"a proxy that names a scheme of scripts", anybody, []string{"X-Forwarded-Host", "www.example.com", "X-Forwarded-Proto", "javascript"}, own},
		{"a user name", anybody, []string{"X-Forwarded-Host", "www.example.com@evil.example"}, own},
		{"a path", anybody, []string{"X-Forwarded-Host", "evil.example/x"}, own},
		{"a query", anybody, []string{"X-Forwarded-Host", "evil.example?x"}, own},
		{"a fragment", anybody, []string{"X-Forwarded-Host", "evil.example#"}, own},
		{"a line break", anybody, []string{"X-Forwarded-Host", "evil.example\r\nX: y"}, own},
		{"a proxy that is believed", proxied(live(), "192.0.2.1/32"), []string{"X-Forwarded-Host", "www.example.com", "X-Forwarded-Proto", "https"}, "https://www.example.com/"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := genuine(t, row.options, authn.Config{}).Authenticate(page("http://app.example.com/", "__client_uat=5", row.headers...))
			if got := locationQuery(t, d).Get("redirect_url"); got != row.want {
				t.Errorf("comes back to %s, want %s", got, row.want)
			}
		})
	}
}

func TestThreatO03TheCountOfRedirectsIsBetweenZeroAndThree(t *testing.T) {
	a := genuine(t, live(), authn.Config{})
	for count, next := range map[string]string{"-1": "1", "-99999999999999999999": "1", "NaN": "1", "x": "1", "0": "1", "2": "3", "3": "", "4": "", "99999999999": "", "1e308": ""} {
		d := a.Authenticate(page("/", join("__client_uat=5", "__clerk_redirect_count="+count)))
		cookie := d.Header().Get("Set-Cookie")
		if (next == "") != (d.Status == authn.SignedOut) || next != "" && !strings.HasPrefix(cookie, "__clerk_redirect_count="+next+";") || d.Reason != clerk.ReasonUATWithoutSessionToken {
			t.Errorf("after %s: decided %v with %q", count, d, cookie)
		}
	}
}

func TestThreatO08TheTokenOfABrowserGoesToNoStranger(t *testing.T) {
	options := test()
	options.SatelliteOrigins = []string{"https://satellite.example"}
	a := genuine(t, options, authn.Config{})
	for _, target := range []string{
		"https://evil.example/", "https://satellite.example.evil.example/", "https://satellite.example@evil.example/", `https://satellite.example\@evil.example/`,
		"http://satellite.example/", "//evil.example/", "/a", "javascript:alert(1)", "data:text/html,x", "https:evil.example", "https://evil.example\n/",
	} {
		d := a.Authenticate(page("http://localhost:3000/?__clerk_redirect_url="+url.QueryEscape(target), "__clerk_db_jwt=secret"))
		if d.Status != authn.Failed || d.FailureStatus() != http.StatusBadRequest || d.Header().Get("Location") != "" || d.Reason != clerk.ReasonRedirectURLInvalid {
			t.Errorf("%q: decided %v with %v", target, d, d.Header())
		}
	}
	d := a.Authenticate(page("http://localhost:3000/?__clerk_redirect_url=https%3A%2F%2Fsatellite.example%2F", "__clerk_db_jwt=known"))
	if got := d.Header().Get("Location"); got != "https://satellite.example/?__clerk_db_jwt=known&__clerk_synced=true" {
		t.Errorf("a satellite is answered by %q", got)
	}
	if d := genuine(t, live(), authn.Config{}).Authenticate(page("/?__clerk_redirect_url=https%3A%2F%2Fevil.example%2F", "__clerk_db_jwt=secret")); d.Status != authn.SignedOut {
		t.Errorf("in production: decided %v", d)
	}
}
