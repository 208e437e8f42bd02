package authn

import (
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/peer"
)

// An address is an http or https URL in its parts. It is only ever put together from them: a path can begin with two slashes, or
// hold what looks like a host, and still lead to no other host.
type address struct {
	scheme string
	host   string // in lower case, without the default port; empty if the address is not known
	path   string // escaped, begins with a slash
	query  query
}

func (a address) origin() string { return a.scheme + "://" + a.host }

func (a address) String() string {
	if a.query.raw == "" {
		return a.origin() + a.path
	}
	return a.origin() + a.path + "?" + a.query.raw
}

// publicAddress returns the address under which the browser sees a request: at the configured origin, or at the one that a trusted
// proxy names, or else at the host that the request itself names. u has the path and the query.
func publicAddress(instance *clerk.Instance, r *http.Request, u *url.URL) address {
	a := address{path: withoutDots(escapedPath(u)), query: query{printable(u.RawQuery)}}
	if instance.PublicURL != "" {
		a.scheme, a.host, _ = strings.Cut(instance.PublicURL, "://")
		return a
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	if instance.TrustsProxy(r.RemoteAddr) {
		if scheme, host, ok := forwardedOrigin(instance, r, scheme); ok {
			a.scheme, a.host = scheme, host
			return a
		}
	}
	if host, ok := normalHost(scheme, r.Host); ok {
		a.scheme, a.host = scheme, host
	}
	return a
}

// forwardedOrigin reads what a proxy says of the origin, in each header that is there at all. A proxy that names something impossible
// is not believed in anything.
func forwardedOrigin(instance *clerk.Instance, r *http.Request, own string) (scheme, host string, ok bool) {
	scheme, host = own, r.Host
	if values := r.Header[clerk.HeaderForwardedProto]; len(values) > 0 {
		if scheme, ok = forwarded(instance, r, values); !ok {
			return "", "", false
		}
		scheme = strings.ToLower(scheme)
	}
	if values := r.Header[clerk.HeaderForwardedHost]; len(values) > 0 {
		if host, ok = forwarded(instance, r, values); !ok {
			return "", "", false
		}
	}
	if scheme != "http" && scheme != "https" {
		return "", "", false
	}
	host, ok = normalHost(scheme, host)
	return scheme, host, ok
}

// forwarded returns the entry of a forwarding header that counts: the last, which the proxy next to us wrote. A list that has more
// entries than trusted proxies were passed holds some that a stranger wrote, and is refused. Whoever trusts everybody gets the first
// entry, as with Clerk's own libraries.
func forwarded(instance *clerk.Instance, r *http.Request, values []string) (string, bool) {
	if instance.TrustsProxy("") { // which is no address
		first, _, _ := strings.Cut(values[0], ",")
		return first, true
	}
	commas, last := 0, values[len(values)-1]
	for _, value := range values {
		commas += strings.Count(value, ",")
	}
	if entries := commas + len(values); entries > 1 && entries > trustedHops(instance, r) {
		return "", false
	}
	return strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:]), true
}

const maxTrustedHops = 16

// trustedHops counts the trusted proxies that a request came through, from the one next to us up to the first address that is not
// theirs.
func trustedHops(instance *clerk.Instance, r *http.Request) int {
	hops := 1
	for hop := range peer.Forwarded(r.Header[clerk.HeaderForwardedFor]) {
		if hops == maxTrustedHops || !instance.TrustsProxy(hop) {
			break
		}
		hops++
	}
	return hops
}

// normalHost spells a host as browsers do: in lower case and without the default port of the scheme. It refuses what is no host
// name or IP address, with or without a port: above all what would move the host of a URL that it is put into.
func normalHost(scheme, host string) (string, bool) {
	if strings.ContainsFunc(host, unprintable) { // before any folding: the small letter of some that are not ASCII is
		return "", false
	}
	host = strings.ToLower(host)
	name, port := host, ""
	if at := strings.LastIndexByte(host, ':'); at >= 0 && !strings.HasSuffix(host, "]") {
		name, port = host[:at], host[at+1:]
		n, err := strconv.ParseUint(port, 10, 16)
		if port != "" && (err != nil || n == 0) {
			return "", false
		}
		port = strings.TrimLeft(port, "0")
	}
	if port == "443" && scheme == "https" || port == "80" && scheme == "http" {
		port = ""
	}
	if inner, bracketed := strings.CutPrefix(name, "["); bracketed {
		ip, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		if err != nil || !ip.Is6() || ip.Zone() != "" || !strings.HasSuffix(name, "]") {
			return "", false
		}
		name = "[" + ip.String() + "]"
	} else if !plausibleName(name) {
		return "", false
	}
	if port != "" {
		return name + ":" + port, true
	}
	return name, true
}

