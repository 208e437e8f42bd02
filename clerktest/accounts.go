package clerktest

import (
	"net/http"
	"net/url"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// An Account is a session that goes on in a browser, of which one can hold several.
type Account struct {
	// SessionID is the id of the session ("sess_…").
	SessionID string
	// UserID is the id of its user.
	UserID string
	// Name is what the account portal calls the user.
	Name string
	// Active says that the session is the one in front: whose tokens the browser's cookies get.
	Active bool
}

// accounts returns the sessions of a client that go on, the oldest first, or none where there are fewer than two.
func (c *Clerk) accounts(of standing) []Account {
	list := c.accountsOf(of.clientID)
	if len(list) < 2 {
		return nil
	}
	return list
}

func (c *Clerk) accountsOf(clientID string) []Account {
	var list []Account
	c.world.View(func() {
		in := c.world.Clients.Get(clientID)
		if in == nil {
			return
		}
		current := c.world.Current(in)
		for held := range c.world.Sessions.ByClient.Get(clientID).Each() {
			if c.world.GoesOn(held) {
				list = append(list, Account{SessionID: held.ID, UserID: held.UserID, Active: held == current})
			}
		}
	})
	for i := range list {
		list[i].Name = list[i].UserID
		if p := c.people.person(list[i].UserID); p != nil {
			list[i].Name = choiceOf(p).Name
		}
	}
	return list
}

// held returns a session of a client that goes on, or nil. The caller holds the lock of the world.
func (c *Clerk) held(in *world.Client, sessionID string) *world.Session {
	if s := c.world.Sessions.Get(sessionID); s != nil && s.ClientID == in.ID && c.world.GoesOn(s) {
		return s
	}
	return nil
}

// switchTo puts the session in front that the form names.
func (c *Clerk) switchTo(w http.ResponseWriter, r *http.Request, v visit) {
	id := r.PostForm.Get("session_id")
	var st standing
	found := false
	c.change(func() error {
		in, err := c.callerOrNew(r, v.devBrowser)
		if err != nil {
			return err
		}
		if held := c.held(in, id); held != nil {
			found = true
			_, err = c.world.Activate(held)
		}
		st = c.standing(in)
		return err
	})
	if !found {
		noSuch("session in this browser", id).write(w)
		return
	}
	c.leave(w, r, v, st)
}

// Accounts returns the sessions that go on in the browser, the oldest first.
func (b *Browser) Accounts() []Account {
	b.ck.tb.Helper()
	r := b.request(http.MethodGet, b.ck.Issuer()+"/", nil)
	b.mu.Lock()
	for _, cookie := range b.jar.get(r.URL, b.ck.Now()) {
		r.AddCookie(cookie)
	}
	b.mu.Unlock()
	var known *world.Client
	b.ck.world.View(func() { known = b.ck.caller(r, "") })
	if known == nil {
		return nil
	}
	return b.ck.accountsOf(known.ID) // a client never gets another id
}

// Switch puts another session of the browser in front, on the account portal, and goes on to an address, "" for none. Sessions come
// into a browser with [Browser.SignIn]: one that signs in another user keeps the first. A session that the browser does not hold
// is answered with 404.
func (b *Browser) Switch(sessionID, returnTo string) *Page {
	b.ck.tb.Helper()
	return b.portalAction(b.ck.SignInURL(), "/switch", returnTo, url.Values{"session_id": {sessionID}})
}

// SignOutOf signs out of one of the sessions of the browser, and goes on to an address, "" for none. [Browser.SignOut] signs out of
// all.
func (b *Browser) SignOutOf(sessionID, returnTo string) *Page {
	b.ck.tb.Helper()
	return b.portal(b.ck.SignOutURL(), returnTo, url.Values{"session_id": {sessionID}})
}

// Beside begins a session of another user in the browser of s, in front of it, as [Clerk.SignIn] does in a browser of its own.
func (s *SignIn) Beside(user User) *SignIn {
	s.ck.tb.Helper()
	c := s.ck
	if !c.people.signedIn(user.ID, c.Now()) {
		c.fail("SignIn.Beside: there is no user %q; add one with AddUser, and pass what that returns", user.ID)
	}
	c.register(s)
	out := c.newSignIn(user.ID)
	c.change(func() error {
		_, err := c.begin(c.world.Clients.Get(c.world.Sessions.Get(s.profile.sessionID).ClientID), out)
		return err
	})
	return out
}

// SetSessionStatus brings the session of a SignIn to a status: "active" and "pending", between which it goes on, and one of the ends
// that Clerk knows, "ended", "removed", "revoked", "expired", "abandoned" or "replaced". [Clerk.EndSession] is the same with
// "ended". Tokens that were made work until they expire.
func (c *Clerk) SetSessionStatus(s *SignIn, status string) {
	c.tb.Helper()
	known := false
	var change func(next *world.Session)
	switch status {
	case "active", "pending":
		change = func(next *world.Session) { next.Ended, next.Pending = "", status == "pending" }
	case "ended", "removed", "revoked", "expired", "abandoned", "replaced":
		change = func(next *world.Session) { next.Ended = status }
	default:
		c.fail("SetSessionStatus(%q): there is no such status of a session", status)
	}
	c.change(func() error {
		held := c.world.Sessions.Get(s.SessionID())
		if known = held != nil; !known {
			return nil
		}
		next := *held
		change(&next)
		return c.world.ChangeSession(next)
	})
	if !known {
		c.fail("SetSessionStatus: this instance knows no session %s; pass what its own SignIn returned", s.SessionID())
	}
}
