package clerk

import (
	"strings"

	"github.com/usher-auth/usher/internal/peer"
)

const (
	defaultAPIURL        = "https://api.clerk.com"
	defaultProxyUpstream = "https://frontend-api.clerk.dev"
)

// apiURLFor returns the Backend API of the instance with a Frontend API host. All instances share one; the other two
// are those of Clerk's own engineers, told apart by the host. (Clerk: Backend API URL from publishable key.)
func apiURLFor(host string) string {
	endsIn := func(suffixes ...string) bool {
		for _, suffix := range suffixes {
			if strings.HasSuffix(host, suffix) {
				return true
			}
		}
		return false
	}
	switch {
	// Development instances from before the accounts.dev domain; they live in production.
	case strings.HasPrefix(host, "clerk.") && endsIn(".lcl.dev", ".lclstage.dev", ".lclclerk.com"):
		return defaultAPIURL
	// The second suffix has no dot in Clerk's libraries either.
	case endsIn(".lcl.dev", "lclstage.dev", ".lclclerk.com"):
		return "https://api.lclclerk.com"
	case endsIn(".accountsstage.dev"):
		return "https://api.clerkstage.dev"
	}
	return defaultAPIURL
}

// proxyUpstreamFor returns where Clerk serves the Frontend API to the proxies of all instances that live in the same place.
// (Clerk: Frontend API URL from publishable key.)
func proxyUpstreamFor(host string) string {
	switch apiURLFor(host) {
	case "https://api.lclclerk.com":
		return "https://frontend-api.lclclerk.com"
	case "https://api.clerkstage.dev":
		return "https://frontend-api.clerkstage.dev"
	}
	return defaultProxyUpstream
}

// accountsURL returns the address of the account portal, Clerk's hosted sign-in pages, of the instance with a Frontend
// API host. An emulator on loopback has them beside the Frontend API. (Clerk: account portal URL from Frontend API.)
func accountsURL(host string) string {
	host = strings.Replace(host, "clerk.accountsstage.", "accountsstage.", 1)
	if before, after, found := strings.Cut(host, "clerk."); found {
		host = before + "accounts." + strings.TrimPrefix(after, "accounts.")
	}
	return originOf(host)
}

// originOf returns the address of a Frontend API host. It is https, except for a loopback address: there an emulator
// answers that has no certificate for it, and what it is sent never leaves the machine.
func originOf(host string) string {
	name, _, _ := strings.Cut(host, ":")
	if peer.IsLoopback(name) {
		return "http://" + host
	}
	return "https://" + host
}

// AccountsURL returns the address of the instance's account portal, Clerk's hosted sign-in pages, as the publishable key or, on a
// production satellite, the domain implies it. The scheme is http only where the host is a loopback address, as in the key of an
// emulator. It is empty if neither key nor domain is known.
func (i *Instance) AccountsURL() string {
	host := i.OwnFrontendAPIHost()
	if host == "" {
		return ""
	}
	return accountsURL(host)
}

// OwnFrontendAPIHost returns the host of the Frontend API as Clerk serves it, whether or not the application has a proxy in
// front of it: on a production satellite clerk.<domain>, and else the host of the publishable key.
func (i *Instance) OwnFrontendAPIHost() string {
	if satellite := i.satelliteFrontendAPI(); satellite != "" {
		return strings.TrimPrefix(satellite, "https://")
	}
	return i.PublishableKey.FrontendAPIHost()
}
