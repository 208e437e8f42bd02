package clerktest

import (
	"net/http"
	"strconv"

	"github.com/usher-auth/usher/clerk"
)

// Cookies returns the cookies that a browser of the session's user sends to an application: the session token and the time of
// the client's last change, plain and suffixed, the refresh token, and in a development instance the dev browser. They have
// names and values only.
//
// The token is a new one as Token makes it, so that SignIn.Expired and SignIn.IssuedAt make cookies as they are left after a
// while. What a handshake or a refresh brings in exchange follows the organization, actor and other facts of s from then on,
// and none of its mistakes.
func (s *SignIn) Cookies() []*http.Cookie {
	s.ck.tb.Helper()
	token := s.Token()
	st := s.ck.register(s)
	// A token from before the client's last change would count as old.
	uat := strconv.FormatInt(min(st.uat, s.period().issued.Unix()), 10)
	var cookies []*http.Cookie
	both := func(name, value string) {
		cookies = append(cookies, &http.Cookie{Name: name, Value: value}, &http.Cookie{Name: s.ck.suffixed(name), Value: value})
	}
	both(clerk.CookieSession, token)
	both(clerk.CookieClientUAT, uat)
	cookies = append(cookies, &http.Cookie{Name: s.ck.suffixed(clerk.CookieRefresh), Value: st.refresh})
	if s.ck.config.Kind != clerk.KindProduction {
		both(clerk.CookieDevBrowser, st.devBrowser)
	}
	return cookies
}

// AddCookies adds what Cookies returns to r, and returns r.
func (s *SignIn) AddCookies(r *http.Request) *http.Request {
	s.ck.tb.Helper()
	for _, cookie := range s.Cookies() {
		r.AddCookie(cookie)
	}
	return r
}
