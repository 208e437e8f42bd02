package clerktest

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// A User is somebody with an account. Of a user, only the ID is in session tokens, as with Clerk; [SignIn.Claim] puts more
// there, as the customisation of session tokens does.
type User struct {
	// ID is the user's id. Default: "user_" and random text.
	ID string
	// FirstName, LastName and Email are for whoever shows them.
	FirstName, LastName, Email string
	// PublicMetadata is what the application keeps about the user.
	PublicMetadata map[string]any
}

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
	// left out. The roles org:admin and org:member always exist, without permissions unless they are named here. System
	// permissions ("org:sys_…") may be named, and are left out of tokens as Clerk leaves them out.
	Roles map[string][]string
}

// A directory is who there is.
type directory struct {
	mu      sync.Mutex
	users   map[string]User
	orgs    map[string]Org
	members map[[2]string]string // ids of an organization and of a user, and the role
}

// AddUser adds a user and returns it with its ID. An ID that is taken is a mistake.
func (c *Clerk) AddUser(user User) User {
	c.tb.Helper()
	if user.ID == "" {
		user.ID = "user_" + randomText()
	}
	user.PublicMetadata = maps.Clone(user.PublicMetadata)
	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, taken := d.users[user.ID]; taken {
		c.fail("AddUser: there is a user %s already", user.ID)
	}
	if d.users == nil {
		d.users = map[string]User{}
	}
	d.users[user.ID] = user
	return user
}

// User returns the user with this id, and whether there is one.
func (c *Clerk) User(id string) (User, bool) {
	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	user, ok := d.users[id]
	user.PublicMetadata = maps.Clone(user.PublicMetadata)
	return user, ok
}

// AddOrg adds an organization and returns it with its ID, and with its roles and permissions in full spelling. An ID or a
// slug that is taken is a mistake, and so is a permission that is not of the form org:feature:permission.
func (c *Clerk) AddOrg(org Org) Org {
	c.tb.Helper()
	if org.ID == "" {
		org.ID = "org_" + randomText()
	}
	org.Features = slices.Clone(org.Features)
	for _, feature := range org.Features {
		if !isName(feature) {
			c.fail("AddOrg: the feature %q of an organization is a name without a scope, as in audit", feature)
		}
	}
	roles := map[string][]string{orgPrefix + "admin": nil, orgPrefix + "member": nil}
	for role, permissions := range org.Roles {
		full, err := fullPermissions(permissions)
		if err != nil {
			c.fail("AddOrg: role %s: %v", role, err)
		}
		if role = fullRole(role); role == orgPrefix {
			c.fail("AddOrg: a role has no name; write for example org:admin")
		}
		roles[role] = full
	}
	org.Roles = roles

	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, other := range d.orgs {
		if other.ID == org.ID || org.Slug != "" && other.Slug == org.Slug {
			c.fail("AddOrg: there is an organization %s with the slug %q already", other.ID, other.Slug)
		}
	}
	if d.orgs == nil {
		d.orgs = map[string]Org{}
	}
	d.orgs[org.ID] = org
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
func (c *Clerk) Org(idOrSlug string) (Org, bool) {
	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, org := range d.orgs {
		if idOrSlug != "" && (org.ID == idOrSlug || org.Slug == idOrSlug) {
			return org.clone(), true
		}
	}
	return Org{}, false
}

// AddMember makes a user a member of an organization with a role, or changes the role. Both must have been added, and the
// role must be one of the organization's; the prefix "org:" may be left out.
func (c *Clerk) AddMember(org Org, user User, role string) {
	c.tb.Helper()
	role = fullRole(role)
	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	known, ok := d.orgs[org.ID]
	if !ok {
		c.fail("AddMember: there is no organization %q; add it with AddOrg, and pass what that returns", org.ID)
	}
	if _, ok := d.users[user.ID]; !ok {
		c.fail("AddMember: there is no user %q; add one with AddUser, and pass what that returns", user.ID)
	}
	if _, ok := known.Roles[role]; !ok {
		c.fail("AddMember: the organization %s has no role %s; it has %s", org.ID, role, sortedKeys(known.Roles))
	}
	if d.members == nil {
		d.members = map[[2]string]string{}
	}
	d.members[[2]string{org.ID, user.ID}] = role
}

// membership returns what a user is in an organization.
func (d *directory) membership(orgID, userID string) (membership, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	role, ok := d.members[[2]string{orgID, userID}]
	org := d.orgs[orgID].clone()
	return membership{
		orgID: org.ID, slug: org.Slug, role: role, permissions: org.Roles[role], features: org.Features,
	}, ok
}

func sortedKeys(roles map[string][]string) string {
	return strings.Join(slices.Sorted(maps.Keys(roles)), ", ")
}
