package clerktest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/internal/jose"
)

// A shop is an application that was written by hand, from what Clerk documents about the handshake and nothing else. It says
// who is there: "user_ada org_1 https://app.example.com", or "nobody".
type shop struct {
	t         *testing.T
	ck        *clerktest.Clerk
	client    *backend.Client
	origin    string // where it is
	api       string // the Frontend API, as seen from here
	format    string
	satellite bool
	signIn    string   // of a satellite of a development instance
	reasons   []string // of the handshakes it asked for
}

func newShop(t *testing.T, ck *clerktest.Clerk, origin string) *shop {
	t.Helper()
	return &shop{t: t, ck: ck, client: newBackend(t, ck), origin: origin, api: ck.Issuer(), format: "nonce"}
}

func (s *shop) suffix() string { return clerk.CookieSuffix(s.ck.Options().PublishableKey) }

func (s *shop) dev() bool { return strings.HasPrefix(s.ck.Options().PublishableKey, "pk_test_") }

// cookie returns a cookie under its suffixed name or else the plain one.
func (s *shop) cookie(r *http.Request, name string) string {
	for _, name := range []string{name + "_" + s.suffix(), name} {
		if cookie, err := r.Cookie(name); err == nil && cookie.Value != "" {
			return cookie.Value
		}
	}
	return ""
}

// claims are what the shop reads of a token.
type shopClaims struct {
	User    string `json:"sub"`
	Session string `json:"sid"`
	Party   string `json:"azp"`
	Issued  int64  `json:"iat"`
	Expires int64  `json:"exp"`
	Org     struct {
		ID string `json:"id"`
	} `json:"o"`
	Handshake []string `json:"handshake"`
}

// verify checks the signature of a token with the key that the instance signs with now.
func (s *shop) verify(token string) (claims shopClaims) {
	parts, err := jose.Split(token)
	if err != nil {
		s.t.Errorf("%s: a token cannot be read: %v", s.origin, err)
		return claims
	}
	key, err := jose.ParsePEM(s.ck.PublicKeyPEM())
	if err != nil {
		s.t.Fatal(err)
	}
	if err := key.Verify(parts.Header.Algorithm, parts.SigningInput, parts.Signature); err != nil {
		s.t.Errorf("%s: the signature of a token: %v", s.origin, err)
	}
	if err := json.Unmarshal([]byte(parts.Claims.Text()), &claims); err != nil {
		s.t.Errorf("%s: the claims: %v", s.origin, err)
	}
	return claims
}

// payload returns the directives that a request brings from a handshake.
func (s *shop) payload(r *http.Request) ([]string, bool) {
	read := func(name string) string {
		if s.dev() {
			return r.URL.Query().Get(name)
		}
		if cookie, err := r.Cookie(name); err == nil {
			return cookie.Value
		}
		return ""
	}
	if nonce := read(clerk.QueryHandshakeNonce); nonce != "" {
		answer := send(s.ck, "GET", "/v1/clients/handshake_payload?nonce="+url.QueryEscape(nonce), "")
		var body struct{ Directives []string }
		if err := json.Unmarshal([]byte(answer.body), &body); err != nil || answer.status != 200 {
			return nil, false // it was fetched before
		}
		return body.Directives, true
	}
	if token := read(clerk.QueryHandshake); token != "" {
		return s.verify(token).Handshake, true
	}
	return nil, false
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	synced := r.URL.Query().Get(clerk.QuerySynced)
	if directives, ok := s.payload(r); ok {
		token := ""
		for _, line := range directives {
			w.Header().Add("Set-Cookie", line)
			if strings.HasPrefix(line, clerk.CookieSession) {
				_, rest, _ := strings.Cut(line, "=")
				token, _, _ = strings.Cut(rest, ";")
			}
		}
		if s.dev() {
			query := r.URL.Query()
			for _, name := range []string{clerk.QueryHandshake, clerk.QueryHandshakeNonce, clerk.QueryDevBrowser} {
				query.Del(name)
			}
			http.Redirect(w, r, s.origin+(&url.URL{Path: r.URL.Path, RawQuery: query.Encode()}).String(), http.StatusTemporaryRedirect)
			return
		}
		s.greet(w, token)
		return
	}
	uat, session := s.cookie(r, clerk.CookieClientUAT), s.cookie(r, clerk.CookieSession)
	signedOut := (uat == "" || uat == "0") && session == ""
	devBrowser := s.cookie(r, clerk.CookieDevBrowser)
	switch {
	case s.satellite && synced != "true" && (signedOut || synced == "false"):
		s.askForSync(w, r)
	case s.dev() && r.URL.Query().Has(clerk.QueryDevBrowser):
		s.handshake(w, r, "dev-browser-sync")
	case s.dev() && devBrowser == "":
		s.handshake(w, r, "dev-browser-missing")
	case signedOut:
		s.greet(w, "")
	case uat == "" || uat == "0":
		s.handshake(w, r, "session-token-but-no-client-uat")
	case session == "":
		s.handshake(w, r, "client-uat-but-no-session-token")
	default:
		claims := s.verify(session)
		switch {
		case fmt.Sprint(claims.Issued) < uat:
			s.handshake(w, r, "session-token-iat-before-client-uat")
		case claims.Expires <= s.ck.Now().Unix():
			s.renew(w, r, claims.Session, session)
		case strings.HasPrefix(r.URL.Path, "/orgs/") && claims.Org.ID != strings.TrimPrefix(r.URL.Path, "/orgs/"):
			s.handshake(w, r, "active-organization-mismatch")
		default:
			s.greet(w, session)
		}
	}
}

