package clerktest

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
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
	// left out. The roles org:admin and org:member always exist, without permissions unless they are named here. System
	// permissions ("org:sys_…") may be named, and are left out of tokens as Clerk leaves them out.
	Roles map[string][]string
	// CreatedAt is when the organization was made, to the millisecond. Default: now, by the clock of the instance.
	CreatedAt time.Time
}

// A directory is who there is.
type directory struct {
	mu      sync.Mutex
	serial  int // of the last user, organization or membership
	users   map[string]*person
	taken   map[identifier]string // whose an identifier is
	orgs    map[string]*organization
	members map[[2]string]*member // by the ids of the organization and of the user
}

// An organization is an Org in the directory. It never changes.
type organization struct {
	Org
	serial int
}

// A member is what somebody is in an organization. It never changes.
type member struct {
	id, role         string
	created, updated time.Time
	serial           int
	org              *organization
	userID           string
}

// person returns the user with this id, or nil.
func (d *directory) person(id string) *person {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.users[id]
}

// put adds a person, or takes one in the place of the person with the same id. If another has one of the identifiers already,
// it changes nothing and returns that and whose it is. The caller holds the lock.
func (d *directory) put(p *person) (identifier, string) {
	id, own := p.base.ID, map[identifier]bool{}
	for _, i := range p.identifiers() {
		if owner, taken := d.taken[i.folded()]; taken && owner != id {
			return i, owner
		}
		if own[i.folded()] {
			return i, id
		}
		own[i.folded()] = true
	}
	if d.users == nil {
		d.users, d.taken = map[string]*person{}, map[identifier]string{}
	}
	if before := d.users[id]; before != nil {
		p.serial = before.serial
		d.forget(before)
	} else {
		d.serial++
		p.serial = d.serial
	}
	for i := range own {
		d.taken[i] = id
	}
	d.users[id] = p
	return identifier{}, ""
}

// forget takes a person away with all they have. The caller holds the lock.
func (d *directory) forget(p *person) {
	for _, i := range p.identifiers() {
		delete(d.taken, i.folded())
	}
	delete(d.users, p.base.ID)
}

// folded returns what identifiers compare by.
func (i identifier) folded() identifier {
	if i.param != paramExternalID {
		i.value = strings.ToLower(i.value)
	}
	return i
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
	if org.CreatedAt.IsZero() {
		org.CreatedAt = c.Now()
	}
	org.CreatedAt = org.CreatedAt.Truncate(time.Millisecond)

	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, other := range d.orgs {
		if other.ID == org.ID || org.Slug != "" && other.Slug == org.Slug {
			c.fail("AddOrg: there is an organization %s with the slug %q already", other.ID, other.Slug)
		}
	}
	if d.orgs == nil {
		d.orgs = map[string]*organization{}
	}
	d.serial++
	d.orgs[org.ID] = &organization{org, d.serial}
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
	if org := d.organization(idOrSlug); org != nil {
		return org.clone(), true
	}
	return Org{}, false
}

// organization returns the organization with this id or slug, or nil. The caller holds the lock.
func (d *directory) organization(idOrSlug string) *organization {
	if org := d.orgs[idOrSlug]; org != nil {
		return org
	}
	for _, org := range d.orgs {
		if idOrSlug != "" && org.Slug == idOrSlug {
			return org
		}
	}
	return nil
}

// AddMember makes a user a member of an organization with a role, or changes the role. Both must have been added, and the
// role must be one of the organization's; the prefix "org:" may be left out.
func (c *Clerk) AddMember(org Org, user User, role string) {
	c.tb.Helper()
	role = fullRole(role)
	now := c.Now().Truncate(time.Millisecond)
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
		d.members = map[[2]string]*member{}
	}
	d.serial++
	m := &member{
		id: "orgmem_" + randomText(), role: role, created: now, updated: now, serial: d.serial, org: known, userID: user.ID,
	}
	if before := d.members[[2]string{org.ID, user.ID}]; before != nil {
		m.id, m.created, m.serial = before.id, before.created, before.serial
	}
	d.members[[2]string{org.ID, user.ID}] = m
}

// membership returns what a user is in an organization.
func (d *directory) membership(orgID, userID string) (membership, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := d.members[[2]string{orgID, userID}]
	if m == nil {
		return membership{}, false
	}
	org := m.org.clone()
	return membership{
		orgID: org.ID, slug: org.Slug, role: m.role, permissions: org.Roles[m.role], features: org.Features,
	}, true
}

func sortedKeys(roles map[string][]string) string {
	return strings.Join(slices.Sorted(maps.Keys(roles)), ", ")
}
