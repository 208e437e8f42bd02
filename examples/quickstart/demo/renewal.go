package demo

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/usher-auth/usher/clerk"
)

// A renewal is how a token that has ended is replaced, as the query of the page says. Usher refreshes it where the browser has a
// refresh token, and asks for a handshake where it has none.
type renewal string

const (
	renewByHandshake renewal = "handshake"
	renewByRefresh   renewal = "refresh"
	queryRenewal             = "renewal"
)

func renewalOf(r *http.Request) renewal {
	if r.URL.Query().Get(queryRenewal) == string(renewByRefresh) {
		return renewByRefresh
	}
	return renewByHandshake
}

func (r renewal) query() url.Values {
	if r == renewByRefresh {
		return url.Values{queryRenewal: {string(r)}}
	}
	return url.Values{}
}

// chooseRenewal takes the refresh token away from the request unless a refresh is what the visitor wants to see. A service of
// yours leaves it there.
func chooseRenewal(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if renewalOf(r) == renewByHandshake {
			r = r.Clone(r.Context())
			lines := r.Header[clerk.HeaderCookie]
			for i, line := range lines {
				lines[i] = withoutRefresh(line)
			}
		}
		next.ServeHTTP(w, r)
	})
}

func withoutRefresh(line string) string {
	var kept []string
	for pair := range strings.SplitSeq(line, ";") {
		if !strings.HasPrefix(strings.TrimSpace(pair), clerk.CookieRefresh) {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, ";")
}

// setsSession reports whether Usher answers with a new session token: it has refreshed the old one.
func setsSession(answer http.Header) bool {
	for _, directive := range answer.Values("Set-Cookie") {
		if strings.HasPrefix(directive, clerk.CookieSession) {
			return true
		}
	}
	return false
}

// handshakes are those that a browser has come back from, as a cookie of the demo counts them.
type handshakes struct {
	count int
	fresh bool // no page has been shown since the last one
}

const (
	cookieHandshakes = "usher_demo_handshakes"
	freshMark        = "-new"
)

func readHandshakes(r *http.Request) handshakes {
	cookie, err := r.Cookie(cookieHandshakes)
	if err != nil {
		return handshakes{}
	}
	text, fresh := strings.CutSuffix(cookie.Value, freshMark)
	count, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return handshakes{}
	}
	return handshakes{int(count), fresh}
}

func (h handshakes) write(w http.ResponseWriter) {
	value := strconv.Itoa(h.count)
	if h.fresh {
		value += freshMark
	}
	http.SetCookie(w, &http.Cookie{Name: cookieHandshakes, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}) //nolint:gosec // a count, over plain http on loopback
}

// countHandshakes counts the requests that bring a handshake back.
func countHandshakes(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if bringsHandshake(r) {
			handshakes{readHandshakes(r).count + 1, true}.write(w)
		}
		next.ServeHTTP(w, r)
	})
}

// bringsHandshake reports whether a browser comes back from a handshake: from a development instance with what it says in the
// query, from a production one in a cookie.
func bringsHandshake(r *http.Request) bool {
	for _, name := range []string{clerk.QueryHandshakeNonce, clerk.QueryHandshake} {
		if _, err := r.Cookie(name); err == nil || r.URL.Query().Has(name) {
			return true
		}
	}
	return false
}
