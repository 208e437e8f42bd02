package clerktest_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

// refreshToken returns the refresh token among cookies.
func refreshToken(cookies []*http.Cookie) string {
	for _, cookie := range cookies {
		if strings.HasPrefix(cookie.Name, clerk.CookieRefresh) {
			return cookie.Value
		}
	}
	return ""
}

func TestRefresh(t *testing.T) {
	n := newTown(t)
	client := newBackend(t, n.ck)
	in := n.ck.SignIn(n.ada).Org(n.acme)
	good := backend.SessionRefreshParams{
		ExpiredToken: in.Expired().Token(), RefreshToken: refreshToken(in.Cookies()), RequestOrigin: "http://localhost:3000",
	}
	other := n.ck.SignIn(n.bob)
	for _, row := range []struct {
		name   string
		id     string
		change func(p *backend.SessionRefreshParams)
		code   string // "" for a new token
	}{
		{"an expired token and the refresh token of its session", in.SessionID(), func(*backend.SessionRefreshParams) {}, ""},
		{"with the header of the request", in.SessionID(), func(p *backend.SessionRefreshParams) {
			p.RequestHeaders = backend.Some(map[string][]string{"cookie": {"a=b"}})
		}, ""},
		{"a token that has not expired yet", in.SessionID(), func(p *backend.SessionRefreshParams) { p.ExpiredToken = in.Token() }, ""},
		{"the token of another session", in.SessionID(), func(p *backend.SessionRefreshParams) { p.ExpiredToken = other.Token() }, "refresh_sid_mismatch"},
		{"a forged token", in.SessionID(), func(p *backend.SessionRefreshParams) { p.ExpiredToken = in.Forged().Token() }, "expired_session_token_invalid"},
		{"a token of another category", in.SessionID(), func(p *backend.SessionRefreshParams) {
			p.ExpiredToken = in.Header("cat", "cl_B7d4PD222AAA").Token()
		}, "expired_session_token_invalid"},
		{"no token at all", in.SessionID(), func(p *backend.SessionRefreshParams) { p.ExpiredToken = "" }, "expired_session_token_invalid"},
		{"the refresh token of another session", in.SessionID(), func(p *backend.SessionRefreshParams) {
			p.RefreshToken = refreshToken(other.Cookies())
		}, "refresh_token_not_found"},
		{"no refresh token", in.SessionID(), func(p *backend.SessionRefreshParams) { p.RefreshToken = "" }, "refresh_token_not_found"},
		{"the session of somebody else in the path", other.SessionID(), func(*backend.SessionRefreshParams) {}, "refresh_sid_mismatch"},
		{"an origin that nobody knows", in.SessionID(), func(p *backend.SessionRefreshParams) { p.RequestOrigin = "https://evil.example" }, "refresh_request_origin_invalid"},
		{"an origin with a path", in.SessionID(), func(p *backend.SessionRefreshParams) { p.RequestOrigin = "http://localhost:3000/" }, "refresh_request_origin_invalid"},
	} {
		t.Run(row.name, func(t *testing.T) {
			params := good
			row.change(&params)
			got, err := client.Sessions.Refresh(t.Context(), row.id, &params)
			if row.code != "" {
				if !errors.Is(err, backend.ErrUnauthorized) || !strings.Contains(err.Error(), row.code) {
					t.Errorf("got %v, want a 401 with %s", err, row.code)
				}
				return
			}
			if err != nil || got.Object != "token" {
				t.Fatalf("got %v, %v", got, err)
			}
			auth, reason := newGate(t, n.ck.Options()).present(string(got.JWT))
			if auth == nil {
				t.Fatalf("the new token is refused: %s", reason)
			}
			factsOf(auth).want(t, facts{
				"user": "user_ada", "session": in.SessionID(), "party": "http://localhost:3000", "org": "org_1", "role": "org:admin",
				"expires": moment.Add(time.Minute),
			})
		})
	}

	params := good
	params.Format = backend.Some(backend.SessionRefreshFormatCookie)
	got, err := client.Sessions.Refresh(t.Context(), in.SessionID(), &params)
	if err != nil || got.Object != "cookies" || len(got.Cookies) != 2 {
		t.Fatalf("as cookies: %v, %v", got, err)
	}
	if line := string(got.Cookies[1]); blank([]string{line}) != "__session_SUFFIX=JWT; Path=/; Max-Age=315360000; SameSite=Lax" {
		t.Errorf("the cookie is %s", line)
	}

	if _, err := client.Sessions.Revoke(t.Context(), in.SessionID()); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Sessions.Refresh(t.Context(), in.SessionID(), &good); !errors.Is(err, backend.ErrUnauthorized) {
		t.Errorf("a revoked session is refreshed: %v", err)
	}
}

