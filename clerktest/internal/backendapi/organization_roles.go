package backendapi

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// organizationRoles are the roles of the instance. An organization can give those that its role set has.
func (a *API) organizationRoles() []Operation {
	return []Operation{
		read("GET /organization_roles", a.listRoles),
		write("POST /organization_roles", a.createRole),
		read("GET /organization_roles/{organization_role_id}", a.getRole),
		write("PATCH /organization_roles/{organization_role_id}", a.updateRole),
		write("DELETE /organization_roles/{organization_role_id}", a.deleteRole),
		write("POST /organization_roles/{organization_role_id}/permissions/{permission_id}", a.assignPermission),
		write("DELETE /organization_roles/{organization_role_id}/permissions/{permission_id}", a.removePermission),
	}
}

func (a *API) listRoles(_ Call, p namedList) (any, error) {
	return listNamed(a.w.OrgRoles.Rows(), p, func(r *world.Role) (id, name, key string) { return r.ID, r.Name, r.Key }, a.viewRole), nil
}

// role returns the one in the path.
func (a *API) role(c Call) (*world.Role, error) {
	return found(a.w.OrgRoles.Table, "organization role", c.id("organization_role_id"))
}

func (a *API) getRole(c Call, _ none) (any, error) {
	r, err := a.role(c)
	if err != nil {
		return nil, err
	}
	return a.viewRole(r), nil
}

// maxRoles is how many roles an instance has, with the two of its first day (Clerk: custom roles).
const maxRoles = 12

var roleKeyForm = regexp.MustCompile(`^org:[a-z0-9_]+$`)

func checkRoleKey(key string, wrong *problems) {
	if !roleKeyForm.MatchString(key) {
		wrong.add(refusal.About("key", "form_param_format_invalid", "is invalid",
			"must be org: and lower-case letters, digits and underscores."))
	}
}

