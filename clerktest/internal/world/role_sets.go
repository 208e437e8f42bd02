package world

import (
	"iter"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A RoleSet is the roles that some organizations can give. One of them is that of new organizations.
type RoleSet struct {
	ID, Name, Key, Description   string // "role_set:default"
	Initial                      bool
	RoleIDs                      []string
	DefaultRoleID, CreatorRoleID string // among RoleIDs
	CreatedAt, UpdatedAt         time.Time
}

// RoleSets are the role sets.
type RoleSets struct {
	*table.Table[RoleSet]
	ByKey  *table.Unique[RoleSet]
	ByRole *table.Multi[RoleSet]
}

func newRoleSets(s *table.Store) RoleSets {
	t := table.New(s, "role_sets", func(r *RoleSet) string { return r.ID }, func(r *RoleSet) time.Time { return r.CreatedAt })
	return RoleSets{
		t,
		t.Unique("key", func(r *RoleSet) []string { return []string{r.Key} }),
		t.Multi(func(r *RoleSet) []string { return r.RoleIDs }),
	}
}

// Find returns the role set with this key or id, or nil.
func (t RoleSets) Find(keyOrID string) *RoleSet {
	if r := t.ByKey.Get(keyOrID); r != nil {
		return r
	}
	return t.Get(keyOrID)
}

// Initial returns the role set of new organizations, or nil.
func (t RoleSets) Initial() *RoleSet {
	for r := range t.Rows().Each() {
		if r.Initial {
			return r
		}
	}
	return nil
}

// InitialID returns the id of the role set of new organizations, or "".
func (t RoleSets) InitialID() string {
	if r := t.Initial(); r != nil {
		return r.ID
	}
	return ""
}

// SetInitial makes a role set that of new organizations, and any other one not.
func (w *World) SetInitial(id string) error {
	for r := range w.RoleSets.Rows().All() {
		if r.Initial == (r.ID == id) {
			continue
		}
		next := *r
		next.Initial, next.UpdatedAt = r.ID == id, w.Now()
		if err := w.RoleSets.Put(next); err != nil {
			return err
		}
	}
	return nil
}

// MembersWith yields the members who have a role of the instance, in organizations of a role set, or in all for "".
func (w *World) MembersWith(role, roleSetID string) iter.Seq[*Membership] {
	return func(yield func(*Membership) bool) {
		for m := range w.Memberships.Rows().Each() {
			if m.Role == role && w.isOf(m.OrgID, role, roleSetID) && !yield(m) {
				return
			}
		}
	}
}

// InvitationsWith yields the invitations that go on and that give a role of the instance, as MembersWith does members.
func (w *World) InvitationsWith(role, roleSetID string) iter.Seq[*OrgInvitation] {
	now := w.Now()
	return func(yield func(*OrgInvitation) bool) {
		for i := range w.OrgInvitations.Rows().Each() {
			if i.Role == role && i.Status.At(now, i.ExpiresAt) == Pending && w.isOf(i.OrgID, role, roleSetID) && !yield(i) {
				return
			}
		}
	}
}

// isOf reports whether a role means that of the instance in an organization, which has the role set if one is asked for.
func (w *World) isOf(orgID, role, roleSetID string) bool {
	o := w.Organizations.Get(orgID)
	_, own := o.Roles[role]
	return !own && (roleSetID == "" || o.RoleSetID == roleSetID)
}

// Reassign gives everybody another role who has one of those in a map from keys to keys, in organizations of a role set, or in all for
// "". Those who are invited too. It is done at once: two roles may change places.
func (w *World) Reassign(roleSetID string, roles map[string]string) error {
	var members []Membership
	var invitations []OrgInvitation
	for from, to := range roles {
		for m := range w.MembersWith(from, roleSetID) {
			next := *m
			next.Role, next.UpdatedAt = to, w.Now()
			members = append(members, next)
		}
		for i := range w.InvitationsWith(from, roleSetID) {
			next := *i
			next.Role, next.UpdatedAt = to, w.Now()
			invitations = append(invitations, next)
		}
	}
	for _, m := range members {
		if err := w.Memberships.Put(m); err != nil {
			return err
		}
	}
	for _, i := range invitations {
		if err := w.OrgInvitations.Put(i); err != nil {
			return err
		}
	}
	return nil
}
