package multisession_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/multisession"
)

// client returns a client of an instance that tries once.
func client(t testing.TB, ck *clerktest.Clerk) *backend.Client {
	t.Helper()
	c, err := backend.New(ck.Options(), backend.WithRetry(backend.Retry{Attempts: 1}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// caller is who a token of a session speaks for.
func caller(t testing.TB, in *clerktest.SignIn, userID string) *authobject.Auth {
	t.Helper()
	a, err := authobject.FromClaims([]byte(`{"sub":"`+userID+`","sid":"`+in.SessionID()+`"}`), "")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTheSessionsOfABrowser(t *testing.T) {
	ck := clerktest.New(t)
	user := func(id string) clerktest.User { return ck.AddUser(clerktest.User{ID: id}) }
	ada := ck.SignIn(user("user_ada"))
	bob, pam, ned := ada.Beside(user("user_bob")), ada.Beside(user("user_pam")), ada.Beside(user("user_ned"))
	ck.SignIn(user("user_eve"))
	ck.SetSessionStatus(pam, "pending")
	ck.EndSession(ned)
	c := client(t, ck)

	list, err := multisession.Sessions(t.Context(), c, caller(t, ada, "user_ada"))
	if err != nil || len(list) != 3 {
		t.Fatalf("got %d sessions, %v", len(list), err)
	}
	for i, want := range []struct {
		id, user   string
		acting     bool
		lastActive bool
		status     backend.SessionStatus
	}{
		{ada.SessionID(), "user_ada", true, false, backend.SessionStatusActive},
		{bob.SessionID(), "user_bob", false, false, backend.SessionStatusActive},
		{pam.SessionID(), "user_pam", false, true, backend.SessionStatusPending},
	} {
		got := list[i]
		if got.ID != want.id || got.UserID != want.user || got.Acting != want.acting || got.LastActive != want.lastActive || got.Status != want.status {
			t.Errorf("session %d is %+v, want %+v", i, got, want)
		}
	}
	t.Run("of one that has ended there are none", func(t *testing.T) {
		if list, err := multisession.Sessions(t.Context(), c, caller(t, ned, "user_ned")); list != nil || !errors.Is(err, multisession.ErrNoSession) {
			t.Errorf("got %v, %v", list, err)
		}
	})
	t.Run("of another user's session there are none", func(t *testing.T) {
		if list, err := multisession.Sessions(t.Context(), c, caller(t, bob, "user_eve")); list != nil || !errors.Is(err, multisession.ErrNoSession) {
			t.Errorf("got %v, %v", list, err)
		}
	})
	t.Run("of nobody there are none", func(t *testing.T) {
		for _, nobody := range []*authobject.Auth{nil, authobject.SignedOut(clerk.ReasonNoCredentials)} {
			if list, err := multisession.Sessions(t.Context(), c, nobody); list != nil || !errors.Is(err, multisession.ErrNoSession) {
				t.Errorf("got %v, %v", list, err)
			}
		}
	})
	t.Run("while Clerk is down there is an error", func(t *testing.T) {
		ck.FailWith(503)
		defer ck.FailWith(0)
		if _, err := multisession.Sessions(t.Context(), c, caller(t, ada, "user_ada")); !errors.Is(err, backend.ErrServer) {
			t.Errorf("got %v", err)
		}
	})
}

func TestVerifyClientDoesWhatTheOldSDKDid(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Kind: clerk.KindProduction})
	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	bob := ck.AddUser(clerktest.User{ID: "user_bob"})
	b := ck.Browser()
	b.SignIn(ada, "")
	b.SignIn(bob, "")
	token := ""
	for _, cookie := range b.Cookies(ck.Issuer()) {
		if cookie.Name == "__client_"+clerk.CookieSuffix(ck.Options().PublishableKey) {
			token = cookie.Value
		}
	}
	accounts := b.Accounts()
	if len(accounts) != 2 || token == "" {
		t.Fatalf("the browser holds %+v and the token %q", accounts, token)
	}
	c := client(t, ck)
	stranger := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_eve"})).SessionID()
	for _, row := range []struct{ name, token, id, user string }{
		{"none is named: the last active one", token, "", "user_bob"},
		{"the other one is named", token, accounts[0].SessionID, "user_ada"},
		{"another browser's is named", token, stranger, ""},
		{"an odd one is named", token, "sess_../x", ""},
		{"one that nobody has is named", token, "sess_x", ""},
		{"a token that is none", "x", "", ""},
		{"a token that is none, and one is named", "x", accounts[0].SessionID, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, err := multisession.VerifyClient(t.Context(), c, row.token, row.id)
			if row.user == "" {
				if err == nil || s != nil {
					t.Errorf("got %+v", s)
				}
				return
			}
			if err != nil || s.UserID != row.user {
				t.Errorf("got %+v, %v", s, err)
			}
		})
	}
	b.SignOut("")
	if s, err := multisession.VerifyClient(t.Context(), c, token, ""); s != nil || !errors.Is(err, multisession.ErrNoSession) {
		t.Errorf("after everybody has signed out: %+v, %v", s, err)
	}
}

func TestVerifyClientSpeaksTheLastVersionThatHasTheOperation(t *testing.T) {
	ck := clerktest.New(t)
	opts := ck.Options()
	var versions []string
	opts.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		versions = append(versions, r.Header.Get(clerk.HeaderAPIVersion))
		return nil, errors.New("no network")
	})}
	c, err := backend.New(opts, backend.WithRetry(backend.Retry{Attempts: 1}))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = multisession.VerifyClient(t.Context(), c, "x", "sess_a")
	_, _ = multisession.VerifyClient(t.Context(), c, "x", "")
	if len(versions) != 2 || versions[0] != "2025-03-12" || versions[1] != clerk.APIVersionDate {
		t.Errorf("the versions are %q", versions)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