// permissionIDs checks the ids of permissions that a role is given. Each is there once afterwards.
func (a *API) permissionIDs(ids []string) ([]string, error) {
	var out []string
	for _, id := range ids {
		if _, err := found(a.w.OrgPermissions.Table, "organization permission", id); err != nil {
			return nil, err
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, nil
}

type roleCreate struct {
	Name        string        `body:"name,required"`
	Key         string        `body:"key,required"`
	Description Opt[string]   `body:"description,nullable"`
	Permissions Opt[[]string] `body:"permissions,nullable"`
	Initial     Opt[bool]     `body:"include_in_initial_role_set,nullable"`
}

func (p *roleCreate) check(wrong *problems) {
	if p.Key != "" {
		checkRoleKey(p.Key, wrong)
	}
}

func (a *API) createRole(_ Call, p roleCreate) (any, error) {
	if a.w.OrgRoles.Len() >= maxRoles {
		return nil, refusal.Newf(http.StatusForbidden, "organization_instance_roles_quota_exceeded", "Too many roles",
			"The instance has %d roles, which is the most it can have.", maxRoles)
	}
	ids, err := a.permissionIDs(p.Permissions.Value)
	if err != nil {
		return nil, err
	}
	now := a.w.Now()
	r := world.Role{
		ID: a.w.ID("role"), Name: p.Name, Key: p.Key, Description: p.Description.Value, PermissionIDs: ids, CreatedAt: now, UpdatedAt: now,
	}
	if err := a.w.OrgRoles.Put(r); err != nil {
		return nil, err
	}
	if set := a.w.RoleSets.Initial(); set != nil && p.Initial.Value {
		if _, err := a.addRoles(set, []string{r.Key}, "include_in_initial_role_set"); err != nil {
			return nil, err
		}
	}
	return a.viewRole(&r), nil
}

type roleUpdate struct {
	Name        Opt[string]   `body:"name,nullable"`
	Key         Opt[string]   `body:"key,nullable"`
	Description Opt[string]   `body:"description,nullable"`
	Permissions Opt[[]string] `body:"permissions,nullable"`
}

func (p *roleUpdate) check(wrong *problems) {
	checkName(p.Name, wrong)
	if p.Key.Set && !p.Key.Null {
		checkRoleKey(p.Key.Value, wrong)
	}
}

// updateRole changes a role. Who has it keeps it under its new key.
func (a *API) updateRole(c Call, p roleUpdate) (any, error) {
	before, err := a.role(c)
	if err != nil {
		return nil, err
	}
	next, ids := *before, before.PermissionIDs
	p.Name.Keep(&next.Name)
	p.Key.Keep(&next.Key)
	p.Description.Into(&next.Description)
	if p.Permissions.Set && !p.Permissions.Null {
		if ids, err = a.permissionIDs(p.Permissions.Value); err != nil {
			return nil, err
		}
	}
	if next.Key != before.Key {
		if err := a.w.Reassign("", map[string]string{before.Key: next.Key}); err != nil {
			return nil, err
		}
	}
	if err := a.putRole(next, ids); err != nil {
		return nil, err
	}
	return a.viewRole(a.w.OrgRoles.Get(next.ID)), nil
}

// putRole changes a role, with these permissions. The role of creators has to keep some.
func (a *API) putRole(next world.Role, permissionIDs []string) error {
	next.PermissionIDs, next.UpdatedAt = permissionIDs, a.w.Now()
	if err := a.w.OrgRoles.Put(next); err != nil {
		return err
	}
	for set := range a.w.RoleSets.ByRole.Get(next.ID).Each() {
		if set.CreatorRoleID == next.ID {
			return a.checkCreator(&next)
		}
	}
	return nil
}

// checkCreator refuses a role for creators that may do too little.
func (a *API) checkCreator(r *world.Role) error {
	if missing := a.w.MissingForCreators(r); len(missing) > 0 {
		return refusal.Newf(http.StatusUnprocessableEntity, "organization_missing_creator_role_permissions",
			"Permissions of the creator role are missing", "%s is the role of creators, and has to have %s.", r.Key, strings.Join(missing, ", "))
	}
	return nil
}

func (a *API) deleteRole(c Call, _ none) (any, error) {
	r, err := a.role(c)
	if err != nil {
		return nil, err
	}
	refuse := func(code, why string) error {
		return refusal.Newf(http.StatusUnprocessableEntity, code, "The role is in use", "%s cannot be deleted: %s", r.Key, why)
	}
	sets := slices.Collect(a.w.RoleSets.ByRole.Get(r.ID).All())
	for _, set := range sets {
		switch r.ID {
		case set.CreatorRoleID:
			return nil, refuse("organization_role_default_creator_role", "it is the role of creators in the role set "+set.Key+".")
		case set.DefaultRoleID:
			return nil, refuse("organization_role_domain_default_role", "it is the default role in the role set "+set.Key+".")
		}
		if len(set.RoleIDs) == 1 {
			return nil, refuse("organization_role_domain_default_role", "it is the only role in the role set "+set.Key+".")
		}
	}
	for m := range a.w.MembersWith(r.Key, "") {
		return nil, refuse("organization_role_assigned_members", fmt.Sprintf("members have it, such as %s.", m.UserID))
	}
	for i := range a.w.InvitationsWith(r.Key, "") {
		return nil, refuse("organization_role_exists_in_invitations", fmt.Sprintf("pending invitations give it, such as %s; revoke them.", i.ID))
	}
	for m := range a.w.GroupMappings.ByRole.Get(r.ID).Each() {
		return nil, refuse("organization_role_assigned_members", "groups of the directory "+m.DirectoryID+" have it; map them to another one.")
	}
	for _, set := range sets {
		next := *set
		next.RoleIDs = slices.DeleteFunc(slices.Clone(set.RoleIDs), func(id string) bool { return id == r.ID })
		if err := a.putRoleSet(&next); err != nil {
			return nil, err
		}
	}
	a.w.OrgRoles.Delete(r.ID)
	return deleted("role", r.ID), nil
}

func (a *API) assignPermission(c Call, _ none) (any, error) {
	return a.changePermissions(c, func(r *world.Role, p *world.Permission) ([]string, error) {
		if slices.Contains(r.PermissionIDs, p.ID) {
			return nil, refusal.Newf(http.StatusConflict, "organization_role_permission_association_exists", "Assigned already",
				"%s has %s already.", r.Key, p.Key)
		}
		return append(slices.Clone(r.PermissionIDs), p.ID), nil
	})
}

func (a *API) removePermission(c Call, _ none) (any, error) {
	return a.changePermissions(c, func(r *world.Role, p *world.Permission) ([]string, error) {
		if !slices.Contains(r.PermissionIDs, p.ID) {
			return nil, refusal.NotFound("permission of this role", p.ID)
		}
		return slices.DeleteFunc(slices.Clone(r.PermissionIDs), func(id string) bool { return id == p.ID }), nil
	})
}

func (a *API) changePermissions(c Call, change func(*world.Role, *world.Permission) ([]string, error)) (any, error) {
	r, err := a.role(c)
	if err != nil {
		return nil, err
	}
	p, err := a.permission(c)
	if err != nil {
		return nil, err
	}
	ids, err := change(r, p)
	if err != nil {
		return nil, err
	}
	if err := a.putRole(*r, ids); err != nil {
		return nil, err
	}
	return a.viewRole(a.w.OrgRoles.Get(r.ID)), nil
}

// A roleView is a role in an answer.
type roleView struct {
	Object            string           `json:"object"`
	ID                string           `json:"id"`
	Name              string           `json:"name"`
	Key               string           `json:"key"`
	Description       *string          `json:"description"`
	IsCreatorEligible bool             `json:"is_creator_eligible"`
	Permissions       []permissionView `json:"permissions"`
	CreatedAt         int64            `json:"created_at"`
	UpdatedAt         int64            `json:"updated_at"`
}

func (a *API) viewRole(r *world.Role) roleView {
	return roleView{
		Object: "role", ID: r.ID, Name: r.Name, Key: r.Key, Description: orNull(r.Description),
		IsCreatorEligible: len(a.w.MissingForCreators(r)) == 0, CreatedAt: r.CreatedAt.UnixMilli(), UpdatedAt: r.UpdatedAt.UnixMilli(),
		Permissions: each(r.PermissionIDs, func(id string) permissionView { return a.viewPermission(a.w.OrgPermissions.Get(id)) }),
	}
}

// roleEvent is what webhooks show of a role.
func (a *API) roleEvent(r *world.Role, gone bool) any {
	if gone {
		return deleted("role", r.ID)
	}
	return a.viewRole(r)
}
