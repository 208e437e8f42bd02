package world

import (
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// An Organization is one.
type Organization struct {
	ID, Name, Slug                  string
	CreatedBy                       string // the id of a user, "" for nobody
	Image                           string // the address of an uploaded picture, "" for none
	Features                        []string
	Roles                           map[string][]string // the permissions of each role of its own, which go before those of the instance
	RoleSetID                       string              // "" for none: all roles of the instance
	MaxMembers                      int64               // 0: any number
	NoAdminDelete                   bool
	PublicMetadata, PrivateMetadata Metadata
	CreatedAt, UpdatedAt            time.Time
}

// Organizations are the organizations.
type Organizations struct {
	*table.Table[Organization]
	BySlug    *table.Unique[Organization]
	ByRoleSet *table.Multi[Organization]
}

func newOrganizations(s *table.Store) Organizations {
	t := table.New(s, "organizations", func(o *Organization) string { return o.ID }, func(o *Organization) time.Time { return o.CreatedAt })
	return Organizations{
		t,
		t.Unique("slug", func(o *Organization) []string { return []string{o.Slug} }),
		t.Multi(func(o *Organization) []string { return []string{o.RoleSetID} }),
	}
}

// Find returns the organization with this id or slug, or nil.
func (t Organizations) Find(idOrSlug string) *Organization {
	if o := t.Get(idOrSlug); o != nil {
		return o
	}
	return t.BySlug.Get(idOrSlug)
}

// DeleteOrganization deletes an organization and all that belongs to it.
func (w *World) DeleteOrganization(id string) {
	for m := range w.Memberships.ByOrg.Get(id).All() {
		w.Leave(m)
	}
	for i := range w.OrgInvitations.ByOrg.Get(id).All() {
		w.OrgInvitations.Delete(i.ID)
	}
	w.OrgDomains.DeleteAll(w.OrgDomains.ByOrg.Get(id))
	w.APIKeys.DeleteAll(w.APIKeys.BySubject.Get(id))
	for c := range w.Connections.ByOrg.Get(id).All() {
		w.DeleteConnection(c.ID)
	}
	w.Billing.forget(id)
	w.PortalTokens.DeleteAll(w.PortalTokens.ByOrg.Get(id))
	w.Organizations.Delete(id)
}

// A Membership is what a user is in an organization.
type Membership struct {
	ID, OrgID, UserID, Role         string
	PublicMetadata, PrivateMetadata Metadata
	CreatedAt, UpdatedAt            time.Time
}

// Memberships are the memberships.
type Memberships struct {
	*table.Table[Membership]
	ByUser, ByOrg *table.Multi[Membership]
	both          *table.Unique[Membership]
}

func newMemberships(s *table.Store) Memberships {
	t := table.New(s, "memberships", func(m *Membership) string { return m.ID }, func(m *Membership) time.Time { return m.CreatedAt })
	return Memberships{
		t,
		t.Multi(func(m *Membership) []string { return []string{m.UserID} }),
		t.Multi(func(m *Membership) []string { return []string{m.OrgID} }),
		t.Unique("user_id", func(m *Membership) []string { return []string{pair(m.OrgID, m.UserID)} }),
	}
}

func pair(a, b string) string { return strings.Join([]string{a, b}, "\x00") }

// Find returns the membership of a user in an organization, or nil.
func (t Memberships) Find(orgID, userID string) *Membership { return t.both.Get(pair(orgID, userID)) }
