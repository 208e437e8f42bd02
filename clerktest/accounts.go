package clerktest

import (
	"net/http"
	"net/url"
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
	now := c.Now()
	c.clients.mu.Lock()
	var list []Account
	if in := c.clients.byID[clientID]; in != nil {
		active := c.standing(in, now).sessionID
		for _, s := range in.sessions {
			if c.goesOn(s, now) {
				list = append(list, Account{SessionID: s.id, UserID: s.signIn.profile.userID, Active: s.id == active})
			}
		}
	}
	c.clients.mu.Unlock()
	for i := range list {
		list[i].Name = list[i].UserID
		if p := c.people.person(list[i].UserID); p != nil {
			list[i].Name = choiceOf(p).Name
		}
	}
	return list
}

// held returns a session of a client that goes on, or nil. The caller holds the lock of clients.
func (c *Clerk) held(in *client, sessionID string) *session {
	now := c.Now()
	for _, s := range in.sessions {
		if s.id == sessionID && c.goesOn(s, now) {
			return s
		}
	}
	return nil
}

// switchTo puts the session in front that the form names.
func (c *Clerk) switchTo(w http.ResponseWriter, r *http.Request, v visit) {
	id, now := r.PostForm.Get("session_id"), c.Now()
	c.clients.mu.Lock()
	in := c.callerOrNew(r, v.devBrowser)
	held := c.held(in, id)
	if held == nil {
		c.clients.mu.Unlock()
		noSuch("session in this browser", id).write(w)
		return
	}
	in.activate(held, now)
	st := c.standing(in, now)
	c.clients.mu.Unlock()
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
	b.ck.clients.mu.Lock()
	known := b.ck.caller(r, "")
	b.ck.clients.mu.Unlock()
	if known == nil {
		return nil
	}
	return b.ck.accountsOf(known.id) // a client never gets another id
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
	out, now := c.newSignIn(user.ID), c.Now()
	c.clients.mu.Lock()
	defer c.clients.mu.Unlock()
	c.clients.begin(c.clients.sessions[s.profile.sessionID].client, out, now)
	return out
}

// SetSessionStatus brings the session of a SignIn to a status: "active" and "pending", between which it goes on, and one of the ends
// that Clerk knows, "ended", "removed", "revoked", "expired", "abandoned" or "replaced". [Clerk.EndSession] is the same with
// "ended". Tokens that were made work until they expire.
func (c *Clerk) SetSessionStatus(s *SignIn, status string) {
	c.tb.Helper()
	c.clients.mu.Lock()
	defer c.clients.mu.Unlock()
	held := c.clients.sessions[s.SessionID()]
	if held == nil {
		c.fail("SetSessionStatus: this instance knows no session %s; pass what its own SignIn returned", s.SessionID())
	}
	switch status {
	case "active", "pending":
		held.ended = ""
		held.signIn = held.signIn.but(func(s *SignIn) { s.profile.pending = status == "pending" })
	case "ended", "removed", "revoked", "expired", "abandoned", "replaced":
		held.ended = status
	default:
		c.fail("SetSessionStatus(%q): there is no such status of a session", status)
	}
	held.updated, held.client.updated = c.Now(), c.Now()
}
