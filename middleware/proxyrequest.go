package middleware

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/peer"
)

// Headers between a proxy and Clerk.
const (
	headerClerkProxyURL  = "Clerk-Proxy-Url"
	headerClerkSecretKey = "Clerk-Secret-Key"
)

// target returns the address of Clerk's that a path leads to, or nil where it leads elsewhere. The path is put behind that of the
// upstream and never resolved, so that neither two slashes nor dots can name another host or climb out.
func (p *Proxy) target(path, query string) *url.URL {
	for segment := range strings.SplitSeq(path, "/") {
		if !staysInPlace(segment) {
			return nil
		}
	}
	escaped := p.upstream.EscapedPath() + path
	if escaped == "" {
		escaped = "/"
	}
	decoded, err := url.PathUnescape(escaped)
	if err != nil {
		return nil
	}
	out := &url.URL{Scheme: p.upstream.Scheme, Host: p.upstream.Host, Path: decoded, RawPath: escaped, RawQuery: query}
	if read, err := url.Parse(out.String()); err != nil || read.Host != p.upstream.Host || read.Scheme != p.upstream.Scheme || read.User != nil {
		return nil
	}
	return out
}

// staysInPlace reports whether a segment is a name, and no dots that climb, however often they are escaped and whatever a
// semicolon adds to them.
func staysInPlace(segment string) bool {
	for range 4 {
		name, _, _ := strings.Cut(segment, ";")
		if name == "." || name == ".." {
			return false
		}
		decoded, err := url.PathUnescape(segment)
		if err != nil {
			return false
		}
		if decoded == segment {
			return true
		}
		segment = decoded
	}
	return false
}

// rewrite makes the request to Clerk. The headers of the connection have been removed already.
func (p *Proxy) rewrite(pr *httputil.ProxyRequest) {
	path, _ := p.below(pr.In.URL)
	pr.Out.URL = p.target(path, pr.In.URL.RawQuery)
	pr.Out.Host = p.upstream.Host
	h := pr.Out.Header
	for name := range h {
		if isForTheProxyToSay(name) {
			delete(h, name)
		}
	}
	if scheme, _, _ := strings.Cut(h.Get("Authorization"), " "); !strings.EqualFold(scheme, "Bearer") {
		h.Del("Authorization") // a password for somebody else
	}
	keepClerkCookies(h)
	h.Set(headerClerkProxyURL, p.public.String())
	h.Set(headerClerkSecretKey, p.secret.Reveal())
	h.Set("Accept-Encoding", "identity")
	h.Set(clerk.HeaderForwardedHost, p.public.Host)
	h.Set(clerk.HeaderForwardedProto, p.public.Scheme)
	if ip := p.clientIP(pr.In); ip != "" {
		h.Set(clerk.HeaderForwardedFor, ip)
	}
}

// isForTheProxyToSay reports whether a client must not send a header through: one by which Clerk knows the proxy or the client's
// address, or that would change the protocol.
func isForTheProxyToSay(name string) bool {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "-") // some servers take the one for the other
	switch name {
	case "connection", "upgrade", "proxy-authorization", "proxy-connection", "forwarded", "x-real-ip", "true-client-ip":
		return true
	}
	return strings.HasPrefix(name, "clerk-") || strings.HasPrefix(name, "x-forwarded-") || strings.HasPrefix(name, "cf-")
}

// isForClerk reports whether a cookie is one of Clerk's, those that the Frontend API may come to set included, or of the network
// in front of it.
func isForClerk(name string) bool {
	_, _, ok := clerk.SplitCookieName(name)
	return ok || strings.HasPrefix(name, "__clerk") || strings.HasPrefix(name, "__cf") || strings.HasPrefix(name, "_cfuvid")
}

// keepClerkCookies leaves only Clerk's own cookies: those of the application are nobody else's business.
func keepClerkCookies(h http.Header) {
	var kept []string
	for _, line := range h.Values("Cookie") {
		for pair := range strings.SplitSeq(line, ";") {
			pair = strings.TrimSpace(pair)
			if name, _, _ := strings.Cut(pair, "="); isForClerk(name) {
				kept = append(kept, pair)
			}
		}
	}
	h.Del("Cookie")
	if len(kept) > 0 {
		h.Set("Cookie", strings.Join(kept, "; "))
	}
}

// addressOf returns the client's address: that of the connection, or behind trusted proxies the nearest one that is not theirs.
func (p *Proxy) addressOf(r *http.Request) string {
	address, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		address = r.RemoteAddr
	}
	for hop := range peer.Forwarded(r.Header[clerk.HeaderForwardedFor]) {
		ip, err := netip.ParseAddr(hop)
		if err != nil || !p.instance.TrustsProxy(address) {
			break // whatever stands before it may be made up
		}
		address = ip.String()
	}
	if _, err := netip.ParseAddr(address); err != nil {
		return "" // a Unix socket
	}
	return address
}

// modify points redirects within the Frontend API back to the proxy. The browser follows them, and nobody else. A cookie or a
// redirect of one browser is not to be kept for the next, unless Clerk says so.
func (p *Proxy) modify(answer *http.Response) error {
	location := answer.Header.Get("Location")
	if _, said := answer.Header["Cache-Control"]; !said && (location != "" || len(answer.Header["Set-Cookie"]) > 0) {
		answer.Header.Set("Cache-Control", "no-store")
	}
	if location == "" {
		return nil
	}
	base := *p.upstream
	base.Path += "/"
	to, err := base.Parse(location)
	if err != nil || to.Host != p.upstream.Host || to.Scheme != p.upstream.Scheme {
		return nil //nolint:nilerr // an address that cannot be read is for the browser to judge
	}
	path, ok := strings.CutPrefix(to.EscapedPath(), p.upstream.EscapedPath())
	if !ok {
		return nil
	}
	rest := p.prefix + "/" + strings.TrimPrefix(path, "/")
	if to.RawQuery != "" {
		rest += "?" + to.RawQuery
	}
	if fragment := to.EscapedFragment(); fragment != "" {
		rest += "#" + fragment
	}
	answer.Header.Set("Location", p.public.Scheme+"://"+p.public.Host+rest)
	return nil
}

// failed answers a request that Clerk did not.
func (p *Proxy) failed(w http.ResponseWriter, r *http.Request, err error) {
	if !errors.Is(err, context.Canceled) {
		p.instance.Logger.LogAttrs(r.Context(), slog.LevelWarn, "usher: the Frontend API does not answer the proxy", slog.String("why", err.Error()))
	}
	proxyError(w, http.StatusBadGateway, "proxy_request_failed", "Clerk could not be reached; try again")
}
