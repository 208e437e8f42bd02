package backendapi

import (
	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// setRoleSet gives an organization the role set with a key, if one is sent.
func (a *API) setRoleSet(o *world.Organization, key Opt[string]) error {
	if !key.Set || key.Null {
		return nil
	}
	set := a.w.RoleSets.ByKey.Get(key.Value)
	if set == nil {
		return refusal.Unprocessable(refusal.NoResource("role_set_key", "role set", key.Value))
	}
	return a.giveRoleSet(o, set, "role_set_key")
}

// giveRoleSet gives an organization a role set that has the roles of its members, and of those who are invited.
func (a *API) giveRoleSet(o *world.Organization, set *world.RoleSet, param string) error {
	before := o.RoleSetID
	o.RoleSetID = set.ID
	lost := func(role string) error {
		if _, ok := a.w.Permissions(o, role); ok {
			return nil
		}
		o.RoleSetID = before
		return refusal.Unprocessable(refusal.Invalid(param, "leaves members of the organization %s, or people invited there, with the role %s, "+
			"which the role set %s does not have; give them another one first.", o.ID, role, set.Key))
	}
	for m := range a.w.Memberships.ByOrg.Get(o.ID).Each() {
		if err := lost(m.Role); err != nil {
			return err
		}
	}
	for i := range a.w.OrgInvitations.ByOrg.Get(o.ID).Each() {
		if i.Status.At(a.w.Now(), i.ExpiresAt) != world.Pending {
			continue
		}
		if err := lost(i.Role); err != nil {
			return err
		}
	}
	return nil
}

// creatorRole returns the role that whoever creates an organization gets.
func (a *API) creatorRole(o *world.Organization) string {
	if set := a.w.RoleSets.Get(o.RoleSetID); set != nil {
		return a.w.OrgRoles.Get(set.CreatorRoleID).Key
	}
	return world.Admin
}

func (a *API) roleSetKey(o *world.Organization) *string {
	if set := a.w.RoleSets.Get(o.RoleSetID); set != nil {
		return &set.Key
	}
	return nil
}

// A roleSetView is a role set in an answer. Changes are done at once, so there is never a migration.
type roleSetView struct {
	Object           string        `json:"object"`
	ID               string        `json:"id"`
	Name             string        `json:"name"`
	Key              string        `json:"key"`
	Description      *string       `json:"description"`
	Roles            []roleSetItem `json:"roles"`
	DefaultRole      *roleSetItem  `json:"default_role"`
	CreatorRole      *roleSetItem  `json:"creator_role"`
	Type             string        `json:"type"`
	RoleSetMigration *struct{}     `json:"role_set_migration"`
	CreatedAt        int64         `json:"created_at"`
	UpdatedAt        int64         `json:"updated_at"`
}

// A roleSetItem is a role in a role set.
type roleSetItem struct {
	Object       string  `json:"object"`
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	Key          string  `json:"key"`
	Description  *string `json:"description"`
	MembersCount int     `json:"members_count"`
	HasMembers   bool    `json:"has_members"`
	CreatedAt    int64   `json:"created_at"`
	UpdatedAt    int64   `json:"updated_at"`
}

func (a *API) viewRoleSet(set *world.RoleSet) roleSetView {
	v := roleSetView{
		Object: "role_set", ID: set.ID, Name: set.Name, Key: set.Key, Description: orNull(set.Description), Type: "custom",
		CreatedAt: set.CreatedAt.UnixMilli(), UpdatedAt: set.UpdatedAt.UnixMilli(), Roles: []roleSetItem{},
	}
	if set.Initial {
		v.Type = "initial"
	}
	members := a.countRoles(set)
	for _, id := range set.RoleIDs {
		r := a.w.OrgRoles.Get(id)
		item := roleSetItem{
			Object: "role_set_item", ID: r.ID, Name: r.Name, Key: r.Key, Description: orNull(r.Description),
			MembersCount: members[r.Key], HasMembers: members[r.Key] > 0, CreatedAt: r.CreatedAt.UnixMilli(), UpdatedAt: r.UpdatedAt.UnixMilli(),
		}
		v.Roles = append(v.Roles, item)
		if id == set.DefaultRoleID {
			v.DefaultRole = &item
		}
		if id == set.CreatorRoleID {
			v.CreatorRole = &item
		}
	}
	return v
}

// countRoles returns how many members have each role in the organizations of a role set.
func (a *API) countRoles(set *world.RoleSet) map[string]int {
	members := map[string]int{}
	for o := range a.w.Organizations.ByRoleSet.Get(set.ID).Each() {
		for m := range a.w.Memberships.ByOrg.Get(o.ID).Each() {
			if _, own := o.Roles[m.Role]; !own {
				members[m.Role]++
			}
		}
	}
	return members
}
