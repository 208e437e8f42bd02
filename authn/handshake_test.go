package authn_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

// exchange answers every nonce alike.
type exchange struct {
	directives []string
	err        error
	asked      *[]string
}

func (e exchange) Exchange(_ context.Context, nonce string) ([]string, error) {
	if e.asked != nil {
		*e.asked = append(*e.asked, nonce)
	}
	return e.directives, e.err
}

// TestHandshakesThatComeBack is the table of what a handshake decides, by its payload and by its nonce alike.
func TestHandshakesThatComeBack(t *testing.T) {
	good := []string{"__session=S; Path=/; Secure", "__client_uat=5; Path=/"}
	refused := func(reason clerk.Reason) error { return &token.Error{Reason: reason, Detail: "d"} }
	for _, row := range []struct {
		name    string
		options clerk.Options
		verdict verdict
		list    []string
		status  authn.Status
		reason  clerk.Reason
		cookies []string
	}{
		{"a session", live(), ada, good, authn.SignedIn, "", good},
		{"no session", live(), ada, good[1:], authn.SignedOut, clerk.ReasonSessionTokenMissing, good[1:]},
		{"nothing at all", live(), ada, nil, authn.SignedOut, clerk.ReasonSessionTokenMissing, nil},
		{"a session that is refused, in production", live(), faulty(clerk.ReasonTokenExpired), good, authn.SignedOut, clerk.ReasonNoCredentials, nil},
		{"a session that is refused, in development", test(), faulty(clerk.ReasonTokenInvalidSignature), good, authn.Handshake, clerk.ReasonDevBrowserMissing, nil},
		{"a clock that is off, in development", test(), verdict{claims: ada.claims, err: refused(clerk.ReasonTokenExpired)}, good, authn.SignedIn, "", good},
		{"a clock that is slow, in development", test(), verdict{claims: ada.claims, err: refused(clerk.ReasonTokenIATInTheFuture)}, good, authn.SignedIn, "", good},
		{"a clock that is off by years", test(), verdict{err: refused(clerk.ReasonTokenExpired), developer: refused(clerk.ReasonTokenExpired)}, good, authn.Handshake, clerk.ReasonDevBrowserMissing, nil},
		{"the last session cookie counts", live(), ada, []string{"__session=A", "__session" + liveSuffix + "=B"}, authn.SignedIn, "", []string{"__session=A", "__session" + liveSuffix + "=B"}},
		{"a line break smuggles no header", live(), ada, []string{"a=b\r\nSet-Cookie: c=d", "__session=S"}, authn.SignedIn, "", []string{"__session=S"}},
	} {
		for _, by := range []struct {
			name    string
			request *http.Request
			verdict func(verdict) verdict
			nonces  authn.Nonces
		}{
			{"payload in a cookie", page("https://app.example.com/p?x=1", "__clerk_handshake=H"), func(v verdict) verdict { v.directives = row.list; return v }, nil},
			{"payload in the query", page("https://app.example.com/p?x=1&__clerk_handshake=H", ""), func(v verdict) verdict { v.directives = row.list; return v }, nil},
			{"nonce in the query", page("https://app.example.com/p?x=1&__clerk_handshake_nonce=N", ""), func(v verdict) verdict { return v }, exchange{directives: row.list}},
			{"nonce of a script", request("GET", "https://app.example.com/p?x=1", "Cookie", "__clerk_handshake_nonce=N"), func(v verdict) verdict { return v }, exchange{directives: row.list}},
		} {
			t.Run(row.name+", "+by.name, func(t *testing.T) {
				d := authenticatorOf(t, row.options, by.verdict(row.verdict), authn.Config{Nonces: by.nonces}).Authenticate(by.request)
				want := row.status
				if want == authn.Handshake && by.request.Header.Get("Sec-Fetch-Dest") == "" {
					want = authn.SignedOut
				}
				if d.Status != want || d.Reason != row.reason {
					t.Fatalf("decided %v, want %s %q", d, want, row.reason)
				}
				h := d.Header()
				resolved := row.status == authn.SignedIn || row.reason == clerk.ReasonSessionTokenMissing
				if !resolved {
					if h.Get("Access-Control-Allow-Origin") != "" || strings.Contains(strings.Join(h.Values("Set-Cookie"), ""), "__session") {
						t.Errorf("headers are %v", h)
					}
					return
				}
				if !slices.Equal(h.Values("Set-Cookie"), row.cookies) || h.Get("Access-Control-Allow-Origin") != "null" || h.Get("Access-Control-Allow-Credentials") != "true" {
					t.Errorf("headers are %v", h)
				}
				wantLocation := ""
				if row.options.PublishableKey == testKey {
					wantLocation = "https://app.example.com/p?x=1"
				}
				if h.Get("Location") != wantLocation || d.Redirects() != (wantLocation != "") || (h.Get("Cache-Control") == "no-store") != (wantLocation != "") {
					t.Errorf("headers are %v", h)
				}
			})
		}
	}
}

