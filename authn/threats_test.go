package authn_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// genuine makes an authenticator that verifies by the first key of the tests.
func genuine(t *testing.T, o clerk.Options, c authn.Config) *authn.Authenticator {
	t.Helper()
	o.JWTKey = publicKeyPEM(t)
	return genuineFor(t, instanceOf(t, o), c)
}

// genuineFor is genuine for an instance that is resolved.
func genuineFor(t *testing.T, instance *clerk.Instance, c authn.Config) *authn.Authenticator {
	t.Helper()
	cache, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cache.Close() })
	a, err := authn.New(instance, token.New(instance, cache), c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func sessionOf(t *testing.T, user, id string, ago int) string {
	t.Helper()
	return sign(t, 0, map[string]any{"sub": user, "sid": id, "iss": liveIssuer, "iat": now - ago, "exp": now - ago + 60})
}

// counted answers every refresh and every nonce alike, and counts the questions.
type counted struct {
	calls      *int
	err        error
	directives []string
}

func (c counted) Refresh(context.Context, string, *backend.SessionRefreshParams) (*backend.SessionRefresh, error) {
	*c.calls++
	return nil, c.err
}

func (c counted) Exchange(context.Context, string) ([]string, error) {
	*c.calls++
	return c.directives, c.err
}

func TestThreatP10MachinesInTheSessionCookieAreNoUsers(t *testing.T) {
	text := sign(t, 0, map[string]any{"sub": "mch_1", "iss": liveIssuer, "iat": now - 5, "exp": now + 55})
	if d := genuine(t, live(), authn.Config{}).Authenticate(page("/", join("__session="+text, "__client_uat=5"))); d.Status == authn.SignedIn {
		t.Errorf("decided %v", d)
	}
}

func TestThreatP14HandshakesInAddresses(t *testing.T) {
	payload := sign(t, 0, map[string]any{"iat": now, "handshake": []string{"__session=" + sessionOf(t, "user_other", "s", 1), "shop=x", "__client_uat=5; Domain=other.example"}})
	for _, o := range []clerk.Options{live(), {}} {
		a := genuine(t, o, authn.Config{})
		for _, site := range []string{"", "none", "same-origin", "same-site", "cross-site", "x"} {
			for _, method := range []string{"GET", "POST"} {
				for _, dest := range []string{"document", "iframe", "image", "empty", ""} {
					r := request(method, "https://app.example.com/p?__clerk_handshake="+payload, "Sec-Fetch-Dest", dest, "Sec-Fetch-Site", site)
					want := method == "GET" && dest == "document" && slices.Contains([]string{"", "none", "same-origin"}, site)
					d := a.Authenticate(r)
					if (d.Status == authn.SignedIn) != want || want && len(d.Header()["Set-Cookie"]) != 1 {
						t.Errorf("%s %q %q: %v with %v", method, site, dest, d, d.Header())
					}
				}
			}
		}
	}
}

func TestAHandshakeThatIsNoneLeavesTheSession(t *testing.T) {
	mine := join("__session="+sessionOf(t, "user_mine", "s", 1), "__client_uat=5")
	a := genuine(t, live(), authn.Config{Nonces: exchange{err: &backend.Error{Status: 404}}})
	for name, cookie := range map[string]string{
		"a session token": "__clerk_handshake=" + sessionOf(t, "user_other", "s", 1),
		"an old sign-out": "__clerk_handshake=" + sign(t, 0, map[string]any{"iat": now - 999, "handshake": []string{"__session=", "__client_uat=0"}}),
		"a junk nonce":    "__clerk_handshake_nonce=tossed",
	} {
		d := a.Authenticate(page("/", join(cookie, mine)))
		if d.Status != authn.SignedIn || strings.Contains(name, "nonce") != (len(d.Header()["Set-Cookie"]) == 1) {
			t.Errorf("%s: %v with %v", name, d, d.Header())
		}
	}
	down := genuine(t, live(), authn.Config{Nonces: exchange{err: errors.New("boom")}})
	if d := down.Authenticate(page("/", join("__clerk_handshake_nonce=n", mine))); d.Status != authn.SignedIn {
		t.Errorf("while Clerk is down: %v", d)
	}
	if d := down.Authenticate(page("/", "__clerk_handshake_nonce=n")); d.Status != authn.SignedOut || !d.Unavailable {
		t.Errorf("while Clerk is down, without a session: %v", d)
	}
}

type untouched struct{ io.ReadCloser }

func (untouched) Read([]byte) (int, error) { panic("the body was read") }

func TestThreatP23TheBodyIsNotTouched(t *testing.T) {
	r := request("POST", "/", "Authorization", "Bearer x")
	r.Body = untouched{http.NoBody}
	genuine(t, live(), authn.Config{}).Authenticate(r)
}

func TestThreatO04OnlyTheSessionThatFailedIsRefreshed(t *testing.T) {
	other := backend.Secret("__session=" + sessionOf(t, "user_other", "sess_other", 1))
	d := genuine(t, live(), authn.Config{Refresher: refresher{cookies: []backend.Secret{other}}}).Authenticate(request("GET", "/",
		"Authorization", "Bearer "+sessionOf(t, "user_mine", "sess_mine", 999), "Cookie", "__refresh_naoXFJnI=planted"))
	if d.Status != authn.SignedOut || d.Reason != clerk.ReasonRefreshFailed+"invalid-session-token" {
		t.Errorf("decided %v", d)
	}
}

func TestThreatO12ClerkThatDoesNotAnswerIs503(t *testing.T) {
	for _, err := range []error{errors.New("timeout"), refusal(500), refusal(429), refusal(401)} {
		d := genuine(t, live(), authn.Config{Refresher: refresher{err: err}}).Authenticate(request("GET", "/",
			"Authorization", "Bearer "+sessionOf(t, "user_mine", "s", 999), "Cookie", "__refresh_naoXFJnI=r"))
		if d.Status != authn.SignedOut || !d.Unavailable || d.RetryAfter <= 0 {
			t.Errorf("%v: %v", err, d)
		}
	}
}

func TestThreatO13OnlyWhatIsAboutTheBrowserGoesToClerk(t *testing.T) {
	var asked []backend.SessionRefreshParams
	var id string
	a := genuine(t, live(), authn.Config{Refresher: refresher{err: refusal(404), asked: &asked, session: &id}})
	a.Authenticate(request("GET", "/", "Authorization", "Bearer "+sessionOf(t, "user_mine", "s", 999), "X-Api-Key", "k", "User-Agent", "u",
		"Cookie", "__refresh_naoXFJnI=r; __refresh_OTHERINS=secret; shop=x", "Accept", strings.Repeat("x", 20<<10)))
	h, _ := asked[0].RequestHeaders.Get()
	if len(h) != 2 || h["user-agent"] == nil || !slices.Equal(h["cookie"], []string{"__refresh_naoXFJnI=r"}) {
		t.Errorf("Clerk is told %v", h)
	}
}

func TestThreatO15StrangersHaveABudget(t *testing.T) {
	calls := 0
	c := counted{calls: &calls, err: refusal(404)}
	a := genuine(t, live(), authn.Config{Nonces: c, Accepts: authn.AcceptOnly(authobject.SessionToken)})
	for n := range 1000 {
		a.Authenticate(page("/", fmt.Sprintf("__clerk_handshake_nonce=x%d", n)))
	}
	if calls > 40 {
		t.Errorf("1,000 nonces cost %d questions", calls)
	}
	calls = 0
	a = genuine(t, live(), authn.Config{Refresher: counted{calls: &calls, err: refusal(401, "refresh_token_invalid")}})
	r := request("GET", "/", "Authorization", "Bearer "+sessionOf(t, "user_mine", "s", 999), "Cookie", "__refresh_naoXFJnI=r")
	for range 1000 {
		a.Authenticate(r)
	}
	if calls != 1 {
		t.Errorf("one token that is refused cost %d questions", calls)
	}
}

func TestWithoutAFrontendAPIALinkSignsNobodyOut(t *testing.T) {
	cookies := join("__session="+sessionOf(t, "user_mine", "s", 1), "__client_uat=5")
	if d := genuine(t, clerk.Options{}, authn.Config{}).Authenticate(page("https://app.example.com/", cookies, "Referer", "https://search.example/")); d.Status != authn.SignedIn {
		t.Errorf("decided %v", d)
	}
}

func TestClerkIsLeftAloneAfterA429(t *testing.T) {
	calls := 0
	a := genuine(t, live(), authn.Config{Nonces: counted{calls: &calls, err: refusal(429)}})
	for n := range 50 {
		if d := a.Authenticate(page("/", fmt.Sprintf("__clerk_handshake_nonce=x%d", n))); !d.Unavailable {
			t.Fatalf("decided %v", d)
		}
	}
	if calls != 1 {
		t.Errorf("asked %d times", calls)
	}
}
