package clerktest

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

const (
	maxPortalForm  = 64 << 10 // bytes of a form
	maxPortalUsers = 200      // on the page
)

// SignInURL returns the address of the page on which users sign in, one click each, as clerk.Options.SignInURL takes it. With
// redirect_url in its query the browser goes there afterwards.
func (c *Clerk) SignInURL() string { return c.Issuer() + "/sign-in" }

// SignOutURL returns the address of the page on which users sign out.
func (c *Clerk) SignOutURL() string { return c.Issuer() + "/sign-out" }

// portalRoutes are the pages of the account portal.
func (c *Clerk) portalRoutes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /sign-in":   c.signInPage,
		"POST /sign-in":  c.portalForm(c.signInAs),
		"POST /switch":   c.portalForm(c.switchTo),
		"GET /sign-out":  c.signOutPage,
		"POST /sign-out": c.portalForm(c.signOut),
	}
}

// A visit is a browser on a page of the account portal.
type visit struct {
	devBrowser string
	back       *url.URL // nil for nowhere
}

// open reads what brought the browser to a page, sends it to the right host, and reports whether the page should go on.
func (c *Clerk) open(w http.ResponseWriter, r *http.Request, params url.Values) (visit, bool) {
	w.Header().Set("Cache-Control", "no-store")
	var v visit
	if len(r.URL.RawQuery) > maxQuery {
		refuse(http.StatusRequestURITooLong, "uri_too_long", "The address is too long", "The query has over 32 KiB.").write(w)
		return v, false
	}
	if c.elsewhere(w, r) {
		return v, false
	}
	v.devBrowser = params.Get(clerk.QueryDevBrowser)
	if text := params.Get(clerk.QueryRedirectURL); text != "" {
		target, why := c.target(text)
		if why != "" {
			unprocessable(invalid(clerk.QueryRedirectURL, "%s", why)).write(w)
			return v, false
		}
		v.back = target
	}
	return v, true
}

// enter returns the client on a page, and lets it be known again.
func (c *Clerk) enter(w http.ResponseWriter, r *http.Request, v visit) standing {
	var st standing
	c.change(func() error {
		in, err := c.callerOrNew(r, v.devBrowser)
		if err == nil {
			st = c.standing(in)
		}
		return err
	})
	c.remember(w, r, st)
	return st
}

func (c *Clerk) signInPage(w http.ResponseWriter, r *http.Request) {
	params := r.URL.Query()
	v, ok := c.open(w, r, params)
	if !ok {
		return
	}
	if text := params.Get(clerk.QueryClerkRedirectURL); text != "" && c.config.Kind != clerk.KindProduction {
		c.answerSatellite(w, r, v, text)
		return
	}
	st := c.enter(w, r, v)
	p := c.page(v)
	p.Users, p.More = c.choices()
	p.Current = c.nameOf(st)
	p.Accounts = c.accounts(st)
	c.show(w, "sign-in", p)
}

// answerSatellite sends a browser back to a satellite of a development instance, with the dev browser by which that can ask
// who is signed in. It is what the primary application does on its sign-in page.
func (c *Clerk) answerSatellite(w http.ResponseWriter, r *http.Request, v visit, text string) {
	target, why := c.target(text)
	if why != "" {
		unprocessable(invalid(clerk.QueryClerkRedirectURL, "%s", why)).write(w)
		return
	}
	st := c.enter(w, r, v)
	back := *target
	back.RawQuery = withQuery(back.RawQuery, append(slices.Clip(carried), clerk.QuerySynced),
		[2]string{clerk.QueryDevBrowser, st.devBrowser}, [2]string{clerk.QuerySynced, "true"})
	w.Header().Set("Location", back.String())
	w.WriteHeader(http.StatusTemporaryRedirect)
}

func (c *Clerk) signOutPage(w http.ResponseWriter, r *http.Request) {
	v, ok := c.open(w, r, r.URL.Query())
	if !ok {
		return
	}
	p := c.page(v)
	st := c.enter(w, r, v)
	p.Current = c.nameOf(st)
	p.Accounts = c.accounts(st)
	c.show(w, "sign-out", p)
}

