package clerk_test

import (
	"net/http"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

func TestHeaderNamesAreCanonical(t *testing.T) {
	for _, name := range []string{
		clerk.HeaderAuthorization, clerk.HeaderCookie, clerk.HeaderHost, clerk.HeaderForwardedHost, clerk.HeaderForwardedProto,
		clerk.HeaderForwardedFor,
		clerk.HeaderOrigin, clerk.HeaderReferer, clerk.HeaderSecFetchDest, clerk.HeaderAccept, clerk.HeaderUserAgent, clerk.HeaderSessionID,
	} {
		if canonical := http.CanonicalHeaderKey(name); name != canonical {
			t.Errorf("%q would be %q in an http.Header", name, canonical)
		}
	}
}

func TestCookieNamesAreValid(t *testing.T) {
	for _, name := range []string{
		clerk.CookieSession, clerk.CookieClientUAT, clerk.CookieDevBrowser, clerk.CookieRefresh, clerk.CookieHandshake,
		clerk.CookieHandshakeNonce, clerk.CookieRedirectCount, clerk.CookieClient, clerk.CookieActiveContext,
	} {
		if err := (&http.Cookie{Name: name + "_" + clerk.CookieSuffix(liveKey), Value: "x"}).Valid(); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestSplitCookieName(t *testing.T) {
	for _, row := range []struct {
		full, name, suffix string
		ok                 bool
	}{
		{"__session", clerk.CookieSession, "", true},
		{"__session_naoXFJnI", clerk.CookieSession, "naoXFJnI", true},
		{"__session_a_b", clerk.CookieSession, "a_b", true},
		{"__client", clerk.CookieClient, "", true},
		{"__client_x", clerk.CookieClient, "x", true},
		{"__client_uat", clerk.CookieClientUAT, "", true},
		{"__client_uat_x", clerk.CookieClientUAT, "x", true},
		{"__client_uatx", clerk.CookieClient, "uatx", true},
		{"__refresh_x", clerk.CookieRefresh, "x", true},
		{"__clerk_db_jwt_x", clerk.CookieDevBrowser, "x", true},
		{"__clerk_handshake", clerk.CookieHandshake, "", true},
		{"__clerk_handshake_nonce", clerk.CookieHandshakeNonce, "", true},
		{"__clerk_handshake_x", clerk.CookieHandshake, "x", true},
		{"__clerk_redirect_count", clerk.CookieRedirectCount, "", true},
		{"clerk_active_context", clerk.CookieActiveContext, "", true},
		{"__session_", "", "", false},
		{"__sessionx", "", "", false},
		{"__SESSION", "", "", false},
		{"session", "", "", false},
		{"__clerk", "", "", false},
		{"x__session", "", "", false},
		{" __session", "", "", false},
		{"", "", "", false},
	} {
		if name, suffix, ok := clerk.SplitCookieName(row.full); name != row.name || suffix != row.suffix || ok != row.ok {
			t.Errorf("%q: %q, %q, %v", row.full, name, suffix, ok)
		}
	}
}
