package authn

import (
	"strings"

	"github.com/usher-auth/usher/clerk"
)

const (
	maxCookies    = 64
	maxDirective  = 4 << 10 // browsers take no longer cookie
	maxDirectives = 32 << 10
)

// sendable keeps the values for Set-Cookie that may be sent in a header: short, in printable ASCII, for this host, and of Clerk's
// own cookies. A genuine handshake can be somebody else's, so it must not set what the application keeps in cookies; the
// instances of developers may.
func (f *flow) sendable(directives []string) []string {
	var out []string
	size := 0
	for _, d := range directives {
		name, _, ok := strings.Cut(d, "=")
		switch {
		case !ok || !isToken(name) || len(d) > maxDirective || size+len(d) > maxDirectives || len(out) == maxCookies,
			strings.ContainsFunc(d, func(c rune) bool { return c < ' ' || c > '~' }),
			!f.isDevelopment() && (!isClerksCookie(name) || !f.isForThisHost(d)):
			continue
		}
		size += len(d)
		out = append(out, d)
	}
	return out
}

// isForThisHost reports whether the Domain of a value for Set-Cookie, where it has one, is this host or a parent of it.
func (f *flow) isForThisHost(directive string) bool {
	host := hostname(f.r.address.host)
	_, attributes, _ := strings.Cut(directive, ";")
	for attribute := range strings.SplitSeq(attributes, ";") {
		name, value, _ := strings.Cut(attribute, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "domain") {
			continue
		}
		domain := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(value)), ".")
		if domain == "" || host != domain && (!strings.Contains(domain, ".") || !strings.HasSuffix(host, "."+domain)) {
			return false
		}
	}
	return true
}

func isClerksCookie(name string) bool {
	_, _, ok := clerk.SplitCookieName(name)
	return ok
}

// isToken reports whether s can be the name of a cookie (RFC 6265 section 4.1.1).
func isToken(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' || strings.IndexByte(`()<>@,;:\"/[]?={}`, s[i]) >= 0 {
			return false
		}
	}
	return s != ""
}

// cookieOf returns the name and value in a value for Set-Cookie.
func cookieOf(directive string) (name, value string) {
	pair, _, _ := strings.Cut(directive, ";")
	name, value, _ = strings.Cut(pair, "=")
	return name, value
}

// sessionOf returns the session token among values for Set-Cookie: of several cookies whose names begin like that of a session
// the last counts. It is "" where there is none, and ok is false where that cookie is not one of this instance's or cannot be sent.
func (f *flow) sessionOf(directives, sendable []string) (text string, ok bool) {
	last := ""
	for _, directive := range directives {
		if strings.HasPrefix(directive, clerk.CookieSession) {
			last = directive
		}
	}
	if last == "" {
		return "", true
	}
	name, value := cookieOf(last)
	if name != clerk.CookieSession && (f.suffix == "" || name != clerk.CookieSession+"_"+f.suffix) {
		return "", false
	}
	for _, directive := range sendable {
		if directive == last {
			return value, true
		}
	}
	return "", false
}