// portalForm reads a form that one of the pages sends, and no other site.
func (c *Clerk) portalForm(next func(w http.ResponseWriter, r *http.Request, v visit)) http.HandlerFunc {
	foreign := http.NewCrossOriginProtection()
	return func(w http.ResponseWriter, r *http.Request) {
		if err := foreign.Check(r); err != nil {
			refuse(http.StatusForbidden, "origin_invalid", "Another site sent this form",
				"The forms of the account portal work from its own pages alone.").write(w)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxPortalForm)
		if err := r.ParseForm(); err != nil {
			refuse(http.StatusBadRequest, "request_body_invalid", "Request body invalid", "The body is no form of this page.").write(w)
			return
		}
		if v, ok := c.open(w, r, r.PostForm); ok {
			next(w, r, v)
		}
	}
}

func (c *Clerk) signInAs(w http.ResponseWriter, r *http.Request, v visit) {
	id := r.PostForm.Get("user_id")
	p := c.people.person(id)
	if p == nil {
		noSuch("user", id).write(w)
		return
	}
	if refused := barred(p.base.Banned, p.base.Locked); refused != nil {
		refused.write(w)
		return
	}
	var st standing
	c.change(func() error {
		c.world.SignedIn(id)
		in, err := c.callerOrNew(r, v.devBrowser)
		if err != nil {
			return err
		}
		if held := c.heldBy(in, id); held != nil {
			_, err = c.world.Activate(held)
		} else {
			_, err = c.arrive(in, id)
		}
		if err == nil {
			st = c.standing(in)
		}
		return err
	})
	c.leave(w, r, v, st)
}

// heldBy returns the session that a user has in a client and that goes on, or nil. The caller holds the lock of the world.
func (c *Clerk) heldBy(in *world.Client, userID string) *world.Session {
	for s := range c.world.Sessions.ByClient.Get(in.ID).Each() {
		if s.UserID == userID && c.world.GoesOn(s) {
			return s
		}
	}
	return nil
}

// signOut ends the session that the form names, or all of the browser's.
func (c *Clerk) signOut(w http.ResponseWriter, r *http.Request, v visit) {
	id := r.PostForm.Get("session_id")
	var st standing
	known := true
	c.change(func() error {
		in, err := c.callerOrNew(r, v.devBrowser)
		if err != nil {
			return err
		}
		if known = id == "" || c.held(in, id) != nil; !known {
			return nil
		}
		for s := range c.world.Sessions.ByClient.Get(in.ID).All() {
			if id == "" || s.ID == id {
				if _, err := c.world.EndSession(s, "ended"); err != nil {
					return err
				}
			}
		}
		st = c.standing(in)
		return nil
	})
	if !known {
		noSuch("session in this browser", id).write(w)
		return
	}
	c.leave(w, r, v, st)
}

// leave sends a browser to where it came from, by way of a handshake: the application learns at once what has changed. No handshake
// of the primary domain reaches a satellite.
func (c *Clerk) leave(w http.ResponseWriter, r *http.Request, v visit, st standing) {
	c.remember(w, r, st)
	to := "/sign-in"
	switch {
	case v.back != nil && c.servesSatellite(v.back.Hostname()):
		to = v.back.String() // its own handshake asks here
	case v.back != nil:
		to = "/v1/client/handshake?" + withQuery("", nil, [2]string{clerk.QueryRedirectURL, v.back.String()})
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

// choices returns the users to choose from, in the order of their arrival, and how many more there are.
func (c *Clerk) choices() (list []choice, more int) {
	people, more := c.people.first(maxPortalUsers)
	return each(people, choiceOf), more
}

func choiceOf(p *person) choice {
	u := p.base
	name := strings.TrimSpace(u.FirstName + " " + u.LastName)
	return choice{
		ID: u.ID, Name: cmp.Or(name, u.Username, u.Email, u.Phone, u.ID), Email: u.Email, Barred: u.Banned || u.Locked,
	}
}

// nameOf returns what whoever is signed in is called, "" for nobody.
func (c *Clerk) nameOf(st standing) string {
	if st.signIn == nil {
		return ""
	}
	if p := c.people.person(st.signIn.profile.userID); p != nil {
		return choiceOf(p).Name
	}
	return ""
}
