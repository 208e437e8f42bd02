package demo

import (
	"net/http"
	"strings"

	"github.com/usher-auth/usher/clerk"
)

// A cookieRow is a kind of Clerk's cookies that a request has brought.
type cookieRow struct {
	Names   []string
	Meaning string
}

// cookiesOf returns the cookies of Clerk's in a request, by name. Their values are credentials.
func cookiesOf(r *http.Request) []cookieRow {
	rows := []cookieRow{
		{Meaning: "the session token: who is signed in, until the token ends"},
		{Meaning: "when sign-ins last changed in this browser, 0 for nobody"},
		{Meaning: "with which Clerk renews the token without a redirect"},
		{Meaning: "which browser this is, to a development instance"},
	}
	prefixes := []string{clerk.CookieSession, clerk.CookieClientUAT, clerk.CookieRefresh, clerk.CookieDevBrowser}
	for _, cookie := range r.Cookies() {
		for i, prefix := range prefixes {
			if cookie.Name == prefix || strings.HasPrefix(cookie.Name, prefix+"_") {
				rows[i].Names = append(rows[i].Names, cookie.Name)
			}
		}
	}
	var found []cookieRow
	for _, row := range rows {
		if row.Names != nil {
			found = append(found, row)
		}
	}
	return found
}

const queryCookieTest = "cookie-test"

// needCookies keeps a browser that takes no cookies from going round between here and Clerk for ever: a development instance
// hands over in the query, so that such a browser comes back as unknown as it went, without the cookie that counts its rounds.
// One that comes back without any cookie is given one and asked once more, before anything else is done.
func needCookies(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hasCookies, tested, returns := len(r.Header[clerk.HeaderCookie]) > 0, r.URL.Query().Has(queryCookieTest), bringsHandshake(r)
		switch {
		case !hasCookies && tested:
			w.Header().Set("Cache-Control", "no-store")
			showHTML(w, http.StatusForbidden, "nocookies.html", struct{ Path string }{pathOf(r)})
		case !hasCookies && returns:
			handshakes{}.write(w)
			redirectHere(w, r, true)
		case tested && !returns:
			redirectHere(w, r, false)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// redirectHere sends a browser to the address that it asked for, with the mark of the cookie test or without.
func redirectHere(w http.ResponseWriter, r *http.Request, marked bool) {
	query := r.URL.Query()
	query.Del(queryCookieTest)
	if marked {
		query.Set(queryCookieTest, "1")
	}
	to := pathOf(r)
	if len(query) > 0 {
		to += "?" + query.Encode()
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusTemporaryRedirect)
}

// pathOf returns the path of a request, with one slash to begin with: two would make a link of it that names a host.
func pathOf(r *http.Request) string { return "/" + strings.TrimLeft(r.URL.EscapedPath(), "/") }
