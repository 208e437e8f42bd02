package middleware

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

// A browser that keeps no cookies would go round for ever: a development instance hands over in the address, so it comes back from
// there as unknown as it went, without the cookie that counts its rounds, and likewise from a page where its user is signed in. What
// it does bring back is the address. So one that comes back without a cookie of Clerk's or Usher's is given one, and a mark in its
// address that says so. A mark without any cookie then means that none is kept.
//
// The mark says until when it counts: bookmarks and links that were copied do not accuse their readers. The cookie outlives it.
const (
	queryCookieCheck  = "__usher_cookies"
	cookieCookieCheck = "__usher_cookies"

	cookieCheck = cookieCookieCheck + "=1; Path=/; Max-Age=1200; HttpOnly; SameSite=Lax"
)

// A mark says what the browser was sent round for.
type mark byte

const (
	markHandshake mark = 'h'
	// markSignIn does not end handshakes: somebody may have signed in by a link in a letter, in another browser than the one that was
	// given the cookie, and a handshake brings its own.
	markSignIn mark = 's'
)

// lasts returns how many seconds a mark counts.
func (m mark) lasts() int64 {
	if m == markSignIn {
		return 600
	}
	return 30
}

// keepsNoCookies reports whether a browser that nobody is signed in with was given a cookie a moment ago and does not have it.
func (u *Usher) keepsNoCookies(r *http.Request, d *authn.Decision) bool {
	if d.Status != authn.SignedOut && d.Status != authn.Handshake || d.Presented() || d.Unavailable {
		return false
	}
	value, marked := cookieMark(r)
	if !marked || value == "" || bringsCookies(r) {
		return false
	}
	is := mark(value[0])
	end, err := strconv.ParseInt(value[1:], 10, 64)
	left := end - u.instance.Now().Unix()
	return err == nil && left >= 0 && left <= is.lasts() && (is == markHandshake || is == markSignIn && d.Status == authn.SignedOut)
}

// cookieMark returns the mark in an address. It is only ever written as it is named here.
func cookieMark(r *http.Request) (value string, ok bool) {
	if r.URL == nil || !strings.Contains(r.URL.RawQuery, queryCookieCheck) {
		return "", false
	}
	for pair := range strings.SplitSeq(r.URL.RawQuery, "&") {
		if name, value, _ := strings.Cut(pair, "="); name == queryCookieCheck {
			return value, true
		}
	}
	return "", false
}

// bringsCookies reports whether a request has a cookie of Clerk's or Usher's, of whatever instance. Others prove nothing: a script
// or somebody else's proxy may keep them where ours get lost.
func bringsCookies(r *http.Request) bool {
	for _, line := range r.Header[clerk.HeaderCookie] {
		for pair := range strings.SplitSeq(line, ";") {
			name := strings.TrimLeft(pair, " \t")
			for _, prefix := range [...]string{"__clerk_", "__usher_", clerk.CookieSession, clerk.CookieClientUAT, clerk.CookieRefresh} {
				if strings.HasPrefix(name, prefix) {
					return true
				}
			}
		}
	}
	return false
}

// marked returns an address with a mark.
func (u *Usher) marked(address string, m mark) string {
	base, query, _ := strings.Cut(address, "?")
	end := u.instance.Now().Unix() + m.lasts()
	return base + "?" + withParam(query, queryCookieCheck, string(m)+strconv.FormatInt(end, 10))
}

// markedReturn returns an address with a mark in the address to come back to that it holds, or as it is where it holds none.
func (u *Usher) markedReturn(address string, m mark) string {
	page := parsePage(address)
	if page == nil {
		return address
	}
	back := page.Query().Get(clerk.QueryRedirectURL)
	if back == "" {
		return address
	}
	page.RawQuery = withParam(page.RawQuery, clerk.QueryRedirectURL, u.marked(back, m))
	return page.String()
}

// checkCookies gives a browser without any cookie one: where it comes back from the handshake of a development instance, on the way to
// the cleaned address, and where it is sent to that of a production satellite.
func (u *Usher) checkCookies(h http.Header, r *http.Request, d *authn.Decision) {
	location := h.Get("Location")
	switch {
	case bringsCookies(r):
		return
	case d.Status != authn.Handshake:
		location = u.marked(location, markHandshake)
	case d.Reason == clerk.ReasonSatelliteNeedsSyncing && u.instance.Kind == clerk.KindProduction:
		location = u.markedReturn(location, markHandshake)
	default:
		return // the way back leads through the first case
	}
	h.Set("Location", location)
	h.Add("Set-Cookie", cookieCheck)
}

// checkOnSignIn returns the address of a sign-in page, and where a browser without any cookie has perhaps come from there already,
// gives it one and marks the address to come back to. One whose user has just typed the address has not.
func (u *Usher) checkOnSignIn(h http.Header, r *http.Request, location string) string {
	switch {
	case !loadsPage(r) || bringsCookies(r):
		return location
	case r.Header.Get("Sec-Fetch-Site") == "none" && !strings.Contains(r.URL.RawQuery, clerk.QuerySynced):
		return location
	}
	h.Add("Set-Cookie", cookieCheck)
	return u.markedReturn(location, markSignIn)
}

// dropsMark takes the mark out of the address of a browser that needs it no more, and reports whether it did.
func (u *Usher) dropsMark(h http.Header, r *http.Request) bool {
	if _, marked := cookieMark(r); !marked || !loadsPage(r) {
		return false
	}
	address := u.authenticator.Read(r).URL()
	base, query, _ := strings.Cut(address, "?")
	clean := withoutParams(query, queryCookieCheck)
	if address == "" || clean == withoutParams(query) {
		return false // it is not in the address that the browser sees, but was put in by a handler above
	}
	if clean != "" {
		base += "?" + clean
	}
	h.Set("Location", base)
	return true
}

// loadsPage reports whether a browser loads a page to show. Those too old to say so are known by the types that they accept.
func loadsPage(r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	switch r.Header.Get(clerk.HeaderSecFetchDest) {
	case "":
		return strings.HasPrefix(r.Header.Get(clerk.HeaderAccept), "text/html")
	case "document", "iframe":
		return true
	}
	return false
}

func cookiesBlocked() *Error {
	return &Error{Status: http.StatusUnauthorized, Reason: ReasonCookiesBlocked,
		Detail: "this browser keeps no cookies of this site, and a session lives in them; allow them for this site and open the page again"}
}
