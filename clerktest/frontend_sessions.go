package clerktest

import (
	"net/http"

	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// getClient answers how the client is, which is null where there is none.
func (c *Clerk) getClient(v *visitor) (any, error) {
	if v.client == nil && v.origin != "" && !v.native { // a page of a development instance can make itself known
		if err := c.enrolled(v); err != nil {
			return nil, err
		}
	}
	if v.client == nil {
		return nil, nil //nolint:nilnil // it is what is answered
	}
	return c.viewClient(v), nil
}

// putClient makes a client where there is none.
func (c *Clerk) putClient(v *visitor) (any, error) {
	if err := c.enrolled(v); err != nil {
		return nil, err
	}
	return c.viewClient(v), nil
}

// endSessions signs out of all sessions of a client.
func (c *Clerk) endSessions(v *visitor) (any, error) {
	if v.client == nil {
		return nil, signedOut()
	}
	for s := range c.world.Sessions.ByClient.Get(v.client.ID).All() {
		if _, err := c.world.EndSession(s, "removed"); err != nil {
			return nil, err
		}
	}
	return c.viewClient(v), nil
}

// signedOut refuses what only goes with a session.
func signedOut() error {
	return ref.New(http.StatusUnauthorized, "authentication_invalid", "Invalid authentication", "The browser has no session.")
}

// session returns the session in the path, which goes on in the client of the visitor.
func (c *Clerk) session(v *visitor) (*world.Session, error) {
	if v.client == nil {
		return nil, signedOut()
	}
	if s := c.held(v.client, v.r.PathValue("id")); s != nil {
		return s, nil
	}
	return nil, ref.NotFound("session in this browser", v.r.PathValue("id"))
}

func (c *Clerk) getSession(v *visitor) (any, error) {
	s, err := c.session(v)
	if err != nil {
		return nil, err
	}
	return c.viewSession(v, s), nil
}

// touchSession puts a session in front, with the organization that is named; none for "".
func (c *Clerk) touchSession(v *visitor) (any, error) {
	s, err := c.session(v)
	if err != nil {
		return nil, err
	}
	if v.form.Has("active_organization_id") {
		if s, err = c.inOrganization(s, v.form.Get("active_organization_id")); err != nil {
			return nil, err
		}
		if err := c.world.SawOrg(s.UserID, s.OrgID); err != nil {
			return nil, err
		}
	}
	if s, err = c.world.Activate(s); err != nil {
		return nil, err
	}
	return c.viewSession(v, s), nil
}

// inOrganization returns a session with another active organization, which the user must be a member of.
func (c *Clerk) inOrganization(s *world.Session, idOrSlug string) (*world.Session, error) {
	next := *s
	if next.Token.Org != nil && idOrSlug == next.Token.Org.ID {
		return s, nil // the one that a test has made up stays
	}
	next.OrgID, next.Token.Org = "", nil
	if idOrSlug != "" {
		o := c.world.Organizations.Find(idOrSlug)
		if o == nil || c.world.Memberships.Find(o.ID, s.UserID) == nil {
			return nil, notTheirs(idOrSlug)
		}
		next.OrgID = o.ID
	}
	return &next, nil
}

// closeSession signs out of one session.
func (c *Clerk) closeSession(status string) frontendOperation {
	return func(v *visitor) (any, error) {
		s, err := c.session(v)
		if err != nil {
			return nil, err
		}
		if s, err = c.world.EndSession(s, status); err != nil {
			return nil, err
		}
		return c.viewSession(v, s), nil
	}
}

// sessionToken makes a token, in the active organization or the one that is named.
func (c *Clerk) sessionToken(v *visitor) (any, error) {
	s, err := c.session(v)
	if err != nil {
		return nil, err
	}
	if err := c.world.SawSession(s); err != nil {
		return nil, err
	}
	if v.form.Has("organization_id") {
		if s, err = c.inOrganization(s, v.form.Get("organization_id")); err != nil {
			return nil, err
		}
	}
	token, err := c.tokenFor(v, s)
	return unwrapped{token}, err
}

// templateToken makes a token by a JWT template.
func (c *Clerk) templateToken(v *visitor) (any, error) {
	s, err := c.session(v)
	if err != nil {
		return nil, err
	}
	bearer := c.bearer(s)
	bearer.Party = v.origin
	made, err := c.api.MintTemplate(v.r.PathValue("template"), bearer, 0)
	return unwrapped{tokenView{"token", made}}, err
}
