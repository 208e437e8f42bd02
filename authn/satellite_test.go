package authn_test

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

// satellite are the options of a satellite of either instance.
func satellite(key string, autoSync bool) clerk.Options {
	return clerk.Options{
		PublishableKey: key, IsSatellite: clerk.Value(true), Domain: "satellite.example", SatelliteAutoSync: autoSync,
		SignInURL: "https://primary.example/sign-in?a=1#top",
	}
}

// TestSatellites is the table of what a page load means to a satellite. In production it asks its own Frontend API, in development
// the primary application.
func TestSatellites(t *testing.T) {
	signedIn := join("__session="+jwt(map[string]any{"sub": "user_1", "iat": now, "exp": now + 60}), "__client_uat=5", "__clerk_db_jwt=d")
	const sync = clerk.ReasonSatelliteNeedsSyncing
	for _, row := range []struct {
		name, query, cookies, dest string
		auto                       bool
		status                     authn.Status
		reason                     clerk.Reason
		development                clerk.Reason // in development, where that differs
	}{
		{"an unknown browser is left alone", "", "__clerk_db_jwt=d", "document", false, authn.SignedOut, clerk.ReasonNoCredentials, ""},
		{"and asked about with auto-sync", "", "__clerk_db_jwt=d", "document", true, authn.Handshake, sync, ""},
		{"so is one that is signed out here", "", "__clerk_db_jwt=d; __client_uat=0", "document", true, authn.Handshake, sync, ""},
		{"a sign-in has come back", "?__clerk_synced=false", "", "document", false, authn.Handshake, sync, ""},
		{"and that goes before the cookies", "?__clerk_synced=false", signedIn, "document", false, authn.Handshake, sync, ""},
		{"the answer is there", "?__clerk_synced=true", "__clerk_db_jwt=d", "document", true, authn.SignedOut, clerk.ReasonNoCredentials, ""},
		{"any other word is none", "?__clerk_synced=maybe", "__clerk_db_jwt=d", "document", false, authn.SignedOut, clerk.ReasonNoCredentials, ""},
		{"signed in", "", signedIn, "document", true, authn.SignedIn, "", ""},
		{"signed in, from another site", "", signedIn, "document", true, authn.SignedIn, "", ""},
		{"a frame does not ask", "?__clerk_synced=false", "__clerk_db_jwt=d", "iframe", true, authn.SignedOut, clerk.ReasonNoCredentials, ""},
		{"a script does not ask", "?__clerk_synced=false", "__clerk_db_jwt=d", "empty", true, authn.SignedOut, clerk.ReasonNoCredentials, ""},
		{"an unknown browser's frame", "", "", "iframe", true, authn.SignedOut, clerk.ReasonNoCredentials, clerk.ReasonDevBrowserMissing},
		{"a loop", "?__clerk_synced=false", "__clerk_redirect_count=3", "document", true, authn.SignedOut, sync, ""},
	} {
		for _, key := range []string{liveKey, testKey} {
			t.Run(row.name+" "+key[:7], func(t *testing.T) {
				target := "https://satellite.example/p" + row.query
				r := request("GET", target, "Sec-Fetch-Dest", row.dest, "Cookie", row.cookies, "Referer", "https://primary.example/")
				d := authenticatorOf(t, satellite(key, row.auto), ada, authn.Config{}).Authenticate(r)
				status, reason := row.status, row.reason
				if key == testKey && row.development != "" {
					status, reason = authn.Handshake, row.development
				}
				if d.Status != status || d.Reason != reason {
					t.Fatalf("decided %v, want %s %q", d, status, reason)
				}
				if d.Reason != sync || d.Status != authn.Handshake {
					return
				}
				want := "https://clerk.satellite.example/v1/client/handshake?redirect_url=" + url.QueryEscape(target) + "&"
				if key == testKey {
					want = "https://primary.example/sign-in?a=1&__clerk_redirect_url=" + url.QueryEscape(target) + "#top"
				}
				if got := d.Header().Get("Location"); !strings.HasPrefix(got, want) {
					t.Errorf("sent to %s, want %s", got, want)
				}
			})
		}
	}
}

