package clerk_test

import (
	"net/http"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

func TestHeaderNamesAreCanonical(t *testing.T) {
	for _, name := range []string{
		clerk.HeaderAuthorization, clerk.HeaderCookie, clerk.HeaderHost, clerk.HeaderForwardedHost, clerk.HeaderForwardedProto,
		clerk.HeaderOrigin, clerk.HeaderReferer, clerk.HeaderSecFetchDest, clerk.HeaderAccept, clerk.HeaderUserAgent,
	} {
		if canonical := http.CanonicalHeaderKey(name); name != canonical {
			t.Errorf("%q would be %q in an http.Header", name, canonical)
		}
	}
}

func TestCookieNamesAreValid(t *testing.T) {
	for _, name := range []string{
		clerk.CookieSession, clerk.CookieClientUAT, clerk.CookieDevBrowser, clerk.CookieRefresh, clerk.CookieHandshake,
		clerk.CookieHandshakeNonce, clerk.CookieRedirectCount,
	} {
		if err := (&http.Cookie{Name: name + "_" + clerk.CookieSuffix(liveKey), Value: "x"}).Valid(); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}
