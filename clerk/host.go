package clerk

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/usher-auth/usher/internal/peer"
)

// plausibleHost reports whether s is a host name or an IPv4 address, with or without a port. It refuses everything that
// could smuggle another part of a URL in. (RFC 1123 section 2.1 for the labels; no final dot.)
func plausibleHost(s string) bool {
	name, port, hasPort := strings.Cut(s, ":")
	if hasPort && !plausiblePort(port) || len(name) > 253 {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, c := range []byte(label) {
			if !isLetter(c) && !isDigit(c) && c != '-' {
				return false
			}
		}
	}
	return true
}

// plausiblePort reports whether s is a port from 1 to 65535 in its shortest form.
func plausiblePort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0 && strconv.FormatUint(n, 10) == s
}

// plausibleAuthority is plausibleHost for the host part of any URL: it also takes IPv6 addresses in brackets.
func plausibleAuthority(s string) bool {
	address, ok := strings.CutPrefix(s, "[")
	if !ok {
		return plausibleHost(s)
	}
	address, port, ok := strings.Cut(address, "]")
	ip, err := netip.ParseAddr(address)
	if !ok || err != nil || !ip.Is6() || ip.Zone() != "" {
		return false
	}
	port, hasPort := strings.CutPrefix(port, ":")
	return !hasPort && port == "" || hasPort && plausiblePort(port)
}

// serviceURL checks the address of a service that this program talks or points to and returns it without a slash at the
// end. The error text of net/url repeats its input, which may hold a password, and is not used.
func serviceURL(raw, plainHTTP string) (clean, problem, fix string) {
	const example = "write an absolute URL, as in https://clerk.example.com"
	if problem, fix = blemish(raw); problem != "" {
		return "", problem, fix
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil, strings.Contains(raw, `\`):
		return "", "it is not a URL", example
	case u.Scheme == "":
		return "", "it is not an absolute URL", example
	case u.Scheme != "http" && u.Scheme != "https":
		return "", "its scheme is neither https nor http", example
	case u.User != nil:
		return "", "it holds a user name or password", "remove everything up to the @ sign"
	case strings.ContainsAny(raw, "?#"):
		return "", "it has a query or a fragment", "remove the part from the first ? or # sign on"
	case !plausibleAuthority(u.Host):
		return "", "it has no host, or one that cannot be", example
	case u.Scheme == "http" && !peer.IsLoopback(u.Hostname()):
		return "", plainHTTP, "use https; http is for localhost and loopback addresses such as 127.0.0.1"
	}
	u.Host = strings.ToLower(u.Host)
	return strings.TrimRight(u.String(), "/"), "", ""
}

// pageURL checks the address of a page that people are sent to: absolute, or a path on the same host. A path that begins
// with two slashes would name another host (RFC 3986 section 4.2), and browsers read a backslash as a slash.
func pageURL(raw string) (problem, fix string) {
	const example = "write an absolute URL, as in https://example.com/sign-in, or a path, as in /sign-in"
	if problem, fix = blemish(raw); problem != "" {
		return problem, fix
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil, strings.Contains(raw, `\`):
		return "it is not a URL", example
	case strings.HasPrefix(raw, "//"):
		return "it begins with two slashes and so names another host", example
	case strings.HasPrefix(raw, "/"):
		return "", ""
	case u.Scheme != "http" && u.Scheme != "https":
		return "it is neither an http or https URL nor a path that begins with a slash", example
	case u.User != nil:
		return "it holds a user name or password", "remove everything up to the @ sign"
	case !plausibleAuthority(u.Host):
		return "it has no host, or one that cannot be", example
	}
	return "", ""
}

// origin checks an entry of AuthorizedParties or SatelliteOrigins: it must be spelled as a browser spells an origin (RFC 6454 section 6.2),
// because azp is compared character by character and any other spelling would refuse every token.
func origin(entry string) (problem, fix string) {
	const example = "write an origin, as in https://app.example.com or http://localhost:3000"
	if problem, fix = blemish(entry); problem != "" {
		return problem, fix
	}
	scheme, host, found := strings.Cut(entry, "://")
	switch {
	case strings.Contains(entry, "*"):
		return "it has a wildcard", "name every origin; azp is compared character by character"
	case !found:
		return "it has no scheme", example
	case !isScheme(scheme):
		return "its scheme cannot be", example
	case strings.Contains(host, "@"):
		return "it holds a user name or password", "remove everything between :// and the @ sign, that too included"
	case strings.Count(host, "/") == 1 && strings.HasSuffix(host, "/"):
		return "it ends in a slash, which no origin does", "remove the trailing slash"
	case strings.ContainsAny(host, `/?#\`):
		return "it has a path, a query or a fragment", "remove everything after the host and port"
	case strings.ToLower(entry) != entry:
		return "it has capital letters, which no origin has", "write it in lower case"
	case scheme == "https" && strings.HasSuffix(host, ":443"), scheme == "http" && strings.HasSuffix(host, ":80"):
		return "it names the default port of its scheme, which browsers leave out", "remove the port"
	// Browsers accept the underscore in the host of a page, though DNS does not in the name of a host.
	case !plausibleAuthority(strings.ReplaceAll(host, "_", "x")):
		return "it has no host, or one that cannot be", example
	}
	return "", ""
}

// isScheme reports whether s is the scheme of a URL (RFC 3986 section 3.1).
func isScheme(s string) bool {
	for i, c := range []byte(s) {
		if !isLetter(c) && (i == 0 || !isDigit(c) && !strings.ContainsRune("+-.", rune(c))) {
			return false
		}
	}
	return s != ""
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
