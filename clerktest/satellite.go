package clerktest

import (
	"net/http"

	"github.com/usher-auth/usher/clerk"
)

// A production satellite has a Frontend API on its own domain, where the browser's cookie of the primary domain does not
// arrive. So its handshake takes two steps more: to the primary domain, which knows the browser, and back with a ticket.
//
//	clerk.satellite /v1/client/handshake → clerk.primary /v1/client/sync → clerk.satellite /v1/client/link → application

// Params that travel between the two domains.
const (
	paramLinkDomain = "link_domain"
	paramLinkState  = "link_state"
	paramLinkTicket = "link_ticket"
)

// cookieSync ties a ticket to the browser that asked for it.
const cookieSync = "__clerk_sync"

// A ticket says which client a browser is, to one host, once.
type ticket struct{ clientID, host, state string }

// askPrimary sends a browser from the host of a satellite to the primary domain.
func (c *Clerk) askPrimary(w http.ResponseWriter, r *http.Request) {
	state := randomText()
	if cookie, err := r.Cookie(c.suffixed(cookieSync)); err == nil && len(cookie.Value) == len(state) {
		state = cookie.Value // of another tab
	}
	http.SetCookie(w, &http.Cookie{
		Name: c.suffixed(cookieSync), Value: state, Path: "/", MaxAge: int(oneTimeTTL.Seconds()), HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: c.isSecure(r),
	})
	query := withQuery(r.URL.RawQuery, linkParams, [2]string{paramLinkDomain, r.Host}, [2]string{paramLinkState, state})
	w.Header().Set("Location", c.Issuer()+"/v1/client/sync?"+query)
	w.WriteHeader(http.StatusTemporaryRedirect)
}

var linkParams = []string{paramLinkDomain, paramLinkState, paramLinkTicket}

// syncClient answers on the primary domain, with a ticket for the satellite's.
func (c *Clerk) syncClient(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	q := readQuery(r)
	host, state := q.text(paramLinkDomain), q.text(paramLinkState)
	target, why := c.target(q.text(clerk.QueryRedirectURL))
	switch {
	case len(r.URL.RawQuery) > maxQuery || c.isSatellite(r.Host):
		q.wrong(clerk.QueryRedirectURL, "belongs to a request that the primary domain answers.")
	case why != "":
		q.wrong(clerk.QueryRedirectURL, "%s", why)
	case !c.isSatellite(host):
		q.wrong(paramLinkDomain, "must be the Frontend API of a satellite whose origin is known.")
	default:
		if _, ok := cookieDomain(host, target.Hostname()); !ok {
			q.wrong(paramLinkDomain, "must be the Frontend API of the application in redirect_url.")
		}
	}
	if refused := q.refusal(); refused != nil {
		refused.write(w)
		return
	}
	st := c.enter(w, r, visit{})
	name := c.tickets.put(ticket{clientID: st.clientID, host: host, state: state}, c.Now())
	query := withQuery(r.URL.RawQuery, linkParams, [2]string{paramLinkTicket, name})
	w.Header().Set("Location", "https://"+host+"/v1/client/link?"+query)
	w.WriteHeader(http.StatusTemporaryRedirect)
}

// linkClient answers on the domain of the satellite, to a browser that comes back with a ticket.
func (c *Clerk) linkClient(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	h, refused := c.readHandshake(r)
	if refused != nil {
		refused.write(w)
		return
	}
	t, ok := c.tickets.take(readQuery(r).text(paramLinkTicket), c.Now())
	cookie, err := r.Cookie(c.suffixed(cookieSync))
	if !ok || !h.satellite || t.host != r.Host || err != nil || !same(cookie.Value, t.state) {
		refuse(http.StatusUnauthorized, "link_ticket_invalid", "The ticket is not good",
			"It was used, is older than a minute, or belongs to another browser or domain. Open the application once more.").write(w)
		return
	}
	var st standing
	c.change(func() (err error) {
		st, err = c.choose(c.world.Clients.Get(t.clientID), h)
		return err
	})
	c.complete(w, r, h, st)
}