// plausibleName reports whether s has the letters, digits, hyphens, underscores and dots of a host name, and no empty label
// but the last. What ends in a number has to be an IPv4 address in its usual form: browsers read others, 0x7f.1 say, as one too.
func plausibleName(s string) bool {
	if len(s) > 253 || s == "" || strings.HasPrefix(s, ".") || strings.Contains(s, "..") {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	last := strings.TrimSuffix(s, ".")
	last = last[strings.LastIndexByte(last, '.')+1:]
	hex, isHex := strings.CutPrefix(last, "0x")
	if strings.Trim(last, "0123456789") == "" || isHex && strings.Trim(hex, "0123456789abcdef") == "" {
		ip, err := netip.ParseAddr(s)
		return err == nil && ip.Is4()
	}
	return true
}

// target returns the URL that the browser asked for, also where a handler above has changed it: browsers come back to their own. Its
// host is not looked at. It reports false where the browser's URL cannot be read, so that nobody is sent back to it.
func target(r *http.Request) (*url.URL, bool) {
	if isUntouched(r) {
		return r.URL, true
	}
	u, err := url.ParseRequestURI(r.RequestURI)
	switch {
	case err == nil && (u.Scheme != "" || strings.HasPrefix(r.RequestURI, "/")):
		return u, true
	case r.URL == nil:
		return &url.URL{}, false
	}
	return r.URL, !strings.HasPrefix(r.RequestURI, "/")
}

// isUntouched reports whether r.URL is what reading the request line would give, so that there is no need to: a plain path, and a
// query after it.
func isUntouched(r *http.Request) bool {
	if r.URL == nil || r.URL.Scheme != "" || r.URL.RawPath != "" || !strings.HasPrefix(r.URL.Path, "/") {
		return false
	}
	rest, ok := strings.CutPrefix(r.RequestURI, r.URL.Path)
	if !ok || strings.ContainsFunc(r.URL.Path, unusual) || rest != "" && (rest[0] != '?' || strings.ContainsFunc(rest, unprintable)) {
		return false
	}
	return strings.TrimPrefix(rest, "?") == r.URL.RawQuery
}

// unusual reports whether a character of a path may mean something else there than itself.
func unusual(c rune) bool {
	return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '/' && c != '-' && c != '_' && c != '.' && c != '~'
}

// escapedPath returns the path as the browser wrote it: it sends some marks as they are that package url escapes, and comes back to
// its own address. What may not stand in a header or a URL is escaped.
func escapedPath(u *url.URL) string {
	raw := u.RawPath
	if path, err := url.PathUnescape(raw); raw == "" || err != nil || path != u.Path {
		return u.EscapedPath()
	}
	return escape(raw, escapedInPaths)
}

// escapedInPaths reports whether browsers escape a character of a path (WHATWG URL standard, section 1.3); and the backslash, which
// they take for a slash.
func escapedInPaths(c rune) bool { return unprintable(c) || strings.ContainsRune("?`{}\\", c) }

// withoutDots removes the segments "." and ".." (RFC 3986 section 5.2.4), also where they are written with %2E. Empty segments
// stay: "//" is a path like any other.
func withoutDots(path string) string {
	switch {
	case strings.Contains(path, "/."), strings.Contains(path, "/%2"):
	case strings.HasPrefix(path, "/"):
		return path
	default:
		return "/" + path
	}
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	var out []string
	for n, segment := range segments {
		dots := strings.ReplaceAll(strings.ToLower(segment), "%2e", ".")
		if dots != "." && dots != ".." {
			out = append(out, segment)
			continue
		}
		if dots == ".." && len(out) > 0 {
			out = out[:len(out)-1]
		}
		if n == len(segments)-1 {
			out = append(out, "")
		}
	}
	return "/" + strings.Join(out, "/")
}

// printable escapes what may not stand in a query, so that it can be sent on in a header.
func printable(raw string) string { return escape(raw, unprintable) }

func unprintable(c rune) bool {
	return c <= ' ' || c > '~' || c == '"' || c == '<' || c == '>' || c == '#'
}

// escape percent-encodes the bytes that are odd.
func escape(raw string, odd func(rune) bool) string {
	if !strings.ContainsFunc(raw, odd) {
		return raw
	}
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(raw) {
		if c := raw[i]; odd(rune(c)) {
			b.WriteString("%" + digits[c>>4:c>>4+1] + digits[c&15:c&15+1])
			continue
		}
		b.WriteByte(raw[i])
	}
	return b.String()
}
