package authn_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// refresher answers every refresh alike, and remembers what it was asked.
type refresher struct {
	cookies []backend.Secret
	err     error
	asked   *[]backend.SessionRefreshParams
	session *string
}

func (f refresher) Refresh(_ context.Context, sessionID string, params *backend.SessionRefreshParams) (*backend.SessionRefresh, error) {
	if f.asked != nil {
		*f.asked, *f.session = append(*f.asked, *params), sessionID
	}
	if f.err != nil {
		return nil, f.err
	}
	return &backend.SessionRefresh{Object: "cookies", Cookies: f.cookies}, nil
}

func refusal(status int, codes ...string) error {
	e := &backend.Error{Status: status}
	for _, code := range codes {
		e.Errors = append(e.Errors, backend.ErrorDetail{Code: code})
	}
	return e
}

// TestRefresh is the table of what becomes of an expired token beside a refresh token.
func TestRefresh(t *testing.T) {
	const failed = clerk.ReasonRefreshFailed
	good := []backend.Secret{"__session=good-user_new@sess_1; Path=/", "__refresh_naoXFJnI=R2; Path=/; HttpOnly"}
	expired := session(99)
	nameless := jwt(map[string]any{"sub": "user_1", "iss": liveIssuer, "iat": now - 99, "exp": now - 39})
	for _, row := range []struct {
		name      string
		token     string
		refresher authn.Refresher
		status    authn.Status
		reason    clerk.Reason
	}{
		{"a new session", expired, refresher{cookies: good}, authn.SignedIn, ""},
		{"nobody to ask", expired, nil, authn.Handshake, failed + "missing-api-client"},
		{"a token without a session", nameless, refresher{cookies: good}, authn.Handshake, failed + "expired-session-token-missing-sid-claim"},
		{"a new token that is refused", expired, refresher{cookies: []backend.Secret{"__session=bad"}}, authn.Handshake, failed + "invalid-session-token"},
		{"cookies without a session", expired, refresher{cookies: []backend.Secret{"a=b"}}, authn.Handshake, failed + "invalid-session-token"},
		{"no cookies", expired, refresher{}, authn.Handshake, failed + "unexpected-sdk-error"},
		{"no connection", expired, refresher{err: errors.New("boom")}, authn.Handshake, failed + "fetch-error"},
		{"a refusal with a code", expired, refresher{err: refusal(401, "refresh_session_token_expired")}, authn.Handshake, failed + "refresh_session_token_expired"},
		{"a refusal without a code", expired, refresher{err: refusal(500)}, authn.Handshake, failed + "unexpected-bapi-error"},
		{"a refusal that says nothing", expired, refresher{err: refusal(500, "unexpected_error")}, authn.Handshake, failed + "fetch-error"},
		{"a code that fits into no header", expired, refresher{err: refusal(400, "a\r\nb: c")}, authn.Handshake, failed + "unexpected-bapi-error"},
		{"an answer that is none", expired, refresher{err: refusal(200)}, authn.Handshake, failed + "unexpected-sdk-error"},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := authenticatorOf(t, live(), user{}, authn.Config{Refresher: row.refresher})
			cookies := join("__session="+row.token, "__client_uat=5", "__refresh_naoXFJnI=R")
			for _, r := range []*http.Request{page("/", cookies), request("GET", "/", "Cookie", cookies)} {
				d := a.Authenticate(r)
				want := row.status
				if want == authn.Handshake && r.Header.Get("Sec-Fetch-Dest") == "" {
					want = authn.SignedOut // a script's GET is refreshed as well, and never redirected
				}
				if d.Status != want || d.Reason != row.reason {
					t.Errorf("decided %v, want %s %q", d, want, row.reason)
				}
				if d.Status == authn.SignedIn && (d.Auth().UserID() != "user_new" || len(d.Header().Values("Set-Cookie")) != 2) {
					t.Errorf("signed in as %v with %v", d.Auth(), d.Header())
				}
			}
			if d := a.Authenticate(request("POST", "/", "Cookie", cookies)); d.Status != authn.SignedOut || d.Reason != clerk.ReasonSessionTokenExpiredNonGET {
				t.Errorf("a POST: %v", d)
			}
		})
	}
}

func TestWhatClerkIsToldAboutARefresh(t *testing.T) {
	var asked []backend.SessionRefreshParams
	var id string
	a := authenticatorOf(t, live(), user{}, authn.Config{Refresher: refresher{cookies: []backend.Secret{"__session=good-u@sess_2"}, asked: &asked, session: &id}})
	header := jwt(map[string]any{"sub": "user_2", "sid": "sess_2", "iat": now - 99, "exp": now - 39})
	r := request("GET", "https://app.example.com/x", "Authorization", "Bearer "+header, "Proxy-Authorization", "secret", "User-Agent", "browser",
		"X-Many", "a", "X-Many", "b")
	r.Header.Set("Cookie", join("__session="+session(99), "shop=secret", "__client_uat=5", "__refresh_naoXFJnI=R"))
	if d := a.Authenticate(r); d.Status != authn.SignedIn || len(asked) != 1 {
		t.Fatalf("decided %v", d)
	}
	p := asked[0]
	if p.ExpiredToken != header || id != "sess_2" || p.RefreshToken != "R" || p.RequestOrigin != "https://app.example.com" {
		t.Errorf("asked about %s: %s from %s", id, p.ExpiredToken, p.RequestOrigin)
	}
	headers, _ := p.RequestHeaders.Get()
	if headers["authorization"] != nil || headers["proxy-authorization"] != nil || !slices.Equal(headers["user-agent"], []string{"browser"}) ||
		headers["x-many"] != nil || !slices.Equal(headers["cookie"], []string{"__session=" + session(99) + "; __client_uat=5; __refresh_naoXFJnI=R"}) {
		t.Errorf("the headers are %v", headers)
	}
	if !p.SuffixedCookies.IsZero() {
		t.Error("the plain cookies count, and Clerk is told otherwise")
	}
}
