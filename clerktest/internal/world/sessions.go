package world

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// How much an instance remembers of browsers. What is too much drives out the oldest.
const (
	maxClients           = 10_000
	maxSessionsPerClient = 50
)

// How long sessions are good, as with a new instance of Clerk.
const (
	sessionLifetime = 7 * 24 * time.Hour
	abandonAfter    = 30 * 24 * time.Hour
)

// A Client is a browser.
type Client struct {
	ID, Rotating, DevBrowser string // the last two are the secrets by which the browser is known
	LastActive               string // id of a session
	CreatedAt, UpdatedAt     time.Time
}

// Clients are the browsers that the instance knows.
type Clients struct {
	*table.Table[Client]
	ByDevBrowser *table.Unique[Client]
}

func newClients(s *table.Store) Clients {
	t := table.New(s, "clients", func(c *Client) string { return c.ID }, func(c *Client) time.Time { return c.CreatedAt })
	return Clients{t, t.Unique("dev_browser", func(c *Client) []string { return []string{c.DevBrowser} })}
}

// A Session is what a user has in a client from signing in.
type Session struct {
	ID, ClientID, UserID              string
	Refresh                           string // the refresh token
	OrgID                             string // of the active organization, "" for none
	Actor                             Metadata
	Pending                           bool
	Ended                             string // the status that it came to, "" while it goes on
	Token                             TokenForm
	CreatedAt, UpdatedAt              time.Time
	LastActiveAt, ExpireAt, AbandonAt time.Time
}

// A TokenForm is what tests have said about the tokens of a session. The zero value is right in every respect.
type TokenForm struct {
	Version         int
	FirstFactor     float64 // minutes at the beginning of the session, -1 for never
	SecondFactor    float64
	AuthorizedParty string
	Features, Plans []string
	Org             *TokenOrg // shown for the active organization, whatever the user is there; nil: what they are
	Claims          []TokenClaim
}

// A TokenOrg is an organization as a token shows it.
type TokenOrg struct {
	ID, Slug, Role        string
	Permissions, Features []string
}

// A TokenClaim sets a claim, or leaves one out.
type TokenClaim struct {
	Name   string
	Value  json.RawMessage
	Remove bool
}

// Sessions are the sessions. They outlive their users, as ended ones.
type Sessions struct {
	*table.Table[Session]
	ByClient, ByUser *table.Multi[Session]
}

func newSessions(s *table.Store) Sessions {
	t := table.New(s, "sessions", func(v *Session) string { return v.ID }, func(v *Session) time.Time { return v.CreatedAt })
	return Sessions{
		t,
		t.Multi(func(v *Session) []string { return []string{v.ClientID} }),
		t.Multi(func(v *Session) []string { return []string{v.UserID} }),
	}
}

// The states of sessions that this package tells apart. Subscription items may be Active too.
const (
	Active         = "active"
	SessionPending = "pending"
)

// Status returns the state of a session (Clerk: session statuses).
func (w *World) Status(s *Session) string {
	u := w.Users.Get(s.UserID)
	switch {
	case s.Ended != "":
		return s.Ended
	case u == nil || u.Banned:
		return "revoked"
	case !w.Now().Before(s.ExpireAt):
		return "expired"
	case s.Pending:
		return SessionPending
	default:
		return Active
	}
}

// GoesOn reports whether a session has not ended.
func (w *World) GoesOn(s *Session) bool {
	status := w.Status(s)
	return status == Active || status == SessionPending
}

// NewClient makes a client.
func (w *World) NewClient() (*Client, error) {
	if w.Clients.Len() >= maxClients {
		for oldest := range w.Clients.Rows().Each() {
			w.Sessions.DeleteAll(w.Sessions.ByClient.Get(oldest.ID))
			w.SignIns.DeleteAll(w.SignIns.ByClient.Get(oldest.ID))
			w.SignUps.DeleteAll(w.SignUps.ByClient.Get(oldest.ID))
			w.Clients.Delete(oldest.ID)
			break
		}
	}
	now := w.Now()
	c := Client{ID: w.ID("client"), Rotating: w.Text("rotating"), DevBrowser: w.ID("dvb"), CreatedAt: now, UpdatedAt: now}
	return &c, w.Clients.Put(c)
}