// renew refreshes an expired token without a redirect, or has the handshake do it.
func (s *shop) renew(w http.ResponseWriter, r *http.Request, id, expired string) {
	cookie, err := r.Cookie(clerk.CookieRefresh + "_" + s.suffix())
	if err != nil {
		s.handshake(w, r, "session-token-expired-refresh-non-eligible-no-refresh-cookie")
		return
	}
	answer, err := s.client.Sessions.Refresh(r.Context(), id, &backend.SessionRefreshParams{
		ExpiredToken: expired, RefreshToken: cookie.Value, RequestOrigin: s.origin,
		Format: backend.Some(backend.SessionRefreshFormatCookie), SuffixedCookies: backend.Some(true),
	})
	if err != nil {
		s.handshake(w, r, "session-token-expired-refresh-unexpected-bapi-error")
		return
	}
	token := ""
	for _, line := range answer.Cookies {
		w.Header().Add("Set-Cookie", string(line))
		_, rest, _ := strings.Cut(string(line), "=")
		token, _, _ = strings.Cut(rest, ";")
	}
	w.Header().Set("Refreshed", "yes")
	s.greet(w, token)
}

func (s *shop) handshake(w http.ResponseWriter, r *http.Request, reason string) {
	s.reasons = append(s.reasons, reason)
	if r.Method != http.MethodGet || r.Header.Get("Sec-Fetch-Dest") != "document" {
		s.greet(w, "")
		return
	}
	query := r.URL.Query()
	devBrowser := query.Get(clerk.QueryDevBrowser)
	query.Del(clerk.QueryDevBrowser)
	if devBrowser == "" {
		devBrowser = s.cookie(r, clerk.CookieDevBrowser)
	}
	params := url.Values{
		clerk.QueryRedirectURL:     {s.origin + (&url.URL{Path: r.URL.Path, RawQuery: query.Encode()}).String()},
		clerk.QuerySuffixedCookies: {"true"}, clerk.QueryHandshakeReason: {reason}, clerk.QueryFormat: {s.format},
	}
	if s.dev() && devBrowser != "" {
		params.Set(clerk.QueryDevBrowser, devBrowser)
	}
	if org, ok := strings.CutPrefix(r.URL.Path, "/orgs/"); ok {
		params.Set(clerk.QueryOrganizationID, org)
	}
	http.Redirect(w, r, s.api+"/v1/client/handshake?"+params.Encode(), http.StatusTemporaryRedirect)
}

// askForSync is what a satellite does that does not know who is there.
func (s *shop) askForSync(w http.ResponseWriter, r *http.Request) {
	if s.signIn == "" {
		s.handshake(w, r, "satellite-needs-syncing")
		return
	}
	s.reasons = append(s.reasons, "satellite-needs-syncing")
	http.Redirect(w, r, s.signIn+"?"+url.Values{clerk.QueryClerkRedirectURL: {s.origin + r.URL.String()}}.Encode(), http.StatusTemporaryRedirect)
}

func (s *shop) greet(w http.ResponseWriter, token string) {
	w.Header().Set("Cache-Control", "no-store")
	if token == "" {
		fmt.Fprint(w, "nobody")
		return
	}
	claims := s.verify(token)
	fmt.Fprint(w, strings.Join(strings.Fields(claims.User+" "+claims.Org.ID+" "+claims.Party), " "))
}

// since returns the reasons of the handshakes that were asked for since the last call.
func (s *shop) since() string {
	reasons := strings.Join(s.reasons, " ")
	s.reasons = nil
	return reasons
}

// wantPage checks where a browser ended up and what it shows.
func wantPage(t *testing.T, page *clerktest.Page, address, body string) {
	t.Helper()
	if page.Err != nil || page.StatusCode != 200 || page.URL != address || page.Body != body {
		t.Errorf("the browser is at %s and shows %d %q (%v), want %s and %q", page.URL, page.StatusCode, page.Body, page.Err, address, body)
		for _, hop := range page.Hops {
			t.Logf("  %s %.200s: %d", hop.Method, hop.URL, hop.StatusCode)
		}
	}
}

// keyOf returns a publishable key for a Frontend API.
func keyOf(prefix, host string) string { return prefix + base64Text(host+"$") }
