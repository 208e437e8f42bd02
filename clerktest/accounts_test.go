package clerktest_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/multisession"
)

// told writes down the accounts of a browser: "user_ada, user_bob*", with a star for the one in front.
func told(list []clerktest.Account) string {
	var out []string
	for _, a := range list {
		text := a.UserID
		if a.Active {
			text += "*"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// Several accounts in one browser, in every setting: they come one after the other, take turns, and go one by one.
func TestSeveralAccountsInOneBrowser(t *testing.T) {
	for _, s := range settings {
		t.Run(s.name, func(t *testing.T) {
			config := s.config
			config.Now = atMoment
			ck := clerktest.New(t, config)
			ada := ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada"})
			bob := ck.AddUser(clerktest.User{ID: "user_bob", FirstName: "Bob"})
			app := newShop(t, ck, s.origin)
			b := ck.Browser().Serve(s.origin, app)
			if got := b.Accounts(); got != nil {
				t.Errorf("a new browser holds %v", got)
			}
			b.SignIn(ada, s.origin+"/a")
			wantPage(t, b.SignIn(bob, s.origin+"/a"), s.origin+"/a", "user_bob "+s.origin)
			accounts := b.Accounts()
			if got := told(accounts); got != "user_ada, user_bob*" || accounts[0].Name != "Ada" {
				t.Fatalf("the browser holds %s", got)
			}
			adas, bobs := accounts[0].SessionID, accounts[1].SessionID

			ck.Advance(time.Second)
			wantPage(t, b.Switch(adas, s.origin+"/a"), s.origin+"/a", "user_ada "+s.origin)
			wantPage(t, b.Open(s.origin+"/b"), s.origin+"/b", "user_ada "+s.origin)
			if got := told(b.Accounts()); got != "user_ada*, user_bob" {
				t.Errorf("after switching the browser holds %s", got)
			}
			wantPage(t, b.SignIn(bob, s.origin+"/a"), s.origin+"/a", "user_bob "+s.origin)
			if got := b.Accounts(); len(got) != 2 || got[1].SessionID != bobs {
				t.Errorf("who signs in again has another session: %v", got)
			}
			wantPage(t, b.SignOutOf(bobs, s.origin+"/a"), s.origin+"/a", "user_ada "+s.origin)
			if got := told(b.Accounts()); got != "user_ada*" {
				t.Errorf("after one has signed out the browser holds %s", got)
			}
			for name, id := range map[string]string{"one that has ended": bobs, "nobody's": "sess_x", "another browser's": ck.SignIn(bob).SessionID()} {
				if page := b.Switch(id, ""); page.StatusCode != 404 {
					t.Errorf("to switch to a session, %s, is answered with %d", name, page.StatusCode)
				}
				if page := b.SignOutOf(id, ""); page.StatusCode != 404 {
					t.Errorf("to sign out of a session, %s, is answered with %d", name, page.StatusCode)
				}
			}
			wantPage(t, b.SignOut(s.origin+"/a"), s.origin+"/a", "nobody")
			if got := b.Accounts(); len(got) != 0 {
				t.Errorf("after everybody has signed out the browser holds %v", got)
			}
		})
	}
}

func TestThePortalOffersTheAccountsOfTheBrowser(t *testing.T) {
	ck := clerktest.New(t)
	b := ck.Browser()
	b.SignIn(ck.AddUser(clerktest.User{FirstName: "Ada"}), "")
	if page := b.Open(ck.SignInURL()); strings.Contains(page.Body, "Switch account") || !strings.Contains(page.Body, "Add another account") {
		t.Errorf("with one account the page is %s", page.Body)
	}
	b.SignIn(ck.AddUser(clerktest.User{FirstName: "<b>Bob</b>"}), "")
	page := b.Open(ck.SignInURL() + "?redirect_url=" + url.QueryEscape("http://localhost:3000/"))
	for _, want := range []string{"Switch account", "Switch to Ada", "Go on as &lt;b&gt;Bob", `action="/switch"`, `value="http://localhost:3000/"`, b.Accounts()[0].SessionID} {
		if !strings.Contains(page.Body, want) {
			t.Errorf("the page has no %s: %s", want, page.Body)
		}
	}
	if page := b.Open(ck.SignOutURL()); !strings.Contains(page.Body, "Sign out Ada alone") || strings.Contains(page.Body, "<b>Bob") {
		t.Errorf("the page to sign out is %s", page.Body)
	}
}

// The Backend API tells of the sessions of a browser, and makes tokens for them.
func TestTheBackendAPIOfSessions(t *testing.T) {
	n := newTown(t)
	c := newBackend(t, n.ck)
	ada := n.ck.SignIn(n.ada)
	n.ck.Advance(time.Second)
	bob := ada.Beside(n.bob)
	n.ck.SignIn(n.bob)
	own, err := c.Sessions.Get(t.Context(), ada.SessionID())
	if err != nil {
		t.Fatal(err)
	}
	browser, err := c.Clients.Get(t.Context(), own.ClientID)
	if err != nil || fmt.Sprint(browser.SessionIDs) != fmt.Sprint([]string{ada.SessionID(), bob.SessionID()}) || browser.LastActiveSessionID != bob.SessionID() {
		t.Errorf("the browser is %+v, %v", browser, err)
	}
	token := func(in *clerktest.SignIn, params *backend.SessionCreateTokenParams) (*authobject.Auth, error) {
		made, err := c.Sessions.CreateToken(t.Context(), in.SessionID(), params)
		if err != nil {
			return nil, err
		}
		auth, reason := newGate(t, n.ck.Options()).present(string(made.JWT))
		if auth == nil {
			t.Fatalf("a token is refused: %s", reason)
		}
		return auth, nil
	}
	auth, err := token(bob, nil)
	if err != nil || auth.UserID() != "user_bob" || auth.SessionID() != bob.SessionID() || auth.AuthorizedParty() != "" || auth.ExpiresAt().Sub(auth.IssuedAt()) != time.Minute {
		t.Errorf("the token is of %v, %v", auth, err)
	}
	if auth, err := token(bob, &backend.SessionCreateTokenParams{ExpiresInSeconds: backend.Some(300)}); err != nil || auth.ExpiresAt().Sub(auth.IssuedAt()) != 5*time.Minute {
		t.Errorf("a token for five minutes is %v, %v", auth, err)
	}
	if _, err := token(bob, &backend.SessionCreateTokenParams{ExpiresInSeconds: backend.Some(1)}); !errors.Is(err, backend.ErrUnprocessable) {
		t.Errorf("a token for a second: %v", err)
	}
	n.ck.SetSessionStatus(bob, "pending")
	if made, err := c.Sessions.CreateToken(t.Context(), bob.SessionID(), nil); err != nil {
		t.Errorf("a pending session has no token: %v", err)
	} else if auth, reason := newGate(t, n.ck.Options()).present(string(made.JWT)); auth != nil || reason != clerk.ReasonSessionPending {
		t.Errorf("a token of a pending session is %v, %s", auth, reason)
	}
	for _, status := range []string{"ended", "removed", "revoked", "expired", "abandoned", "replaced"} {
		n.ck.SetSessionStatus(bob, status)
		if _, err := token(bob, nil); !errors.Is(err, backend.ErrNotFound) {
			t.Errorf("a token for a session that is %s: %v", status, err)
		}
		if s, err := c.Sessions.Get(t.Context(), bob.SessionID()); err != nil || string(s.Status) != status {
			t.Errorf("a session that is %s is shown as %v, %v", status, s.Status, err)
		}
	}
	n.ck.SetSessionStatus(bob, "active")
	if _, err := token(bob, nil); err != nil {
		t.Errorf("an active session has no token: %v", err)
	}
}

func TestMistakesWithAccounts(t *testing.T) {
	n := newTown(t)
	for name, mistake := range map[string]func(ck *clerktest.Clerk){
		"a user that is not there": func(ck *clerktest.Clerk) {
			ck.SignIn(ck.AddUser(clerktest.User{})).Beside(clerktest.User{ID: "user_x"})
		},
		"a status that there is not":    func(ck *clerktest.Clerk) { ck.SetSessionStatus(ck.SignIn(ck.AddUser(clerktest.User{})), "asleep") },
		"a session of another instance": func(ck *clerktest.Clerk) { ck.SetSessionStatus(n.ck.SignIn(n.ada), "ended") },
	} {
		ck, err := clerktest.Start(clerktest.Config{})
		if err != nil {
			t.Fatal(err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is no mistake", name)
				}
			}()
			mistake(ck)
		}()
		_ = ck.Close()
	}
}

// The old operation answers to old versions of the API alone.
func TestVerifyASession(t *testing.T) {
	n := newTown(t)
	in := n.ck.SignIn(n.ada)
	path := "/v1/sessions/" + in.SessionID() + "/verify"
	r := func(version, token string) int {
		req, err := http.NewRequestWithContext(t.Context(), "POST", n.ck.URL()+path, strings.NewReader(`{"token":"`+token+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+n.ck.Options().SecretKey)
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set(clerk.HeaderAPIVersion, version)
		return answer(n.ck, req).status
	}
	if got := []int{r("2025-04-10", "x"), r("2025-03-12", "x")}; !slices.Equal(got, []int{404, 404}) {
		t.Errorf("a token of nobody is answered with %v", got)
	}
	// That a good token is answered with the session is shown in package multisession.
}

// Usher's three policies with a whole browser: two tabs, of which one was rendered before the other switched.
func TestUsherAndTwoTabs(t *testing.T) {
	for _, s := range settings {
		for _, mode := range []multisession.Mode{multisession.Assert, multisession.Select, multisession.Lookup} {
			t.Run(s.name+", "+string(mode), func(t *testing.T) {
				config := s.config
				config.Now = atMoment
				ck := clerktest.New(t, config)
				ada := ck.AddUser(clerktest.User{ID: "user_ada"})
				bob := ck.AddUser(clerktest.User{ID: "user_bob"})
				opts := ck.Options()
				opts.AuthorizedParties = []string{s.origin}
				usher, err := middleware.New(opts, middleware.WithMultiSession(multisession.Policy{Mode: mode}))
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = usher.Close() })
				pin := func(w http.ResponseWriter, r *http.Request) {
					auth, _ := authobject.FromContext(r.Context())
					fmt.Fprint(w, auth.UserID(), " ", multisession.URL(auth, "/save"))
				}
				mux := http.NewServeMux()
				mux.Handle("GET /", usher.Authenticate(http.HandlerFunc(pin)))
				mux.Handle("POST /save", usher.RequireExplicitSession(http.HandlerFunc(pin)))
				b := ck.Browser().Serve(s.origin, mux)

				tab := func(page *clerktest.Page, user string) string {
					t.Helper()
					who, action, _ := strings.Cut(page.Body, " ")
					if page.Err != nil || who != user {
						t.Fatalf("the page is %d %s, %v", page.StatusCode, page.Body, page.Err)
					}
					return s.origin + action
				}
				adas := tab(b.SignIn(ada, s.origin+"/"), "user_ada")
				tab(b.Fetch("POST", adas), "user_ada")
				ck.Advance(3 * time.Second)
				bobs := tab(b.SignIn(bob, s.origin+"/"), "user_bob")
				tab(b.Fetch("POST", bobs), "user_bob")
				stale := b.Fetch("POST", adas)
				if mode == multisession.Lookup {
					tab(stale, "user_ada")
				} else if stale.StatusCode != 403 || !strings.Contains(stale.Body, `"session-mismatch"`) {
					t.Errorf("the stale tab is answered with %d %s", stale.StatusCode, stale.Body)
				}
				ck.Advance(3 * time.Second)
				tab(b.Switch(b.Accounts()[0].SessionID, s.origin+"/"), "user_ada")
				tab(b.Fetch("POST", adas), "user_ada")

				// After a token has expired a page is renewed by itself, and stays the same account's.
				ck.Advance(2 * time.Minute)
				tab(b.Open(adas[:strings.Index(adas, "/save")]+"/?"+strings.SplitN(adas, "?", 2)[1]), "user_ada")
				ck.Advance(2 * time.Minute)
				page := b.Open(s.origin + "/?" + strings.SplitN(bobs, "?", 2)[1])
				if mode == multisession.Lookup {
					tab(page, "user_bob")
				} else {
					tab(page, "") // a page for everybody says that nobody is signed in, and who is shown is not another account
				}
			})
		}
	}
}
