package clerktest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// An Org is an organization.
type Org struct {
	// ID is the organization's id. Default: "org_" and random text.
	ID string
	// Name is for whoever shows it.
	Name string
	// Slug is the name of the organization in URLs. It may be empty, as Clerk allows that too.
	Slug string
	// Features are the features that the organization has, without a scope: "audit". Those that a permission in Roles
	// belongs to need not be repeated.
	Features []string
	// Roles are the roles and the permissions of each: "org:admin" has "org:invoices:read", say. The prefix "org:" may be
	// left out. The roles org:admin and org:member always exist, without permissions unless they are named here, and so do the
	// others that the Backend API puts into the first role set, with what they have there. System
	// permissions ("org:sys_…") may be named, and are left out of tokens as Clerk leaves them out.
	Roles map[string][]string
	// CreatedAt is when the organization was made, to the millisecond. Default: now, by the clock of the instance.
	CreatedAt time.Time
}

// AddOrg adds an organization and returns it with its ID, and with its roles and permissions in full spelling. An ID or a
// slug that is taken is a mistake, and so is a permission that is not of the form org:feature:permission.
func (c *Clerk) AddOrg(org Org) Org {
	c.tb.Helper()
	if org.ID == "" {
		org.ID = c.world.ID("org")
	}
	var err error
	if org.Features, org.Roles, err = rolesOf(org.Features, org.Roles); err != nil {
		c.fail("AddOrg: %v", err)
	}
	if org.CreatedAt.IsZero() {
		org.CreatedAt = c.Now()
	}
	org.CreatedAt = org.CreatedAt.Truncate(time.Millisecond)

	err = c.world.Update(func() error {
		for _, key := range []string{org.ID, org.Slug} {
			if other := c.world.Organizations.Find(key); key != "" && other != nil {
				return fmt.Errorf("there is an organization %s with the slug %q already", other.ID, other.Slug)
			}
		}
		return c.world.Organizations.Put(world.Organization{
			ID: org.ID, Name: org.Name, Slug: org.Slug, Features: org.Features, Roles: org.Roles, RoleSetID: c.world.RoleSets.InitialID(),
			CreatedAt: org.CreatedAt, UpdatedAt: org.CreatedAt,
		})
	})
	if err != nil {
		c.fail("AddOrg: %v", err)
	}
	return org.clone()
}

func (o Org) clone() Org {
	o.Features = slices.Clone(o.Features)
	o.Roles = maps.Clone(o.Roles)
	for role, permissions := range o.Roles {
		o.Roles[role] = slices.Clone(permissions)
	}
	return o
}

// Org returns the organization with this id or slug, and whether there is one.
func (c *Clerk) Org(idOrSlug string) (org Org, ok bool) {
	c.world.View(func() {
		if o := c.world.Organizations.Find(idOrSlug); idOrSlug != "" && o != nil {
			org, ok = orgOf(c.world, o), true
		}
	})
	return org, ok
}

// orgOf makes the Org of one of the world, which the caller may change.
func orgOf(w *world.World, o *world.Organization) Org {
	roles := map[string][]string{}
	for _, role := range w.Roles(o) {
		permissions, _ := w.Permissions(o, role)
		roles[role] = slices.Clone(permissions)
	}
	return Org{
		ID: o.ID, Name: o.Name, Slug: o.Slug, Features: slices.Clone(o.Features), Roles: roles, CreatedAt: o.CreatedAt,
	}
}

// AddMember makes a user a member of an organization with a role, or changes the role. Both must have been added, and the
// role must be one of the organization's; the prefix "org:" may be left out.
func (c *Clerk) AddMember(org Org, user User, role string) {
	c.tb.Helper()
	role = fullRole(role)
	w := c.world
	err := w.Update(func() error {
		known := w.Organizations.Get(org.ID)
		if known == nil {
			return fmt.Errorf("there is no organization %q; add it with AddOrg, and pass what that returns", org.ID)
		}
		if w.Users.Get(user.ID) == nil {
			return fmt.Errorf("there is no user %q; add one with AddUser, and pass what that returns", user.ID)
		}
		if _, ok := w.Permissions(known, role); !ok {
			return fmt.Errorf("the organization %s has no role %s; it has %s", org.ID, role, strings.Join(w.Roles(known), ", "))
		}
		now := w.Now()
		m := world.Membership{ID: w.ID("orgmem"), OrgID: org.ID, UserID: user.ID, CreatedAt: now}
		if before := w.Memberships.Find(org.ID, user.ID); before != nil {
			m = *before
		}
		m.Role, m.UpdatedAt = role, now
		return w.Memberships.Put(m)
	})
	if err != nil {
		c.fail("AddMember: %v", err)
	}
}

// membership returns what a user is in an organization.
func (d directory) membership(orgID, userID string) (found membership, ok bool) {
	d.w.View(func() {
		m := d.w.Memberships.Find(orgID, userID)
		if m == nil {
			return
		}
		org := orgOf(d.w, d.w.Organizations.Get(orgID))
		found, ok = membership{
			orgID: org.ID, slug: org.Slug, role: m.Role, permissions: org.Roles[m.Role], features: org.Features, real: true,
		}, true
	})
	return found, ok
}
