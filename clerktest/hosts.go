package clerktest

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/peer"
)

// The server may be reached under several hosts: its own address, the one that the publishable key names, the account portal
// beside that, and the Frontend API of a satellite. What it keeps in cookies belongs to one of them.

// primaryHost returns the host, with its port, of the Frontend API that the publishable key names.
func (c *Clerk) primaryHost() string { return c.instance.PublishableKey.FrontendAPIHost() }

// accountsHost returns the host of the account portal (Clerk: account portal URL from Frontend API).
func (c *Clerk) accountsHost() string {
	before, after, found := strings.Cut(c.primaryHost(), "clerk.")
	if !found {
		return c.primaryHost()
	}
	return before + "accounts." + strings.TrimPrefix(after, "accounts.")
}

// ownHost returns the host, with its port, that the server listens on.
func (c *Clerk) ownHost() string { return strings.TrimPrefix(c.url, "http://") }

// isSecure reports whether a request came over https, as it does under every host but the server's own address.
func (c *Clerk) isSecure(r *http.Request) bool { return !c.isOwnAddress(r.Host) }

// isOwnAddress reports whether a host is that of URL, where plain HTTP is spoken.
func (c *Clerk) isOwnAddress(host string) bool {
	return host == c.ownHost() || peer.IsLoopback((&url.URL{Host: host}).Hostname())
}

// isSatellite reports whether a host is the Frontend API of a production satellite: clerk. and the host of an origin that was
// allowed. A parent of that host would not do, because it may be a domain under which strangers register theirs.
func (c *Clerk) isSatellite(host string) bool {
	domain, ok := strings.CutPrefix(host, "clerk.")
	if !ok || c.config.Kind != clerk.KindProduction || host == c.primaryHost() || !strings.Contains(domain, ".") {
		return false
	}
	for _, origin := range c.origins.all() {
		if u, err := url.Parse(origin); err == nil && u.Hostname() == domain {
			return true
		}
	}
	return false
}

// within reports whether a host is a domain or below it.
func within(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain)
}

// cookieDomain returns the domain that a cookie must have which this host sets for an application: "" for the host itself. It
// is false where no cookie can reach the application.
func cookieDomain(host, app string) (string, bool) {
	host = (&url.URL{Host: host}).Hostname()
	if host == app {
		return "", true
	}
	domain, ok := strings.CutPrefix(host, "clerk.")
	return domain, ok && strings.Contains(domain, ".") && within(app, domain)
}

// elsewhere sends a GET to the host where the account portal keeps its cookies, if it came to another one, and reports whether
// it did.
func (c *Clerk) elsewhere(w http.ResponseWriter, r *http.Request) bool {
	if r.Host == c.primaryHost() || r.Host == c.ownHost() || proxyOf(r) != nil {
		return false
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		refuse(http.StatusMisdirectedRequest, "misdirected_request", "Another host",
			"The account portal of this instance answers at "+c.Issuer()+".").write(w)
		return true
	}
	to := url.URL{Path: r.URL.Path, RawQuery: inASCII(r.URL.RawQuery)}
	w.Header().Set("Location", c.Issuer()+to.String())
	w.WriteHeader(http.StatusTemporaryRedirect)
	return true
}
