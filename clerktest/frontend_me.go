package clerktest

import (
	"iter"
	"net/http"
	"strconv"

	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// me returns the session that the query names, or the one in front, and its user.
func (c *Clerk) me(v *visitor) (*world.Session, *world.User, error) {
	if v.client == nil {
		return nil, nil, signedOut()
	}
	s := c.world.Current(v.client)
	if id := v.r.URL.Query().Get("_clerk_session_id"); id != "" {
		s = c.held(v.client, id)
	}
	if s == nil {
		return nil, nil, signedOut()
	}
	if u := c.world.Users.Get(s.UserID); u != nil {
		return s, u, nil
	}
	return nil, nil, signedOut()
}

func (c *Clerk) getMe(v *visitor) (any, error) {
	_, u, err := c.me(v)
	if err != nil {
		return nil, err
	}
	return c.api.FrontendUser(u), nil
}

// maxMemberships is how many entries a page has at most.
const maxMemberships = 500

// myMemberships lists the organizations of the user, the oldest membership first.
func (c *Clerk) myMemberships(v *visitor) (any, error) {
	_, u, err := c.me(v)
	if err != nil {
		return nil, err
	}
	return c.membershipPage(v, c.world.Memberships.ByUser.Get(u.ID).Each(), func(*world.Membership) bool { return true })
}

// membershipPage answers with the memberships that are kept, from the offset of the query on, and with how many there are where it asks for
// that.
func (c *Clerk) membershipPage(v *visitor, all iter.Seq[*world.Membership], keep func(*world.Membership) bool) (any, error) {
	query := v.r.URL.Query()
	limit, offset := 10, 0
	for name, place := range map[string]*int{"limit": &limit, "offset": &offset} {
		if !query.Has(name) {
			continue
		}
		n, err := strconv.Atoi(query.Get(name))
		if err != nil || n < 0 || name == "limit" && (n == 0 || n > maxMemberships) {
			return nil, ref.Unprocessable(ref.Invalid(name, "must be a number, and as a limit from 1 to %d.", maxMemberships))
		}
		*place = n
	}
	list := []backendapi.FrontendMembership{}
	at := 0
	for m := range all {
		if !keep(m) {
			continue
		}
		if at++; at > offset && len(list) < limit {
			list = append(list, c.api.FrontendMembership(m))
		}
	}
	if query.Get("paginated") != "true" {
		return list, nil
	}
	return struct {
		Data  []backendapi.FrontendMembership `json:"data"`
		Total int                             `json:"total_count"`
	}{list, at}, nil
}

// leaveOrganization ends a membership of the user.
func (c *Clerk) leaveOrganization(v *visitor) (any, error) {
	_, u, err := c.me(v)
	if err != nil {
		return nil, err
	}
	id := v.r.PathValue("id")
	m := c.world.Memberships.Find(id, u.ID)
	if m == nil {
		return nil, ref.Newf(http.StatusNotFound, "resource_not_found", "Not found", "The user is no member of an organization %.80q.", id)
	}
	c.world.Leave(m)
	return backendapi.Deleted("organization_membership", m.ID), nil
}
