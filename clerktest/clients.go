package clerktest

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// oneTimeTTL is how long what can be used once is good.
const oneTimeTTL = time.Minute

// change runs f with the world to itself. The errors of f are those of ids that are taken, and those of this package are random.
func (c *Clerk) change(f func() error) {
	if err := c.world.Update(f); err != nil {
		panic("clerktest: " + err.Error())
	}
}

// A standing is what a client is at one moment: who is signed in there. It is a copy.
type standing struct {
	clientID, devBrowser string
	uat                  int64   // Unix seconds, 0 if nobody is signed in
	signIn               *SignIn // nil if nobody is signed in
	sessionID, refresh   string
}

// standing returns what a client is now. The caller holds the lock of the world.
func (c *Clerk) standing(of *world.Client) standing {
	of = c.world.Clients.Get(of.ID) // as the caller may have changed it
	st := standing{clientID: of.ID, devBrowser: of.DevBrowser}
	current := c.world.Current(of)
	if current == nil {
		return st
	}
	st.uat, st.signIn = of.UpdatedAt.Unix(), c.signInOf(current)
	st.sessionID, st.refresh = current.ID, current.Refresh
	return st
}

// signInOf returns how Clerk would make tokens of a session now: the factors have been proven so much longer ago, and the user is in
// the active organization what they are there. The caller holds the lock of the world.
func (c *Clerk) signInOf(s *world.Session) *SignIn {
	minutes := math.Max(0, math.Floor(c.Now().Sub(s.CreatedAt).Minutes()))
	ages := authobject.FactorAges{First: s.Token.FirstFactor, Second: s.Token.SecondFactor}
	for _, age := range []*float64{&ages.First, &ages.Second} {
		if *age >= 0 {
			*age += minutes
		}
	}
	out := &SignIn{ck: c, version: 2, signer: c, profile: profile{
		userID: s.UserID, sessionID: s.ID, ages: ages, features: s.Token.Features, plans: s.Token.Plans,
		party: s.Token.AuthorizedParty, pending: s.Pending,
	}}
	if s.Token.Version != 0 {
		out.version = s.Token.Version
	}
	if org := c.world.ActiveOrg(s); org != nil {
		out.profile.org = &membership{
			orgID: org.ID, slug: org.Slug, role: org.Role, permissions: org.Permissions, features: org.Features, real: s.Token.Org == nil,
		}
	}
	out.profile.actor, _ = s.Actor["sub"].(string)
	if len(s.Actor) > 1 {
		out.claims = add(out.claims, edit{name: "act", value: s.Actor})
	}
	for _, claim := range s.Token.Claims {
		out.claims = add(out.claims, edit{name: claim.Name, value: claim.Value, remove: claim.Remove})
	}
	return out
}

// describe has a session make the tokens that Clerk would make of a SignIn: whatever is wrong with the tokens of s, its own are
// right.
func (s *SignIn) describe(row *world.Session) error {
	p := s.profile
	row.UserID, row.Pending, row.Actor, row.OrgID = p.userID, p.pending, nil, ""
	row.Token = world.TokenForm{
		Version: s.version, FirstFactor: p.ages.First, SecondFactor: p.ages.Second, AuthorizedParty: p.party,
		Features: p.features, Plans: p.plans,
	}
	if p.actor != "" {
		row.Actor = world.Metadata{"sub": p.actor}
	}
	if p.org != nil {
		row.OrgID = p.org.orgID
		if !p.org.real {
			row.Token.Org = &world.TokenOrg{
				ID: p.org.orgID, Slug: p.org.slug, Role: p.org.role, Permissions: p.org.permissions, Features: p.org.features,
			}
		}
	}
	for _, e := range s.claims {
		if slices.Contains([]string{"iss", "sub", "sid", "iat", "nbf", "exp", "azp"}, e.name) {
			continue
		}
		value := e.value
		if at, ok := value.(time.Time); ok {
			value = at.Unix()
		}
		text, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("SignIn.Claim: %s is no JSON: %w", e.name, err)
		}
		row.Token.Claims = append(row.Token.Claims, world.TokenClaim{Name: e.name, Value: text, Remove: e.remove})
	}
	return nil
}

// begin adds a session to a client and makes it the active one. The caller is within change.
func (c *Clerk) begin(in *world.Client, s *SignIn) (*world.Session, error) {
	row := world.Session{ID: s.profile.sessionID, ClientID: in.ID}
	if err := s.describe(&row); err != nil {
		return nil, err
	}
	return c.world.Begin(row)
}

// arrive begins the session of a user who has just signed in: in the organization that they were active in last. The caller is within
// change.
func (c *Clerk) arrive(in *world.Client, userID string) (*world.Session, error) {
	s := c.newSignIn(userID)
	row := world.Session{ID: s.profile.sessionID, ClientID: in.ID}
	if err := s.describe(&row); err != nil {
		return nil, err
	}
	row.OrgID = c.world.LastOrg(userID)
	return c.world.Begin(row)
}

// setOrg makes an organization of the user the active one of a session, by id or slug, or none for "". Where the user is no
// member, nothing changes. The caller is within change.
func (c *Clerk) setOrg(s *world.Session, idOrSlug string) error {
	next := *s
	next.OrgID, next.Token.Org = "", nil
	if idOrSlug != "" {
		o := c.world.Organizations.Find(idOrSlug)
		if o == nil || c.world.Memberships.Find(o.ID, s.UserID) == nil {
			return nil
		}
		next.OrgID = o.ID
	}
	if err := c.world.SawOrg(next.UserID, next.OrgID); err != nil {
		return err
	}
	return c.world.Sessions.Put(next)
}

// register begins the session of a SignIn in a browser that is not there, or takes over what has changed about it.
func (c *Clerk) register(s *SignIn) (st standing) {
	c.tb.Helper()
	w := c.world
	err := w.Update(func() error {
		held := w.Sessions.Get(s.profile.sessionID)
		if held == nil {
			in, err := w.NewClient()
			if err != nil {
				return err
			}
			if held, err = c.begin(in, s); err != nil {
				return err
			}
		} else {
			next := *held
			if err := s.describe(&next); err != nil {
				return err
			}
			if err := w.Sessions.Put(next); err != nil {
				return err
			}
			held = &next
		}
		in := w.Clients.Get(held.ClientID)
		st = standing{
			clientID: in.ID, devBrowser: in.DevBrowser, uat: in.UpdatedAt.Unix(), signIn: c.signInOf(held),
			sessionID: held.ID, refresh: held.Refresh,
		}
		return nil
	})
	if err != nil {
		c.fail("%v", err)
	}
	return st
}

// same compares secrets in constant time.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
