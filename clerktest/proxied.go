package clerktest

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/peer"
)

// Headers by which an application's own proxy says who it is (Clerk: Frontend API proxy).
const (
	headerProxyURL  = "Clerk-Proxy-Url"
	headerSecretKey = "Clerk-Secret-Key"
)

type proxyKey struct{}

// viaProxy takes a request that a proxy of the application hands on for one to the host of that proxy, where browsers keep its
// cookies. It does so for whoever has the secret key.
func (c *Clerk) viaProxy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text := strings.TrimRight(r.Header.Get(headerProxyURL), "/")
		if text == "" {
			next.ServeHTTP(w, r)
			return
		}
		proxy, why := parseTarget(text)
		switch {
		case why != "" || proxy.RawQuery != "" || strings.Contains(text, "#"):
			refuse(http.StatusBadRequest, "proxy_url_invalid", "The proxy URL is invalid",
				"The header Clerk-Proxy-Url must be the absolute address of the proxy, without a query.").write(w)
		case !same(r.Header.Get(headerSecretKey), c.config.SecretKey):
			refuse(http.StatusUnauthorized, "clerk_key_invalid", "The secret key is invalid",
				"The header Clerk-Secret-Key of a proxy must be the secret key of this instance.").write(w)
		default:
			r = r.WithContext(context.WithValue(r.Context(), proxyKey{}, proxy))
			r.Host = proxy.Host
			next.ServeHTTP(w, r)
		}
	})
}

// proxyOf returns the address of the proxy that a request came through, or nil.
func proxyOf(r *http.Request) *url.URL {
	proxy, _ := r.Context().Value(proxyKey{}).(*url.URL)
	return proxy
}

// sharedDomain is cookieDomain for the host of a proxy, which may have any name beside the application's.
func sharedDomain(proxy, app string) (string, bool) {
	if proxy == app {
		return "", true
	}
	_, domain, ok := strings.Cut(proxy, ".")
	return domain, ok && strings.Contains(domain, ".") && !peer.IsLoopback(proxy) && within(app, domain)
}

// servesSatellite reports whether an application is a production satellite, which no cookie of the primary domain reaches.
func (c *Clerk) servesSatellite(app string) bool {
	if _, ok := cookieDomain(c.primaryHost(), app); ok || c.config.Kind != clerk.KindProduction {
		return false
	}
	for domain := app; strings.Contains(domain, "."); _, domain, _ = strings.Cut(domain, ".") {
		if c.isSatellite("clerk." + domain) {
			return true
		}
	}
	return false
}
