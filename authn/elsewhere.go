package authn

import (
	"net/url"
	"strings"

	"github.com/usher-auth/usher/authobject"
)

// comesFromElsewhere reports whether the browser loads a page by a link from another site. There its user may have signed in or
// out, so the cookies here are compared with the Frontend API once.
func (f *flow) comesFromElsewhere() bool {
	if f.instance.IsSatellite || !f.r.isDocument() || f.r.referer == "" || f.c.RedirectCount != 0 {
		return false
	}
	u, err := url.Parse(f.r.referer)
	if err != nil || u.Scheme == "" {
		return false
	}
	from, _, _, ok := parseAddress(f.r.referer)
	if ok && from.origin() == f.r.address.origin() {
		return false
	}
	return !ok || !f.isClerks(from)
}

// isClerks reports whether an address is one of Clerk's own for this instance: users pass there while they sign in. Any other
// account portal is a foreign site, whatever it is called; only among development instances they are all alike.
func (f *flow) isClerks(from address) bool {
	name := hostname(from.host)
	if frontendAPI, err := url.Parse(f.instance.FrontendAPI()); err == nil && frontendAPI.Hostname() != "" {
		if strings.EqualFold(frontendAPI.Hostname(), name) {
			return true
		}
	}
	if f.isDevelopment() && isDevelopmentPortal(name) {
		return true
	}
	return from.origin() == strings.ToLower(f.instance.AccountsURL())
}

func hostname(host string) string { return (&url.URL{Host: host}).Hostname() }

// isDevelopmentPortal reports whether a host is the account portal of some development instance.
func isDevelopmentPortal(host string) bool {
	for _, suffix := range [...]string{".lcl.dev", ".lclstage.dev", ".lclclerk.com"} {
		if strings.HasPrefix(host, "accounts.") && strings.HasSuffix(host, suffix) {
			return true
		}
	}
	for _, suffix := range [...]string{".accounts.dev", ".accountsstage.dev", ".accounts.lclclerk.com"} {
		if strings.HasSuffix(host, suffix) && !strings.HasSuffix(host, ".clerk"+suffix) {
			return true
		}
	}
	return false
}

// hasAnotherOrganization reports whether the page belongs to another organization, or to the personal account, than what is
// active in the session. Sessions that still owe a task do not count.
func (f *flow) hasAnotherOrganization(auth *authobject.Auth) bool {
	target, ok := f.r.organizationTarget(f.instance)
	auth = auth.Settled()
	switch {
	case !ok || !auth.IsSignedIn():
		return false
	case target.ID != "":
		return target.ID != auth.OrgID()
	case target.Slug != "":
		return target.Slug != auth.OrgSlug()
	}
	return auth.OrgID() != ""
}
