package middleware_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

// TestBrowsersAreSentToClerk says that a decision that redirects is answered before any handler sees the request, whether
// Authenticate or a guard has taken it.
func TestBrowsersAreSentToClerk(t *testing.T) {
	h := newHouse(t)
	reached := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the handler is reached") })
	for name, handler := range map[string]http.Handler{
		"Authenticate": h.Authenticate(reached), "RequireAuth": h.RequireAuth(reached), "both": h.Authenticate(h.RequireAuth(reached)),
	} {
		t.Run(name, func(t *testing.T) {
			r := get()
			r.Header.Set("Sec-Fetch-Dest", "document")
			w := serve(handler, r)
			location := w.Header().Get("Location")
			if w.Code != http.StatusTemporaryRedirect || !strings.Contains(location, "/v1/client/handshake?") || !strings.Contains(location, "__clerk_hs_reason=dev-browser-missing") {
				t.Errorf("answered %d to %q", w.Code, location)
			}
			if w.Header().Get("Cache-Control") != "no-store" || len(w.Header().Values("Set-Cookie")) != 1 || w.Header().Get("X-Clerk-Auth-Status") != "handshake" {
				t.Errorf("headers are %v", w.Header())
			}
		})
	}
}

// TestWhatCannotBeDecided says that a mistake of the set-up is an error, and that a stranger learns no more than that.
func TestWhatCannotBeDecided(t *testing.T) {
	h := newHouse(t)
	for _, row := range []struct {
		name, target, cookies string
		status                int
		reason                clerk.Reason
	}{
		{"a handshake of another instance", "/", "__clerk_db_jwt=d; __clerk_handshake=e30.e30.e30", 500, clerk.ReasonHandshakeFailed},
		{"an address that nobody can come back to", "/?__clerk_redirect_url=javascript:x", "__clerk_db_jwt=d", 400, clerk.ReasonRedirectURLInvalid},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", row.target, http.NoBody)
			r.Header.Set("Cookie", row.cookies)
			w := serve(h.Authenticate(whoami), r)
			if w.Code != row.status || !strings.Contains(w.Body.String(), string(row.reason)) || strings.Contains(w.Body.String(), "clear the cookies") || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("answered %d %v %s", w.Code, w.Header(), w.Body)
			}
		})
	}
}

// TestATestsIdentityIsNotRedirected says that an identity of the test kit stands in for cookies, too.
func TestATestsIdentityIsNotRedirected(t *testing.T) {
	h := newHouse(t)
	r := get()
	r.Header.Set("Sec-Fetch-Dest", "document")
	r = clerktest.As(r, clerktest.Identity{UserID: "user_ada"})
	if w := serve(h.RequireAuth(whoami), r); w.Code != 200 || len(w.Header().Values("Set-Cookie")) != 0 {
		t.Errorf("answered %d %v", w.Code, w.Header())
	}
}
