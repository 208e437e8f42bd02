package clerktest

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/usher-auth/usher/internal/peer"
)

// maxTarget is how long an address to come back to may be, in bytes.
const maxTarget = 8 << 10

// origins are those that browsers may be sent to, besides those on loopback.
type origins struct {
	mu  sync.Mutex
	set map[string]bool
}

func (o *origins) add(origin string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.set == nil {
		o.set = map[string]bool{}
	}
	o.set[origin] = true
}

func (o *origins) has(origin string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.set[origin]
}

// all returns the origins in a fixed order.
func (o *origins) all() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	list := make([]string, 0, len(o.set))
	for origin := range o.set {
		list = append(list, origin)
	}
	slices.Sort(list)
	return list
}

// AllowOrigin has the instance send browsers back to an application at this origin, as Config.Origins does:
// "https://app.example.com", without a path. Applications on loopback need no leave. An origin in another form is a mistake.
func (c *Clerk) AllowOrigin(origin string) {
	c.tb.Helper()
	u, err := parseOrigin(origin)
	if err != nil {
		c.fail("AllowOrigin(%q): %v", origin, err)
	}
	c.origins.add(originOf(u))
}

var errOrigin = errors.New("it must be an origin: http or https, a host and perhaps a port, as in https://app.example.com")

// parseOrigin reads an origin (RFC 6454 section 6.2).
func parseOrigin(text string) (*url.URL, error) {
	u, why := parseTarget(text)
	if why != "" || u.Path != "" || u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#") {
		return nil, errOrigin
	}
	return u, nil
}

// originOf returns the origin of an address as browsers write it.
func originOf(u *url.URL) string {
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return scheme + "://" + host
}

// parseTarget reads an address that a browser could be sent to, or returns why none can be sent there. What comes back can be
// written down again without that a browser reads another host in it.
func parseTarget(text string) (u *url.URL, why string) {
	switch {
	case text == "":
		return nil, "is missing."
	case len(text) > maxTarget:
		return nil, "is too long."
	case strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' }):
		return nil, "has a character that no address has; it must be encoded."
	}
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, "must be an absolute http or https address."
	}
	host, port := u.Hostname(), u.Port()
	switch {
	case u.User != nil:
		return nil, "must not hold a user name or password."
	case !isHost(host) || strings.HasSuffix(u.Host, ":") || port != "" && !isPort(port):
		return nil, "must name a host, and perhaps a port."
	}
	u.Host, u.Fragment, u.RawFragment = strings.ToLower(u.Host), "", ""
	return u, ""
}

// isHost reports whether a host is a name or an address that everybody reads alike.
func isHost(host string) bool {
	if address, err := netip.ParseAddr(host); err == nil {
		return address.Zone() == ""
	}
	return host != "" && !strings.HasPrefix(host, ".") && !strings.Contains(host, "..") && !strings.ContainsFunc(host, func(r rune) bool {
		return (r|0x20 < 'a' || r|0x20 > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_'
	})
}

func isPort(port string) bool {
	return len(port) <= 5 && !strings.ContainsFunc(port, func(r rune) bool { return r < '0' || r > '9' })
}

// target reads an address that a browser asks to be sent back to, or returns why it is not: only loopback and the origins that
// were allowed can be, so that the server is no open redirect.
func (c *Clerk) target(text string) (u *url.URL, why string) {
	if u, why = parseTarget(text); why != "" {
		return nil, why
	}
	if !peer.IsLoopback(u.Hostname()) && !c.origins.has(originOf(u)) {
		return nil, "names an origin that this instance does not know; applications elsewhere than on loopback have to be named " +
			"in Config.Origins, or with AllowOrigin."
	}
	return u, ""
}

// withQuery returns a query without some params and with others at its end. What stays is left as it is written, in ASCII.
func withQuery(raw string, drop []string, add ...[2]string) string {
	var kept []string
	for pair := range strings.SplitSeq(raw, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if decoded, err := url.QueryUnescape(name); err == nil {
			name = decoded
		}
		if pair != "" && !slices.Contains(drop, name) {
			kept = append(kept, inASCII(pair))
		}
	}
	for _, param := range add {
		kept = append(kept, url.QueryEscape(param[0])+"="+url.QueryEscape(param[1]))
	}
	return strings.Join(kept, "&")
}

// inASCII encodes what an address in a header may not hold and a query that somebody sent does: other bytes than ASCII's, also where
// they are no text, white space and backslashes.
func inASCII(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c > '~' || c == '\\' {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