// TestThePrimaryAnswers is the table of the other side, on the primary application of a development instance.
func TestThePrimaryAnswers(t *testing.T) {
	const answered = clerk.ReasonPrimaryRespondsToSyncing
	for _, row := range []struct {
		name, target string
		status       authn.Status
		reason       clerk.Reason
		location     string
	}{
		{"an address", "https://satellite.example/a?x=1", authn.Handshake, answered, "https://satellite.example/a?x=1&__clerk_db_jwt=d&__clerk_synced=true"},
		{"a port and a fragment", "http://localhost:3001/#top", authn.Handshake, answered, "http://localhost:3001/?__clerk_db_jwt=d&__clerk_synced=true#top"},
		{"what it said before is replaced", "https://satellite.example/?__clerk_synced=false&__clerk_db_jwt=old", authn.Handshake, answered, "https://satellite.example/?__clerk_db_jwt=d&__clerk_synced=true"},
		{"an authorized party", "https://party.example:8443/", authn.Handshake, answered, "https://party.example:8443/?__clerk_db_jwt=d&__clerk_synced=true"},
		{"this application itself", "https://app.example.com/b", authn.Handshake, answered, "https://app.example.com/b?__clerk_db_jwt=d&__clerk_synced=true"},
		{"a name of this machine", "http://shop.localhost:3001/", authn.Handshake, answered, "http://shop.localhost:3001/?__clerk_db_jwt=d&__clerk_synced=true"},
		{"an address of this machine", "http://127.0.0.2/", authn.Handshake, answered, "http://127.0.0.2/?__clerk_db_jwt=d&__clerk_synced=true"},
		{"the other address of this machine", "http://[::1]:3001/", authn.Handshake, answered, "http://[::1]:3001/?__clerk_db_jwt=d&__clerk_synced=true"},
		{"O-8: a stranger", "https://evil.example/x", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"O-8: a stranger with a fragment", "http://evil.example#", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"O-8: a stranger below a satellite's name", "https://satellite.example.evil.example/", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"O-8: a stranger that begins like this machine", "https://localhost.evil.example/", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"O-8: a number that is no loopback address", "https://128.0.0.1/", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"O-8: another port of a satellite", "https://satellite.example:444/", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"O-8: a satellite in clear", "http://satellite.example/", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"O-8: this application in clear", "http://app.example.com/", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"a path", "/a", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"two slashes", "//evil.example/a", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"a word", "notaurl", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"a script", "javascript:alert(1)", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"a user name", "https://user:pass@satellite.example/", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"a backslash", `https://satellite.example\@evil.example/`, authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"a line break", "https://satellite.example/\r\nX: y", authn.Failed, clerk.ReasonRedirectURLInvalid, ""},
		{"nothing", "", authn.SignedOut, clerk.ReasonNoCredentials, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			options := test()
			options.SatelliteOrigins = []string{"https://satellite.example"}
			options.AuthorizedParties = []string{"https://party.example:8443"}
			d := authenticatorOf(t, options, ada, authn.Config{}).Authenticate(page("https://app.example.com/?__clerk_redirect_url="+url.QueryEscape(row.target), "__clerk_db_jwt=d"))
			if d.Status != row.status || d.Reason != row.reason || d.Header().Get("Location") != row.location {
				t.Errorf("decided %v, %v", d, d.Header())
			}
			if d.Status == authn.Failed && d.FailureStatus() != http.StatusBadRequest {
				t.Errorf("status %d", d.FailureStatus())
			}
		})
	}
	t.Run("with AnyOrigin a stranger too, but nothing that is no http or https address", func(t *testing.T) {
		options := test()
		options.SatelliteOrigins = []string{clerk.AnyOrigin}
		a := authenticatorOf(t, options, ada, authn.Config{})
		for target, location := range map[string]string{
			"https://stranger.example/x": "https://stranger.example/x?__clerk_db_jwt=d&__clerk_synced=true", "javascript:alert(1)": "", "/a": "",
		} {
			d := a.Authenticate(page("/?__clerk_redirect_url="+url.QueryEscape(target), "__clerk_db_jwt=d"))
			if d.Header().Get("Location") != location || (d.Status == authn.Failed) != (location == "") {
				t.Errorf("%s: decided %v, %v", target, d, d.Header())
			}
		}
	})
	t.Run("production ignores it", func(t *testing.T) {
		if d := authenticatorOf(t, live(), ada, authn.Config{}).Authenticate(page("/?__clerk_redirect_url=https%3A%2F%2Fx.example", "")); d.Status != authn.SignedOut {
			t.Errorf("decided %v", d)
		}
	})
}