func TestTokensOfASession(t *testing.T) {
	n := newTown(t)
	client := newBackend(t, n.ck)
	in := n.ck.SignIn(n.ada).Org(n.acme)
	in.Cookies() // the instance follows the facts that a browser has got
	over := n.ck.SignIn(n.bob)
	n.ck.EndSession(over)
	for _, row := range []struct {
		name    string
		id      string
		params  *backend.SessionCreateTokenParams
		expires time.Duration // 0 for a refusal
	}{
		{"of the ordinary lifetime", in.SessionID(), nil, time.Minute},
		{"of another one", in.SessionID(), &backend.SessionCreateTokenParams{ExpiresInSeconds: backend.Some(30)}, 30 * time.Second},
		{"of null", in.SessionID(), &backend.SessionCreateTokenParams{ExpiresInSeconds: backend.Null[int]()}, time.Minute},
		{"of one that is too short", in.SessionID(), &backend.SessionCreateTokenParams{ExpiresInSeconds: backend.Some(29)}, 0},
		{"of one that is too long", in.SessionID(), &backend.SessionCreateTokenParams{ExpiresInSeconds: backend.Some(315_360_001)}, 0},
		{"of a session that is over", over.SessionID(), nil, 0},
		{"of no session", "sess_x", nil, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := client.Sessions.CreateToken(t.Context(), row.id, row.params)
			if row.expires == 0 {
				if !errors.Is(err, backend.ErrNotFound) && !errors.Is(err, backend.ErrUnprocessable) {
					t.Errorf("got %v, %v", got, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			auth, reason := newGate(t, n.ck.Options()).present(string(got.JWT))
			if auth == nil {
				t.Fatalf("the token is refused: %s", reason)
			}
			factsOf(auth).want(t, facts{
				"user": "user_ada", "session": in.SessionID(), "party": "", "org": "org_1", "expires": moment.Add(row.expires),
			})
		})
	}
}

func TestSessionsAndClientsOfTheBackendAPI(t *testing.T) {
	n := newTown(t)
	client, ctx := newBackend(t, n.ck), t.Context()
	in := n.ck.SignIn(n.ada).Org(n.acme).Actor("user_bob")
	in.Cookies()
	s := must[*backend.Session](t)(client.Sessions.Get(ctx, in.SessionID()))
	if s.UserID != "user_ada" || s.Status != backend.SessionStatusActive || s.LastActiveOrganizationID != "org_1" ||
		!s.CreatedAt.Equal(moment) || !s.ExpireAt.Equal(moment.Add(7*24*time.Hour)) || s.ClientID == "" {
		t.Errorf("the session is %+v", s)
	}
	if got := send(n.ck, "GET", "/v1/sessions/"+in.SessionID(), ""); !strings.Contains(got.body, `"actor":{"sub":"user_bob"}`) {
		t.Errorf("the actor is missing: %s", got.body)
	}
	held := must[*backend.BrowserClient](t)(client.Clients.Get(ctx, s.ClientID))
	if held.ID != s.ClientID || len(held.Sessions) != 1 || held.LastActiveSessionID != in.SessionID() {
		t.Errorf("the client is %+v", held)
	}
	pending := n.ck.SignIn(n.bob).Pending()
	pending.Cookies()
	if s := must[*backend.Session](t)(client.Sessions.Get(ctx, pending.SessionID())); s.Status != backend.SessionStatusPending {
		t.Errorf("the session is %s", s.Status)
	}

	s = must[*backend.Session](t)(client.Sessions.Revoke(ctx, in.SessionID()))
	if s.Status != backend.SessionStatusRevoked {
		t.Errorf("the session is %s", s.Status)
	}
	n.ck.EndSession(pending)
	if s := must[*backend.Session](t)(client.Sessions.Revoke(ctx, pending.SessionID())); s.Status != backend.SessionStatusEnded {
		t.Errorf("a session that was over is %s", s.Status)
	}
	held = must[*backend.BrowserClient](t)(client.Clients.Get(ctx, s.ClientID))
	if held.LastActiveSessionID != "" || held.SessionIDs[0] != in.SessionID() {
		t.Errorf("the client is %+v", held)
	}
	for _, request := range []string{"GET /v1/sessions/sess_x", "POST /v1/sessions/sess_x/revoke", "GET /v1/clients/client_x"} {
		method, path, _ := strings.Cut(request, " ")
		if got := send(n.ck, method, path, ""); got.status != 404 {
			t.Errorf("%s is answered with %d", request, got.status)
		}
	}
	if got := failure(func(tb clerktest.TB) { clerktest.New(tb).EndSession(in) }); !strings.Contains(got, "knows no session") {
		t.Errorf("a session of another instance: %q", got)
	}
}

func TestTheTokenOfAClient(t *testing.T) {
	ck := newLive(t, "https://app.example.com")
	ada := ck.AddUser(clerktest.User{})
	b := ck.Browser()
	b.SignIn(ada, "")
	var token string
	for _, cookie := range b.Cookies("https://clerk.example.com/") {
		if strings.HasPrefix(cookie.Name, "__client_"+clerk.CookieSuffix(ck.Options().PublishableKey)) {
			token = cookie.Value
		}
	}
	client := newBackend(t, ck)
	held, err := client.Clients.Verify(t.Context(), &backend.ClientVerifyParams{Token: token})
	if err != nil || len(held.Sessions) != 1 || held.Sessions[0].UserID != ada.ID {
		t.Fatalf("the client is %+v, %v", held, err)
	}
	ck.RotateKeys()
	if held, err := client.Clients.Verify(t.Context(), &backend.ClientVerifyParams{Token: token}); err != nil || len(held.Sessions) != 1 {
		t.Errorf("after a change of keys the client is %+v, %v", held, err)
	}
	if len(b.Cookies("https://app.example.com/")) != 0 {
		t.Error("the application gets cookies of the Frontend API")
	}
	if auth, _ := newGate(t, ck.Options()).present(token); auth != nil {
		t.Error("the token of a client counts as one of a session")
	}
	payload, err := json.Marshal(map[string]string{"id": held.ID, "rotating_token": "guessed"})
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"none": "", "no token": "x", "one of a session": ck.SignIn(ada).Token(),
		"one with another secret": ck.Sign(map[string]any{"alg": "RS256", "typ": "JWT", "kid": ck.KeyID(), "cat": "clerktest_client"}, payload),
	} {
		if _, err := client.Clients.Verify(t.Context(), &backend.ClientVerifyParams{Token: bad}); !errors.Is(err, backend.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
