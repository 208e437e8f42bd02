package backend_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestRefreshASession(t *testing.T) {
	for _, row := range []struct {
		name, answer string
		params       backend.SessionRefreshParams
		query, body  string
		jwt          string
		cookies      int
	}{
		{
			name: "what is not set is not sent", answer: `{"object":"token","jwt":"eyJ"}`, jwt: "eyJ",
			params: backend.SessionRefreshParams{ExpiredToken: "old", RefreshToken: "refresh", RequestOrigin: "https://app.test"},
			body:   `{"expired_token":"old","refresh_token":"refresh","request_origin":"https://app.test"}`,
		},
		{
			name: "the suffix of cookies goes in the query and everything else in the body", cookies: 2,
			answer: `{"object":"cookies","cookies":["__session=eyJ; Path=/","__client_uat=1"]}`,
			params: backend.SessionRefreshParams{
				ExpiredToken: "old", RefreshToken: "refresh", RequestOrigin: "https://app.test",
				RequestHeaders:       backend.Some[map[string][]string](http.Header{"Accept": {"a", "b"}}),
				Format:               backend.Some(backend.SessionRefreshFormatCookie),
				RequestOriginatingIP: backend.Null[string](), SuffixedCookies: backend.Some(true),
			},
			query: "suffixed_cookies=true",
			body: `{"expired_token":"old","refresh_token":"refresh","request_origin":"https://app.test",` +
				`"request_headers":{"Accept":["a","b"]},"format":"cookie","request_originating_ip":null}`,
		},
		{
			name: "cookies without a suffix are said to be so", answer: `{"object":"token","jwt":"eyJ"}`, jwt: "eyJ",
			params: backend.SessionRefreshParams{SuffixedCookies: backend.Some(false)},
			query:  "suffixed_cookies=false", body: `{"expired_token":"","refresh_token":"","request_origin":""}`,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(map[string]string{"POST /sessions/sess_1/refresh": row.answer})
			got, err := c.Sessions.Refresh(context.Background(), "sess_1", &row.params)
			if err != nil {
				t.Fatal(err)
			}
			if string(got.JWT) != row.jwt || len(got.Cookies) != row.cookies {
				t.Errorf("got the token %q and the cookies %q", string(got.JWT), got.Cookies)
			}
			if shown := fmt.Sprintf("%v %+v", got, got); row.jwt != "" && shown != "&{token [redacted] []} &{Object:token JWT:[redacted] Cookies:[]}" {
				t.Errorf("the token is in %s", shown)
			}
			if r := asked.last(t); r.query != row.query || r.body != row.body {
				t.Errorf("asked with the query %q and the body %s", r.query, r.body)
			}
		})
	}
}

func TestRefreshThatNeedsAHandshake(t *testing.T) {
	c := verifying(t, 401, `{"errors":[{"code":"refresh_token_invalid","message":"no"}]}`)
	_, err := c.Sessions.Refresh(context.Background(), "sess_1", &backend.SessionRefreshParams{})
	if !errors.Is(err, backend.ErrUnauthorized) || !backend.HasCode(err, "refresh_token_invalid") {
		t.Errorf("got error %v", err)
	}
}

func TestListSessions(t *testing.T) {
	c, asked := newStub(map[string]string{"GET /sessions": `{"data":[{"id":"sess_1","status":"new","actor":{"sub":"user_2"}}],"total_count":1}`})
	page, err := c.Sessions.List(context.Background(), &backend.SessionListParams{UserID: "user_1", Status: backend.SessionStatusActive})
	if err != nil || page.Data[0].Status != "new" || page.Data[0].Actor.String() != `{"sub":"user_2"}` {
		t.Fatalf("got %+v, error %v", page, err)
	}
	if got := asked.last(t).query; got != "paginated=true&status=active&user_id=user_1" {
		t.Errorf("the query is %q", got)
	}
}

func TestVerifyASession(t *testing.T) {
	c, asked := newStub(map[string]string{"POST /sessions/sess_1/verify": `{"id":"sess_1","status":"active"}`})
	s, err := c.Sessions.Verify(context.Background(), "sess_1", &backend.SessionVerifyParams{Token: "eyJ-of-a-client"})
	if err != nil || s.Status != backend.SessionStatusActive {
		t.Fatalf("got %+v, error %v", s, err)
	}
	if r := asked.last(t); r.body != `{"token":"eyJ-of-a-client"}` || r.header.Get("Clerk-API-Version") != "2025-03-12" {
		t.Errorf("asked with version %q and the body %s", r.header.Get("Clerk-API-Version"), r.body)
	}
	if _, err := c.Sessions.Get(context.Background(), "sess_1"); err == nil || asked.last(t).header.Get("Clerk-API-Version") != "2026-05-12" {
		t.Errorf("every other call speaks version %q", asked.last(t).header.Get("Clerk-API-Version"))
	}
	c = verifying(t, 404, `{"errors":[{"code":"resource_not_found","message":"no session of eyJ-of-a-client"}]}`)
	_, err = c.Sessions.Verify(context.Background(), "sess_1", &backend.SessionVerifyParams{Token: "eyJ-of-a-client"})
	if !errors.Is(err, backend.ErrNotFound) || strings.Contains(fmt.Sprintf("%v %+v", err, err), "eyJ-of-a-client") {
		t.Errorf("the error is %v", err)
	}
}
