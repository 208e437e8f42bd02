package clerktest

import (
	"crypto/subtle"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/usher-auth/usher/authobject"
)

// How much the server remembers of browsers. What is too much drives out the oldest.
const (
	maxClients           = 10_000
	maxSessionsPerClient = 50
)

// How long things are good that no option changes, as with a new instance of Clerk.
const (
	sessionLifetime = 7 * 24 * time.Hour
	abandonAfter    = 30 * 24 * time.Hour
	oneTimeTTL      = time.Minute
)

// clients are the browsers that the instance knows, and the sessions in them.
type clients struct {
	mu          sync.Mutex
	byID        map[string]*client
	order       []string           // ids, the oldest first
	devBrowsers map[string]*client // by token
	sessions    map[string]*session
}

// A client is one browser. Its fields are guarded by the lock of clients.
type client struct {
	id, rotating, devBrowser string
	created, updated         time.Time
	sessions                 []*session // the oldest first
	lastActive               string     // id of a session
}

// A session is what a user has in a client from signing in. Its fields are guarded by the lock of clients.
type session struct {
	id, refresh                  string
	client                       *client
	signIn                       *SignIn // how tokens are made
	ended                        string  // the status it came to, "" while it goes on
	created, updated, lastActive time.Time
}

// add makes a client. The caller holds the lock.
func (l *clients) add(now time.Time) *client {
	if l.byID == nil {
		l.byID, l.devBrowsers, l.sessions = map[string]*client{}, map[string]*client{}, map[string]*session{}
	}
	if len(l.order) >= maxClients {
		l.forget(l.byID[l.order[0]])
	}
	made := &client{
		id: "client_" + randomText(), rotating: randomText(), devBrowser: "dvb_" + randomText(), created: now, updated: now,
	}
	l.byID[made.id], l.devBrowsers[made.devBrowser] = made, made
	l.order = append(l.order, made.id)
	return made
}

// forget drops the oldest client. The caller holds the lock.
func (l *clients) forget(oldest *client) {
	for _, s := range oldest.sessions {
		delete(l.sessions, s.id)
	}
	delete(l.devBrowsers, oldest.devBrowser)
	delete(l.byID, oldest.id)
	l.order = l.order[1:]
}

// begin adds a session to a client and makes it the active one. The caller holds the lock.
func (l *clients) begin(in *client, signIn *SignIn, now time.Time) *session {
	s := &session{
		id: signIn.profile.sessionID, refresh: "rt_" + randomText(), client: in, signIn: signIn.template(),
		created: now, updated: now, lastActive: now,
	}
	if len(in.sessions) >= maxSessionsPerClient {
		delete(l.sessions, in.sessions[0].id)
		in.sessions = in.sessions[1:]
	}
	in.sessions = append(in.sessions, s)
	l.sessions[s.id] = s
	in.activate(s, now)
	return s
}

// activate makes a session the one that is used.
func (b *client) activate(s *session, now time.Time) {
	b.lastActive, b.updated, s.lastActive = s.id, now, now
}

// end ends a session that still goes on.
func (s *session) end(status string, now time.Time) {
	if s.ended == "" {
		s.ended, s.updated, s.client.updated = status, now, now
	}
}

// status returns the state of a session (Clerk: session statuses). The caller holds the lock.
func (c *Clerk) status(s *session, now time.Time) string {
	if s.ended == "" {
		if p := c.people.person(s.signIn.profile.userID); p == nil || p.base.Banned {
			s.end("revoked", now)
		} else if !now.Before(s.created.Add(sessionLifetime)) {
			s.end("expired", now)
		}
	}
	switch {
	case s.ended != "":
		return s.ended
	case s.signIn.profile.pending:
		return string(authobject.StatusPending)
	}
	return string(authobject.StatusActive)
}

// A standing is what a client is at one moment: who is signed in there. It is a copy.
type standing struct {
	clientID, devBrowser string
	uat                  int64   // Unix seconds, 0 if nobody is signed in
	signIn               *SignIn // nil if nobody is signed in
	sessionID, refresh   string
}

// standing returns what a client is now. The caller holds the lock.
func (c *Clerk) standing(of *client, now time.Time) standing {
	st := standing{clientID: of.id, devBrowser: of.devBrowser}
	var current *session
	for _, s := range of.sessions {
		if c.status(s, now); s.ended == "" && (current == nil || current.id != of.lastActive) {
			current = s
		}
	}
	if current == nil {
		return st
	}
	st.uat, st.signIn = of.updated.Unix(), current.aged(now)
	st.sessionID, st.refresh = current.id, current.refresh
	return st
}

// aged returns how tokens are made at a later moment: the factors have been proven so much longer ago.
func (s *session) aged(now time.Time) *SignIn {
	minutes := math.Max(0, math.Floor(now.Sub(s.created).Minutes()))
	return s.signIn.but(func(out *SignIn) {
		for _, age := range []*float64{&out.profile.ages.First, &out.profile.ages.Second} {
			if *age >= 0 {
				*age += minutes
			}
		}
	})
}

// template returns the SignIn that Clerk would make tokens with: whatever is wrong with the tokens of s, its own are right.
func (s *SignIn) template() *SignIn {
	out := &SignIn{ck: s.ck, profile: s.profile, version: s.version, signer: s.ck}
	for _, e := range s.claims {
		if !slices.Contains([]string{"iss", "sub", "sid", "iat", "nbf", "exp", "azp"}, e.name) {
			out.claims = append(out.claims, e)
		}
	}
	return out
}

// setOrg makes an organization of the user the active one of a session, by id or slug, or none for "". Where the user is no
// member, nothing changes.
func (c *Clerk) setOrg(s *session, idOrSlug string) {
	if idOrSlug == "" {
		s.signIn = s.signIn.but(func(s *SignIn) { s.profile.org = nil })
		return
	}
	if org, ok := c.Org(idOrSlug); ok {
		if m, member := c.people.membership(org.ID, s.signIn.profile.userID); member {
			s.signIn = s.signIn.but(func(s *SignIn) { s.profile.org = &m })
		}
	}
}

// register begins the session of a SignIn in a browser that is not there, or takes over what has changed about it.
func (c *Clerk) register(s *SignIn) standing {
	now := c.Now()
	l := &c.clients
	l.mu.Lock()
	defer l.mu.Unlock()
	held := l.sessions[s.profile.sessionID]
	if held == nil {
		held = l.begin(l.add(now), s, now)
	}
	held.signIn = s.template()
	return standing{
		clientID: held.client.id, devBrowser: held.client.devBrowser, uat: held.client.updated.Unix(),
		signIn: held.signIn, sessionID: held.id, refresh: held.refresh,
	}
}

// same compares secrets in constant time.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
