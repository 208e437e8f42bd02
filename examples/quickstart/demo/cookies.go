package demo

import (
	"net/http"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/middleware"
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

// refuse answers what a guard refuses: as Usher does by itself, save for people whose browser keeps no cookies. They get a page.
func refuse(w http.ResponseWriter, r *http.Request, err *middleware.Error) {
	if err.Reason == middleware.ReasonCookiesBlocked {
		showNoCookies(w, r)
		return
	}
	middleware.WriteError(w, r, err)
}

func showNoCookies(w http.ResponseWriter, r *http.Request) {
	showHTML(w, http.StatusUnauthorized, "nocookies.html", struct{ Path string }{pathOf(r)})
}

// pathOf returns the path of a request, with one slash to begin with: two would make a link of it that names a host.
func pathOf(r *http.Request) string { return "/" + strings.TrimLeft(r.URL.EscapedPath(), "/") }