// Begin adds a session to its client and makes it the active one.
func (w *World) Begin(s Session) (*Session, error) {
	for held := w.Sessions.ByClient.Get(s.ClientID); held.Len() >= maxSessionsPerClient; held = w.Sessions.ByClient.Get(s.ClientID) {
		for oldest := range held.All() {
			w.Sessions.Delete(oldest.ID)
			break
		}
	}
	now := w.Now()
	if s.ID == "" {
		s.ID = w.ID("sess")
	}
	s.Refresh, s.CreatedAt, s.UpdatedAt = w.ID("rt"), now, now
	s.AbandonAt = now.Add(abandonAfter)
	if s.ExpireAt.IsZero() {
		s.ExpireAt = now.Add(sessionLifetime)
	}
	if s.OrgID != "" {
		if err := w.SawOrg(s.UserID, s.OrgID); err != nil {
			return nil, err
		}
	}
	return w.Activate(&s)
}

// Activate makes a session the one that its client uses.
func (w *World) Activate(s *Session) (*Session, error) {
	next := *s
	next.LastActiveAt = w.Now()
	c := *w.Clients.Get(s.ClientID)
	c.LastActive, c.UpdatedAt = s.ID, w.Now()
	if err := w.Clients.Put(c); err != nil {
		return nil, err
	}
	return &next, w.Sessions.Put(next)
}

// SawSession notes that a session was used.
func (w *World) SawSession(s *Session) error {
	next := *s
	next.LastActiveAt = w.Now()
	return w.Sessions.Put(next)
}

// EndSession ends a session that still goes on, and returns it as it is then.
func (w *World) EndSession(s *Session, status string) (*Session, error) {
	if s.Ended != "" {
		return s, nil
	}
	next := *s
	if next.Ended = w.Status(s); next.Ended == Active || next.Ended == SessionPending {
		next.Ended = status
	}
	return &next, w.ChangeSession(next)
}

// ChangeSession puts a changed session in its place. Its client has changed with it.
func (w *World) ChangeSession(next Session) error {
	next.UpdatedAt = w.Now()
	c := *w.Clients.Get(next.ClientID)
	c.UpdatedAt = next.UpdatedAt
	if err := w.Clients.Put(c); err != nil {
		return err
	}
	return w.Sessions.Put(next)
}

// EndSessions ends the sessions of a user, as Clerk does with those of users who are banned or deleted.
func (w *World) EndSessions(userID string) {
	for s := range w.Sessions.ByUser.Get(userID).All() {
		_, _ = w.EndSession(s, "revoked") // nothing unique has changed
	}
}

// Current returns the session that a client uses, or nil: the last active one, and once that has ended, the youngest.
func (w *World) Current(c *Client) *Session {
	var current *Session
	for s := range w.Sessions.ByClient.Get(c.ID).Each() {
		if w.GoesOn(s) && (current == nil || current.ID != c.LastActive) {
			current = s
		}
	}
	return current
}

// ActiveOrg returns what the user of a session is in its active organization, or nil: whoever is no member any more has none.
func (w *World) ActiveOrg(s *Session) *TokenOrg {
	if s.Token.Org != nil {
		return s.Token.Org
	}
	m := w.Memberships.Find(s.OrgID, s.UserID)
	if s.OrgID == "" || m == nil {
		return nil
	}
	o := w.Organizations.Get(s.OrgID)
	permissions, _ := w.Permissions(o, m.Role)
	return &TokenOrg{ID: o.ID, Slug: o.Slug, Role: m.Role, Permissions: slices.Clone(permissions), Features: slices.Clone(o.Features)}
}
