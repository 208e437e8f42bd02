package clerktest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// An audience is the application that cookies are made for.
type audience struct {
	origin string // azp of its tokens
	domain string // of the cookies that subdomains share, "" for the host alone
	secure bool
}

func (a audience) cookie(name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: tenYears, SameSite: http.SameSiteLaxMode, Secure: a.secure}
}

// cleared returns what takes a cookie away.
func cleared(name, domain string) *http.Cookie {
	return &http.Cookie{Name: name, Path: "/", Domain: domain, Expires: time.Unix(0, 0)}
}

// directives returns the lines for Set-Cookie with which the application gets to know a standing. Each cookie comes plain and
// suffixed, but for the refresh token. The last one of a session is its token, which applications rely on.
func (c *Clerk) directives(st standing, a audience) ([]string, error) {
	var cookies []*http.Cookie
	both := func(name string, cookie func(name string) *http.Cookie) {
		cookies = append(cookies, cookie(name), cookie(c.suffixed(name)))
	}
	if c.config.Kind == clerk.KindProduction {
		cookies = append(cookies, cleared(clerk.CookieHandshake, a.domain), cleared(clerk.CookieHandshakeNonce, a.domain))
	} else {
		both(clerk.CookieDevBrowser, func(name string) *http.Cookie { return a.cookie(name, st.devBrowser) })
	}
	if a.domain != "" { // one for the host alone would be seen first
		both(clerk.CookieClientUAT, func(name string) *http.Cookie { return cleared(name, "") })
	}
	both(clerk.CookieClientUAT, func(name string) *http.Cookie {
		uat := a.cookie(name, strconv.FormatInt(st.uat, 10))
		uat.Domain = a.domain
		return uat
	})
	if st.signIn == nil {
		cookies = append(cookies, cleared(c.suffixed(clerk.CookieRefresh), ""))
		both(clerk.CookieSession, func(name string) *http.Cookie { return cleared(name, "") })
		return lines(cookies), nil
	}
	token, err := st.signIn.AuthorizedParty(a.origin).sign()
	if err != nil {
		return nil, err
	}
	refresh := a.cookie(c.suffixed(clerk.CookieRefresh), st.refresh)
	refresh.HttpOnly = true
	cookies = append(cookies, refresh)
	both(clerk.CookieSession, func(name string) *http.Cookie { return a.cookie(name, token) })
	return lines(cookies), nil
}

func lines(cookies []*http.Cookie) []string { return each(cookies, (*http.Cookie).String) }
