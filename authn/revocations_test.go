package authn_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// over is a list with one session and one user on it.
type over struct{ session, user string }

func (o over) Revoked(_ context.Context, caller *authobject.Auth) bool {
	return caller.SessionID() != "" && caller.SessionID() == o.session || caller.Subject() != "" && caller.Subject() == o.user
}

// TestEveryWayInAsksTheListOfRevocations is the table of how a credential that was found good gets in, and is refused where its
// session or user is on the list.
func TestEveryWayInAsksTheListOfRevocations(t *testing.T) {
	const revoked = clerk.ReasonSessionRevoked
	cookies := join("__session="+session(9), "__client_uat=5")
	nonce := func(options *authn.Config) {
		options.Nonces = exchange{directives: []string{"__session=" + session(1) + "; Path=/"}}
	}
	program := func(options *authn.Config) {
		options.Accepts = authn.AcceptAny()
		key, err := authobject.FromMachine(authobject.Machine{Kind: authobject.APIKey, Subject: "user_ada"}, "ak_x")
		if err != nil {
			t.Fatal(err)
		}
		options.Machines = programs{auth: key}
	}
	refreshed := func(options *authn.Config) {
		options.Refresher = refresher{cookies: []backend.Secret{"__session=good-user_ada@sess_1; Path=/"}}
	}
	late := verdict{claims: ada.claims, err: faulty(clerk.ReasonTokenExpired).err}
	for _, row := range []struct {
		name     string
		options  clerk.Options
		verifier authn.Verifier
		config   func(*authn.Config)
		request  *http.Request
		status   authn.Status // with the credential on the list
		reason   clerk.Reason
	}{
		{"a token in the header", live(), ada, nil, request("GET", "/", "Authorization", "Bearer "+session(9)), authn.SignedOut, revoked},
		{"a cookie", live(), ada, nil, page("/", cookies), authn.SignedOut, revoked},
		{"a nonce of a handshake", live(), ada, nonce, page("https://app.example.com/", "__clerk_handshake_nonce=N"), authn.SignedOut, clerk.ReasonNoCredentials},
		{"a handshake to a machine with a wrong clock", test(), late, nonce, page("https://app.example.com/?__clerk_handshake_nonce=N", ""), authn.Handshake, clerk.ReasonDevBrowserMissing},
		{"a refresh", live(), user{}, refreshed, request("GET", "/", "Cookie", join("__session="+session(99), "__client_uat=5", "__refresh_naoXFJnI=R")),
			authn.SignedOut, clerk.ReasonRefreshFailed + "invalid-session-token"},
		{"a program that acts for the user", live(), ada, program, request("GET", "/", "Authorization", "Bearer ak_x"), authn.SignedOut, revoked},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, list := range []struct {
				name   string
				list   authn.Revocations
				status authn.Status
				reason clerk.Reason
			}{
				{"no list", nil, authn.SignedIn, ""},
				{"a list with somebody else", over{"sess_2", "user_eve"}, authn.SignedIn, ""},
				{"a list with the user", over{user: "user_ada"}, row.status, row.reason},
				{"a list with the session", over{session: "sess_1"}, row.status, row.reason},
			} {
				if list.name == "a list with the session" && row.name == "a program that acts for the user" {
					list.status, list.reason = authn.SignedIn, "" // it has none
				}
				config := authn.Config{Revocations: list.list}
				if row.config != nil {
					row.config(&config)
				}
				d := authenticatorOf(t, row.options, row.verifier, config).Authenticate(row.request)
				if d.Status != list.status || d.Reason != list.reason || d.Unavailable {
					t.Errorf("%s: decided %v, want %s %q", list.name, d, list.status, list.reason)
				}
				if d.Status != authn.SignedIn && len(d.Header().Values("Location")) > 0 != (d.Status == authn.Handshake) {
					t.Errorf("%s: the answer has %v", list.name, d.Header())
				}
			}
		})
	}
}

func TestABrowserThatHasSignedInAnewIsAskedForItsNewSession(t *testing.T) {
	a := authenticatorOf(t, live(), ada, authn.Config{Revocations: over{session: "sess_1"}})
	d := a.Authenticate(page("https://app.example.com/", join("__session="+session(9), "__client_uat=1799999995")))
	if d.Status != authn.Handshake || d.Reason != clerk.ReasonSessionTokenBeforeUAT {
		t.Errorf("decided %v", d)
	}
}

func TestTheListIsNotAskedAboutWhatIsNotGood(t *testing.T) {
	for name, v := range map[string]authn.Verifier{"a refusal": faulty(clerk.ReasonTokenInvalidSignature), "a verifier that names nobody": silent{}} {
		t.Run(name, func(t *testing.T) {
			a := authenticatorOf(t, live(), v, authn.Config{Revocations: unasked{t}})
			if d := a.Authenticate(request("GET", "/", "Authorization", "Bearer x")); d.Status != authn.SignedOut || d.Reason == clerk.ReasonSessionRevoked {
				t.Errorf("decided %v", d)
			}
		})
	}
}

// unasked fails the test when it is asked.
type unasked struct{ t *testing.T }

func (u unasked) Revoked(_ context.Context, caller *authobject.Auth) bool {
	u.t.Errorf("asked about %v", caller)
	return true
}