func TestAHandshakeThatCannotBeVerified(t *testing.T) {
	v := ada
	v.handshake = &token.Error{Reason: clerk.ReasonTokenInvalidSignature, Detail: "d"}
	t.Run("in production the cookies decide", func(t *testing.T) {
		d := authenticatorOf(t, live(), v, authn.Config{}).Authenticate(page("/", join("__clerk_handshake=H", "__session="+session(9), "__client_uat=5")))
		if d.Status != authn.SignedIn || d.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("decided %v with %v", d, d.Header())
		}
	})
	t.Run("in development it is an error that says what to do", func(t *testing.T) {
		d := authenticatorOf(t, test(), v, authn.Config{}).Authenticate(page("/", join("__clerk_handshake=H", "__session="+session(9), "__client_uat=5", "__clerk_db_jwt=d")))
		if d.Status != authn.Failed || d.FailureStatus() != 500 || d.Reason != clerk.ReasonHandshakeFailed || d.Auth().IsSignedIn() || !strings.Contains(d.Err.Error(), "clear the cookies") {
			t.Errorf("decided %v: %v", d, d.Err)
		}
	})
	t.Run("in development without keys it is a 503", func(t *testing.T) {
		v.handshake = &token.Error{Reason: clerk.ReasonJWKRemoteFailedToLoad, Unavailable: true}
		if d := authenticatorOf(t, test(), v, authn.Config{}).Authenticate(page("/", "__clerk_handshake=H")); d.FailureStatus() != 503 {
			t.Errorf("decided %v with %d", d, d.FailureStatus())
		}
	})
	t.Run("an unknown nonce ends without a session", func(t *testing.T) {
		d := authenticatorOf(t, live(), ada, authn.Config{Nonces: exchange{err: errors.New("boom")}}).Authenticate(page("/", "__clerk_handshake_nonce=N"))
		if d.Status != authn.SignedOut || d.Reason != clerk.ReasonSessionTokenMissing {
			t.Errorf("decided %v", d)
		}
	})
}

// TestAPlantedHandshake says that a production link on another site signs nobody in as whoever made it.
func TestAPlantedHandshake(t *testing.T) {
	v := ada
	v.directives = []string{"__session=S"}
	for _, row := range []struct {
		name    string
		options clerk.Options
		request *http.Request
		want    bool // is the handshake accepted
	}{
		{"a link on another site", live(), page("/?__clerk_handshake=H", "", "Sec-Fetch-Site", "cross-site"), false},
		{"one with a nonce", live(), page("/?__clerk_handshake_nonce=N", "", "Sec-Fetch-Site", "cross-site"), false},
		{"a nonce beside a cookie that has one", live(), page("/?__clerk_handshake_nonce=N", "__clerk_handshake_nonce=M", "Sec-Fetch-Site", "cross-site"), false},
		{"a handshake in cookies", live(), page("/", "__clerk_handshake=H", "Sec-Fetch-Site", "cross-site"), true},
		{"a redirect within the site", live(), page("/?__clerk_handshake=H", "", "Sec-Fetch-Site", "same-site"), false},
		{"a browser that does not say", live(), page("/?__clerk_handshake=H", ""), true},
		{"development, where handshakes come so", test(), page("/?__clerk_handshake=H", "", "Sec-Fetch-Site", "cross-site"), true},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := authenticatorOf(t, row.options, v, authn.Config{Nonces: exchange{directives: v.directives}}).Authenticate(row.request)
			if (d.Status == authn.SignedIn) != row.want {
				t.Errorf("decided %v", d)
			}
		})
	}
}

func TestWhichHandshakeCounts(t *testing.T) {
	var asked []string
	nonces := exchange{directives: []string{"__client_uat=1"}, asked: &asked}
	v := ada
	v.directives = []string{"__client_uat=2"}
	a := authenticatorOf(t, live(), v, authn.Config{Nonces: nonces})
	d := a.Authenticate(page("/?__clerk_handshake_nonce=query&__clerk_handshake=H", "__clerk_handshake_nonce=cookie"))
	if !slices.Equal(asked, []string{"query"}) || d.Header().Get("Set-Cookie") != "__client_uat=1" {
		t.Errorf("asked for %q, %v", asked, d.Header())
	}
	if d := a.Authenticate(page("/?__clerk_handshake=H", "", "Authorization", "Bearer T")); d.Status != authn.SignedIn || d.Header().Get("Set-Cookie") != "" {
		t.Errorf("beside a header token: %v, %v", d, d.Header())
	}
}

// user is a verifier that signs in whoever presents a token of the form user:session.
type user struct{ verdict }

func (user) Session(_ context.Context, text string) (*authobject.Auth, error) {
	name, ok := strings.CutPrefix(text, "good-")
	if !ok {
		return nil, &token.Error{Reason: clerk.ReasonTokenExpired, Detail: "d"}
	}
	name, sid, _ := strings.Cut(name, "@")
	return authobject.FromClaims([]byte(`{"sub":"`+name+`","sid":"`+sid+`"}`), text)
}
