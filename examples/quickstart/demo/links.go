package demo

import (
	"net/http"
	"net/url"

	"github.com/usher-auth/usher/clerk"
)

// links are the addresses that the pages lead to.
type links struct {
	Primary   string // origin of the application, "" for the host of the request
	Satellite string // origin of the satellite, "" if there is none
	SignOut   string // Clerk's page for that, "" if nobody knows it
}

// links returns where the pages are, and where users sign out: with the Clerk inside the process, or on the page of the account
// portal where users of a real one see to their account.
func (d *Demo) links(options clerk.Options, config Config) (links, error) {
	l := links{Primary: config.Origin, Satellite: config.SatelliteOrigin}
	if d.Embedded() {
		l.SignOut = d.people.ck.SignOutURL()
		return l, nil
	}
	instance, err := options.Resolve()
	if err != nil {
		return l, err
	}
	if portal := instance.AccountsURL(); portal != "" {
		l.SignOut = portal + "/user"
	}
	return l, nil
}

// withReturn returns the address of a page of Clerk's from which the browser comes back to an address of ours.
func withReturn(page, address string) string {
	if page == "" {
		return ""
	}
	return page + "?" + url.Values{clerk.QueryRedirectURL: {address}}.Encode()
}

// originOf returns an origin that was set, or else the one that a request names.
func originOf(set string, r *http.Request) string {
	if set != "" {
		return set
	}
	return "http://" + r.Host
}
