package clerktest

import (
	"cmp"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxJar is how many cookies a browser keeps.
const maxJar = 1000

// A jar keeps cookies as browsers do (RFC 6265 section 5), by the clock of the instance. Ports tell no cookies apart. SameSite
// is not looked at.
type jar struct {
	cookies []jarCookie // the oldest first
}

type jarCookie struct {
	name, value, domain, path string
	hostOnly, secure          bool
	end                       time.Time // zero: with the browser
}

func (k jarCookie) is(other jarCookie) bool {
	return k.name == other.name && k.domain == other.domain && k.path == other.path && k.hostOnly == other.hostOnly
}

func (k jarCookie) goesTo(u *url.URL, now time.Time) bool {
	host, path := u.Hostname(), cmp.Or(u.Path, "/")
	switch {
	case !k.end.IsZero() && !now.Before(k.end), k.secure && u.Scheme != "https":
		return false
	case k.hostOnly && host != k.domain, !within(host, k.domain):
		return false
	}
	return path == k.path || strings.HasPrefix(path, strings.TrimSuffix(k.path, "/")+"/")
}

// set takes in a cookie that was set at u.
func (j *jar) set(u *url.URL, cookie *http.Cookie, now time.Time) {
	k := jarCookie{
		name: cookie.Name, value: cookie.Value, domain: u.Hostname(), path: cookie.Path, hostOnly: true, secure: cookie.Secure,
	}
	if domain := strings.ToLower(strings.TrimPrefix(cookie.Domain, ".")); domain != "" {
		_, err := netip.ParseAddr(domain)
		if !within(k.domain, domain) || domain != k.domain && (err == nil || !strings.Contains(domain, ".")) {
			return // another's domain, or a whole top-level domain
		}
		k.domain, k.hostOnly = domain, err == nil
	}
	if !strings.HasPrefix(k.path, "/") {
		k.path = u.Path[:max(0, strings.LastIndex(u.Path, "/"))]
		k.path = cmp.Or(k.path, "/")
	}
	if k.secure && u.Scheme != "https" {
		return
	}
	switch {
	case cookie.MaxAge > 0:
		k.end = now.Add(time.Duration(cookie.MaxAge) * time.Second)
	case cookie.MaxAge < 0:
		k.end = now
	case !cookie.Expires.IsZero():
		k.end = cookie.Expires
	}
	at := slices.IndexFunc(j.cookies, k.is)
	switch over := !k.end.IsZero() && !now.Before(k.end); {
	case over && at >= 0:
		j.cookies = slices.Delete(j.cookies, at, at+1)
	case over:
	case at >= 0:
		j.cookies[at] = k
	case len(j.cookies) < maxJar:
		j.cookies = append(j.cookies, k)
	}
}

// get returns the cookies that are sent to u: those with the longest path first, and the oldest of those.
func (j *jar) get(u *url.URL, now time.Time) []*http.Cookie {
	var found []jarCookie
	for _, k := range j.cookies {
		if k.goesTo(u, now) {
			found = append(found, k)
		}
	}
	slices.SortStableFunc(found, func(a, b jarCookie) int { return cmp.Compare(len(b.path), len(a.path)) })
	return each(found, func(k jarCookie) *http.Cookie { return &http.Cookie{Name: k.name, Value: k.value} })
}
