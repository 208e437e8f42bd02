package clerktest

import (
	"net/http"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// frontendRoutes are the operations of the Frontend API.
func (c *Clerk) frontendRoutes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /v1/client/handshake": c.handshake,
		"GET /v1/client/sync":      c.syncClient,
		"GET /v1/client/link":      c.linkClient,
		"GET /v1/client/touch":     c.touchClient,
		"POST /v1/dev_browser":     c.newDevBrowser,
		"GET " + pathTicket:        c.acceptTicket,
	}
}

// touchClient sends a browser back to where it came from, and has it keep for longer what it is known by. Clerk's library comes by where
// browsers forget within days.
func (c *Clerk) touchClient(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	query := r.URL.Query()
	target, why := c.target(query.Get(clerk.QueryRedirectURL))
	if why != "" {
		unprocessable(invalid(clerk.QueryRedirectURL, "%s", why)).write(w)
		return
	}
	var known *world.Client
	c.world.View(func() { known = c.caller(r, query.Get(clerk.QueryDevBrowser)) })
	if known != nil {
		c.remember(w, r, standing{clientID: known.ID, devBrowser: known.DevBrowser})
	}
	w.Header().Set("Location", target.String())
	w.WriteHeader(http.StatusSeeOther)
}

// newDevBrowser makes a dev browser, by which a development instance knows a browser without a cookie of its own.
func (c *Clerk) newDevBrowser(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if c.config.Kind == clerk.KindProduction {
		refuse(http.StatusBadRequest, "dev_browser_not_allowed", "No development instance",
			"Dev browsers are for development instances, and this one is a production instance.").write(w)
		return
	}
	var made *world.Client
	c.change(func() (err error) { made, err = c.world.NewClient(); return err })
	writeJSON(w, http.StatusOK, struct {
		Object string `json:"object"`
		ID     string `json:"id"`
	}{"dev_browser", made.DevBrowser})
}
