package clerk

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// AnyProxy returns the addresses of everybody, for [Options.TrustedProxies]: the forwarding headers of every request are then
// believed, as Clerk's own libraries do, and of a list in them the first entry. It is safe only where no request reaches the
// application but through a proxy that overwrites them; behind one that appends to them, and elsewhere, a stranger can make the
// redirects of a link lead to another host.
func AnyProxy() []netip.Prefix {
	return []netip.Prefix{
		netip.PrefixFrom(netip.IPv4Unspecified(), 0), netip.PrefixFrom(netip.IPv6Unspecified(), 0),
	}
}

// TrustsProxy reports whether the forwarding headers of a request from this address count; see [Options.TrustedProxies]. The
// address may have a port, as Request.RemoteAddr of net/http does. What is no IP address, a Unix socket say, is trusted only by
// those who trust everybody.
func (i *Instance) TrustsProxy(remoteAddr string) bool {
	if len(i.TrustedProxies) == 0 {
		return false
	}
	everybody := !slices.ContainsFunc(AnyProxy(), func(p netip.Prefix) bool { return !slices.Contains(i.TrustedProxies, p) })
	if everybody {
		return true
	}
	address, err := netip.ParseAddr(remoteAddr)
	if err != nil {
		withPort, err := netip.ParseAddrPort(remoteAddr)
		if err != nil {
			return false
		}
		address = withPort.Addr()
	}
	address = address.Unmap().WithZone("")
	return slices.ContainsFunc(i.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(address) })
}

// publicURL reads how the application is reached.
func (r *resolver) publicURL(o Options) {
	i := &r.instance
	if o.PublicURL != "" {
		problem, fix := origin(o.PublicURL)
		if scheme, _, _ := strings.Cut(o.PublicURL, "://"); problem == "" && scheme != "https" && scheme != "http" {
			problem, fix = "its scheme is neither https nor http", "write an origin, as in https://app.example.com"
		}
		if problem != "" {
			r.refuse(setting{option: "PublicURL"}, problem, fix)
		}
		i.PublicURL = o.PublicURL
		if len(o.TrustedProxies) > 0 {
			r.refuse(setting{option: "PublicURL, TrustedProxies"}, "with the one the other has nothing to decide",
				"set PublicURL where the application has one address, TrustedProxies where it has several")
		}
	}
	for n, prefix := range o.TrustedProxies {
		if !prefix.IsValid() {
			r.refuse(setting{option: "TrustedProxies"}, fmt.Sprintf("entry %d: it is not a prefix", n+1),
				"make it with netip.ParsePrefix, as in 10.0.0.0/8")
			continue
		}
		i.TrustedProxies = append(i.TrustedProxies, prefix.Masked())
	}
}

func prefixTexts(prefixes []netip.Prefix) []string {
	var out []string
	for _, p := range prefixes {
		out = append(out, p.String())
	}
	return out
}
