package clerktest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// maxQuery is how long the query of a handshake may be, in bytes: it holds an address and a token.
const maxQuery = 32 << 10

// The forms in which a handshake hands over its payload.
const (
	formatToken = "token"
	formatNonce = "nonce"
)

// carried are the params that never survive into the address to come back to: the application would read old ones there.
var carried = []string{
	clerk.QueryHandshake, clerk.QueryHandshakeNonce, clerk.QueryDevBrowser, clerk.QueryDevSession,
}

// A handshakeRequest is what an application asks for when it sends a browser here.
type handshakeRequest struct {
	target     *url.URL
	format     string
	devBrowser string
	orgID      string // to be made active, where orgGiven says so: "" for none
	orgGiven   bool
	audience   audience
	satellite  bool // the browser came to the host of a satellite
	mustSync   bool // the satellite asks to ask the primary domain again
}

// readHandshake reads the query of a handshake (Clerk: client handshake). It refuses whatever would send the browser, or what
// belongs to it, to somebody unknown.
func (c *Clerk) readHandshake(r *http.Request) (handshakeRequest, *refusal) {
	var h handshakeRequest
	if len(r.URL.RawQuery) > maxQuery {
		return h, refuse(http.StatusRequestURITooLong, "uri_too_long", "The address is too long", "The query has over 32 KiB.")
	}
	q := readQuery(r)
	target, why := c.target(q.text(clerk.QueryRedirectURL))
	if why != "" {
		q.wrong(clerk.QueryRedirectURL, "%s", why)
	}
	switch h.format = q.text(clerk.QueryFormat); h.format {
	case "":
		h.format = formatToken
	case formatToken, formatNonce:
	default:
		q.wrong(clerk.QueryFormat, "must be %s or %s.", formatNonce, formatToken)
	}
	q.flag(clerk.QuerySuffixedCookies) // both kinds are always set
	if refused := q.refusal(); refused != nil {
		return h, refused
	}
	h.target, h.devBrowser = target, q.text(clerk.QueryDevBrowser)
	h.orgID, h.orgGiven = q.text(clerk.QueryOrganizationID), q.values.Has(clerk.QueryOrganizationID)
	h.satellite = c.isSatellite(r.Host)
	h.mustSync = q.text(clerk.QueryHandshakeReason) == string(clerk.ReasonSatelliteNeedsSyncing)
	return h, c.aim(&h, r)
}

// aim fills in whom the cookies are for, or refuses where they cannot get there.
func (c *Clerk) aim(h *handshakeRequest, r *http.Request) *refusal {
	h.audience = audience{origin: originOf(h.target), secure: h.target.Scheme == "https"}
	if c.config.Kind != clerk.KindProduction {
		return nil
	}
	host := r.Host
	domain, ok := cookieDomain(host, h.target.Hostname())
	if proxy := proxyOf(r); proxy != nil {
		domain, ok = sharedDomain(proxy.Hostname(), h.target.Hostname())
	}
	if !ok {
		return unprocessable(invalid(clerk.QueryRedirectURL,
			"is on %s, where no cookie of %.80s arrives, and a production instance hands over in cookies. Open the application under "+
				"the host of the Frontend API or a domain that both share.", h.target.Host, host))
	}
	h.audience.domain = domain
	return nil
}

// handshake tells an application, through the browser, who is signed in there.
func (c *Clerk) handshake(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	h, refused := c.readHandshake(r)
	if refused != nil {
		refused.write(w)
		return
	}
	var st standing
	ask := false
	c.change(func() (err error) {
		known := c.caller(r, h.devBrowser)
		if ask = h.satellite && (known == nil || h.mustSync); ask {
			return nil
		}
		st, err = c.choose(known, h)
		return err
	})
	if ask {
		c.askPrimary(w, r)
		return
	}
	c.complete(w, r, h, st)
}

// choose makes the organization active that a handshake names, in a client or, for nil, in a new one, and returns the standing. The
// caller is within change.
func (c *Clerk) choose(in *world.Client, h handshakeRequest) (st standing, err error) {
	if in == nil {
		if in, err = c.world.NewClient(); err != nil {
			return st, err
		}
	}
	if current := c.world.Current(in); current != nil && h.orgGiven {
		if err := c.setOrg(current, h.orgID); err != nil {
			return st, err
		}
	}
	return c.standing(in), nil
}

// complete hands over a standing and sends the browser back.
func (c *Clerk) complete(w http.ResponseWriter, r *http.Request, h handshakeRequest, st standing) {
	c.remember(w, r, st)
	name, value, err := c.pack(h, st)
	if err != nil {
		refuse(http.StatusInternalServerError, "internal_clerk_error", "The handshake failed",
			"A token of the session could not be made.").write(w)
		return
	}
	back, drop, add := *h.target, carried, [][2]string(nil)
	if h.satellite || slices.Contains(paramNames(back.RawQuery), clerk.QuerySynced) {
		drop, add = append(slices.Clip(drop), clerk.QuerySynced), append(add, [2]string{clerk.QuerySynced, "true"})
	}
	if c.config.Kind == clerk.KindProduction {
		cookie := h.audience.cookie(name, value)
		cookie.MaxAge, cookie.HttpOnly, cookie.Domain = int(oneTimeTTL.Seconds()), true, h.audience.domain
		http.SetCookie(w, cookie)
	} else {
		add = append(add, [2]string{name, value})
	}
	back.RawQuery = withQuery(back.RawQuery, drop, add...)
	w.Header().Set("Location", back.String())
	w.WriteHeader(http.StatusTemporaryRedirect)
}

// pack returns the cookie or param that a payload travels in, and its value there.
func (c *Clerk) pack(h handshakeRequest, st standing) (name, value string, err error) {
	directives, err := c.directives(st, h.audience)
	if err != nil {
		return "", "", err
	}
	if h.format == formatNonce {
		return clerk.QueryHandshakeNonce, c.payloads.put(directives, c.Now()), nil
	}
	payload, err := json.Marshal(struct {
		Handshake []string `json:"handshake"`
		IssuedAt  int64    `json:"iat"`
	}{directives, c.Now().Unix()})
	if err != nil {
		return "", "", err
	}
	value, err = c.sealed(categorySession, payload)
	return clerk.QueryHandshake, value, err
}

// handshakePayload answers the Backend API with the payload behind a nonce, once.
func (c *Clerk) handshakePayload(r *http.Request) (any, *refusal) {
	nonce := r.URL.Query().Get("nonce")
	directives, ok := c.payloads.take(nonce, c.Now())
	if !ok {
		return nil, refuse(http.StatusNotFound, "resource_not_found", "Not found",
			"There is no handshake payload with this nonce: it never was, was fetched already or is older than a minute.")
	}
	return struct {
		Directives []string `json:"directives"`
	}{directives}, nil
}

// paramNames returns the names in a query.
func paramNames(raw string) []string {
	var names []string
	for pair := range strings.SplitSeq(raw, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if decoded, err := url.QueryUnescape(name); err == nil {
			names = append(names, decoded)
		}
	}
	return names
}
