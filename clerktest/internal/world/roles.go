package world

import (
	"slices"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A Permission is something that members of organizations may be allowed to do.
type Permission struct {
	ID, Name, Key, Description string // "org:feature:action"
	System                     bool   // Clerk's own, which nobody changes
	CreatedAt, UpdatedAt       time.Time
}

// Permissions are the permissions of the instance.
type Permissions struct {
	*table.Table[Permission]
	ByKey *table.Unique[Permission]
}

func newPermissions(s *table.Store) Permissions {
	t := table.New(s, "organization_permissions",
		func(p *Permission) string { return p.ID }, func(p *Permission) time.Time { return p.CreatedAt })
	return Permissions{t, t.Unique("key", func(p *Permission) []string { return []string{p.Key} })}
}

// A Role is what members of organizations can be.
type Role struct {
	ID, Name, Key, Description string // "org:admin"
	PermissionIDs              []string
	CreatedAt, UpdatedAt       time.Time
}

// Roles are the roles of the instance.
type Roles struct {
	*table.Table[Role]
	ByKey        *table.Unique[Role]
	ByPermission *table.Multi[Role]
}

func newRoles(s *table.Store) Roles {
	t := table.New(s, "organization_roles", func(r *Role) string { return r.ID }, func(r *Role) time.Time { return r.CreatedAt })
	return Roles{
		t,
		t.Unique("key", func(r *Role) []string { return []string{r.Key} }),
		t.Multi(func(r *Role) []string { return r.PermissionIDs }),
	}
}

// Find returns the role with this id or key, or nil.
func (t Roles) Find(idOrKey string) *Role {
	if r := t.Get(idOrKey); r != nil {
		return r
	}
	return t.ByKey.Get(idOrKey)
}

// The roles that a new instance has. Admins may do everything.
const (
	Admin  = "org:admin"
	Member = "org:member"
)

// systemPermissions are Clerk's own, with whether members have them too (Clerk: system permissions, default roles).
var systemPermissions = []struct {
	key, name string
	member    bool
}{
	{"org:sys_profile:manage", "Manage organization", false},
	{"org:sys_profile:delete", "Delete organization", false},
	{"org:sys_memberships:read", "Read members", true},
	{"org:sys_memberships:manage", "Manage members", false},
	{"org:sys_domains:read", "Read domains", false},
	{"org:sys_domains:manage", "Manage domains", false},
	{"org:sys_billing:read", "Read billing", true},
	{"org:sys_billing:manage", "Manage billing", false},
}

// creatorPermissions are what a role has to have that creators of organizations get (Clerk: the Creator role).
var creatorPermissions = []string{"org:sys_memberships:manage", "org:sys_memberships:read", "org:sys_profile:delete"}

// begin puts in what every instance has from its first day, unless it is there.
func (w *World) begin() error {
	if w.OrgRoles.Len() > 0 {
		return nil
	}
	now := w.Now()
	admin := Role{ID: w.ID("role"), Name: "Admin", Key: Admin, Description: "Role with all permissions", CreatedAt: now, UpdatedAt: now}
	member := Role{ID: w.ID("role"), Name: "Member", Key: Member, Description: "Role with few permissions", CreatedAt: now, UpdatedAt: now}
	for _, s := range systemPermissions {
		p := Permission{ID: w.ID("perm"), Name: s.name, Key: s.key, System: true, CreatedAt: now, UpdatedAt: now}
		if err := w.OrgPermissions.Put(p); err != nil {
			return err
		}
		admin.PermissionIDs = append(admin.PermissionIDs, p.ID)
		if s.member {
			member.PermissionIDs = append(member.PermissionIDs, p.ID)
		}
	}
	for _, r := range []Role{admin, member} {
		if err := w.OrgRoles.Put(r); err != nil {
			return err
		}
	}
	return w.RoleSets.Put(RoleSet{
		ID: w.ID("role_set"), Name: "Default", Key: "role_set:default", Initial: true, RoleIDs: []string{admin.ID, member.ID},
		DefaultRoleID: member.ID, CreatorRoleID: admin.ID, CreatedAt: now, UpdatedAt: now,
	})
}

// MissingForCreators returns which permissions a role lacks that the role of creators has to have.
func (w *World) MissingForCreators(r *Role) []string {
	keys := w.keys(r)
	return slices.DeleteFunc(slices.Clone(creatorPermissions), func(key string) bool { return slices.Contains(keys, key) })
}

// keys returns the permissions of a role by their keys.
func (w *World) keys(r *Role) []string {
	keys := make([]string, 0, len(r.PermissionIDs))
	for _, id := range r.PermissionIDs {
		if p := w.OrgPermissions.Get(id); p != nil {
			keys = append(keys, p.Key)
		}
	}
	return keys
}

// roleOf returns a role of the instance that an organization can give, or nil. Those of its own go before it.
func (w *World) roleOf(o *Organization, key string) *Role {
	if _, own := o.Roles[key]; own {
		return nil
	}
	r := w.OrgRoles.ByKey.Get(key)
	if set := w.RoleSets.Get(o.RoleSetID); r != nil && set != nil && !slices.Contains(set.RoleIDs, r.ID) {
		return nil
	}
	return r
}

// Permissions returns what a role may do in an organization, and whether the organization has the role.
func (w *World) Permissions(o *Organization, role string) ([]string, bool) {
	if permissions, own := o.Roles[role]; own {
		return permissions, true
	}
	if r := w.roleOf(o, role); r != nil {
		return w.keys(r), true
	}
	return nil, false
}

// Roles returns the roles of an organization, sorted: its own, and those of the instance that its role set has.
func (w *World) Roles(o *Organization) []string {
	var keys []string
	for key := range o.Roles {
		keys = append(keys, key)
	}
	for r := range w.OrgRoles.Rows().Each() {
		if w.roleOf(o, r.Key) != nil {
			keys = append(keys, r.Key)
		}
	}
	slices.Sort(keys)
	return keys
}

// RoleName returns what people call a role of an organization, "" if the instance knows no name for it.
func (w *World) RoleName(o *Organization, key string) string {
	if r := w.roleOf(o, key); r != nil {
		return r.Name
	}
	return ""
}

// MayManageMembers reports whether a role of an organization has elevated permissions: the role of admins, or one that manages
// members.
func (w *World) MayManageMembers(o *Organization, role string) bool {
	permissions, _ := w.Permissions(o, role)
	return role == Admin || slices.Contains(permissions, "org:sys_memberships:manage")
}
