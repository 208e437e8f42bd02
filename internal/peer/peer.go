// Package peer tells who is at the other end of a connection: this machine, or somebody behind proxies.
package peer

import (
	"iter"
	"net/netip"
	"slices"
	"strings"
)

// IsLoopback reports whether a host, without its port and without brackets, is sure to be this machine. Names under .localhost are
// not: many resolvers ask the network for them.
func IsLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.IsLoopback()
}

// Forwarded yields the entries of all values of a header that proxies add to, such as X-Forwarded-For, the nearest first: what
// stands before the first one that is not a proxy's may be made up. Nothing is copied, so that a reader may stop early in a long
// list at no cost.
func Forwarded(values []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, rest := range slices.Backward(values) {
			for more := true; more; {
				at := strings.LastIndexByte(rest, ',')
				if !yield(strings.TrimSpace(rest[at+1:])) {
					return
				}
				if more = at >= 0; more {
					rest = rest[:at]
				}
			}
		}
	}
}
