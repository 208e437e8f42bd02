package middleware

import (
	"net/http"

	"github.com/usher-auth/usher/clerk"
)

// warnOfProxy says so where a browser is about to be sent away, to come back to an address that is hardly the one in front of the
// proxy: neither PublicURL nor TrustedProxies say which that is. Once a minute, because a stranger can send the headers as well.
func (u *Usher) warnOfProxy(r *http.Request) {
	if u.instance.PublicURL != "" || u.instance.TrustsProxy(r.RemoteAddr) {
		return
	}
	host := r.Header.Get(clerk.HeaderForwardedHost)
	otherHost := host != "" && normalHost(host) != normalHost(r.Host)
	otherScheme := r.TLS == nil && r.Header.Get(clerk.HeaderForwardedProto) == "https"
	if !otherHost && !otherScheme {
		return
	}
	minute := u.instance.Now().Unix() / 60
	if u.proxyMinute.Swap(minute) != minute {
		u.log.Warn("usher: a browser is sent away to come back to the address in the Host header, though X-Forwarded-Proto or X-Forwarded-Host " +
			"name another, which are not believed; if a proxy stands in front, set PublicURL, or its addresses in TrustedProxies")
	}
}