// FuzzRedirectURL sends any address to come back to: the browser is sent to an http or https address without a user name, or
// nowhere.
func FuzzRedirectURL(f *testing.F) {
	for _, seed := range []string{"https://a.example/x?y#z", "//evil", "javascript:x", `https://a\@b/`, "https://a@b", "http://[::1]:1/%2f..", "https://a/\r\n", "HTTPS://A.EXAMPLE:443"} {
		f.Add(seed)
	}
	f.Add("https://satellite.example/x?y#z")
	options := test()
	options.SatelliteOrigins = []string{"https://satellite.example"}
	a := authenticatorOf(f, options, ada, authn.Config{})
	f.Fuzz(func(t *testing.T, target string) {
		d := a.Authenticate(page("/?__clerk_redirect_url="+url.QueryEscape(target), "__clerk_db_jwt=d"))
		location := d.Header().Get("Location")
		if d.Status != authn.Handshake {
			if location != "" {
				t.Fatalf("%v redirects to %q", d, location)
			}
			return
		}
		got, err := url.Parse(location)
		want, wantErr := url.Parse(target)
		if err != nil || wantErr != nil || (got.Scheme != "http" && got.Scheme != "https") || got.User != nil || !strings.EqualFold(got.Hostname(), want.Hostname()) ||
			got.Query().Get("__clerk_synced") != "true" || strings.ContainsAny(location, "\r\n \\") {
			t.Fatalf("%q redirects to %q", target, location)
		}
		ip := net.ParseIP(got.Hostname())
		if name := got.Hostname(); name != "satellite.example" && name != "example.com" && name != "localhost" && !strings.HasSuffix(name, ".localhost") && !ip.IsLoopback() {
			t.Fatalf("%q redirects to the stranger %q", target, location)
		}
	})
}

func TestASatelliteThatSignsInAtItself(t *testing.T) {
	own := satellite(liveKey, true)
	own.SignInURL = "https://satellite.example/sign-in"
	path := satellite(liveKey, true)
	path.SignInURL = "/sign-in"
	for _, row := range []struct {
		name    string
		options clerk.Options
		origin  string
		failed  bool
	}{
		{"its own page", own, "https://satellite.example", true},
		{"a path", path, "https://satellite.example", true},
		{"a path, and nobody says from where", path, "", false},
		{"the primary application's page", satellite(liveKey, true), "https://satellite.example", false},
		{"a script of the primary application", satellite(liveKey, true), "https://primary.example", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := authenticatorOf(t, row.options, ada, authn.Config{}).Authenticate(request("GET", "https://satellite.example/", "Origin", row.origin))
			if (d.Status == authn.Failed) != row.failed || row.failed && (d.FailureStatus() != 500 || d.Reason != clerk.ReasonSatelliteSignInURL) {
				t.Errorf("decided %v, status %d", d, d.FailureStatus())
			}
		})
	}
}
