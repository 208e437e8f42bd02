package backendapi

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// roleSets say which roles organizations can give.
func (a *API) roleSets() []Operation {
	return []Operation{
		read("GET /role_sets", a.listRoleSets),
		write("POST /role_sets", a.createRoleSet),
		read("GET /role_sets/{role_set_key_or_id}", a.getRoleSet),
		write("PATCH /role_sets/{role_set_key_or_id}", a.updateRoleSet),
		write("POST /role_sets/{role_set_key_or_id}/replace", a.replaceRoleSet),
		write("POST /role_sets/{role_set_key_or_id}/roles", a.addRolesToSet),
		write("POST /role_sets/{role_set_key_or_id}/roles/replace", a.replaceRole),
	}
}

func (a *API) listRoleSets(_ Call, p namedList) (any, error) {
	return listNamed(a.w.RoleSets.Rows(), p, func(r *world.RoleSet) (id, name, key string) { return r.ID, r.Name, r.Key }, a.viewRoleSet), nil
}

// roleSet returns a copy of the one in the path, which has its key or its id.
func (a *API) roleSet(c Call) (*world.RoleSet, error) {
	if r := a.w.RoleSets.Find(c.id("role_set_key_or_id")); r != nil {
		next := *r
		return &next, nil
	}
	return nil, refusal.NotFound("role set", c.id("role_set_key_or_id"))
}

func (a *API) getRoleSet(c Call, _ none) (any, error) {
	r, err := a.roleSet(c)
	if err != nil {
		return nil, err
	}
	return a.viewRoleSet(r), nil
}

func (a *API) putRoleSet(next *world.RoleSet) error {
	next.UpdatedAt = a.w.Now()
	return a.w.RoleSets.Put(*next)
}

// roleNamed returns the role with the key that a param has.
func (a *API) roleNamed(param, key string) (*world.Role, error) {
	if r := a.w.OrgRoles.ByKey.Get(key); r != nil {
		return r, nil
	}
	return nil, &refusal.Error{Status: http.StatusNotFound, Details: []refusal.Detail{
		refusal.About(param, "resource_not_found", "Not found", "is %.80q, and there is no organization role with that key.", key),
	}}
}

// roleIn is roleNamed for a role that has to be in a role set.
func (a *API) roleIn(set *world.RoleSet, param, key string) (*world.Role, error) {
	r, err := a.roleNamed(param, key)
	if err == nil && !slices.Contains(set.RoleIDs, r.ID) {
		return nil, refusal.Unprocessable(refusal.Invalid(param, "is %.80q, and the role set %s does not have it.", key, set.Key))
	}
	return r, err
}

// setRoles sets the default role and that of creators, where they are given.
func (a *API) setRoles(set *world.RoleSet, byDefault, ofCreators Opt[string]) error {
	if byDefault.Set && !byDefault.Null {
		r, err := a.roleIn(set, "default_role_key", byDefault.Value)
		if err != nil {
			return err
		}
		set.DefaultRoleID = r.ID
	}
	if ofCreators.Set && !ofCreators.Null {
		r, err := a.roleIn(set, "creator_role_key", ofCreators.Value)
		if err != nil {
			return err
		}
		set.CreatorRoleID = r.ID
		return a.checkCreator(r)
	}
	return nil
}

// maxSetRoles is how many roles a role set has (Clerk: CreateRoleSet).
const maxSetRoles = 10

func checkRoleKeys(param string, keys []string, wrong *problems) {
	if len(keys) < 1 || len(keys) > maxSetRoles {
		wrong.invalid(param, "must have 1 to %d keys of roles.", maxSetRoles)
	}
}

var (
	roleSetKeyForm  = regexp.MustCompile(`^role_set:[a-z0-9_]+$`)
	notInRoleSetKey = regexp.MustCompile(`[^a-z0-9]+`)
)

func checkRoleSetKey(key Opt[string], wrong *problems) {
	if key.Set && !key.Null && !roleSetKeyForm.MatchString(key.Value) {
		wrong.add(refusal.About("key", "form_param_format_invalid", "is invalid",
			"must be role_set: and lower-case letters, digits and underscores."))
	}
}

type roleSetCreate struct {
	Name        string      `body:"name,required"`
	Key         Opt[string] `body:"key"`
	Description Opt[string] `body:"description,nullable"`
	DefaultRole string      `body:"default_role_key,required"`
	CreatorRole string      `body:"creator_role_key,required"`
	Type        string      `body:"type" oneof:"initial custom"`
	Roles       []string    `body:"roles,required"`
}

func (p *roleSetCreate) check(wrong *problems) {
	checkRoleSetKey(p.Key, wrong)
	if p.Roles != nil {
		checkRoleKeys("roles", p.Roles, wrong)
	}
}

func (a *API) createRoleSet(_ Call, p roleSetCreate) (any, error) {
	now := a.w.Now()
	set := world.RoleSet{
		ID: a.w.ID("role_set"), Name: p.Name, Key: p.Key.Value, Description: p.Description.Value, CreatedAt: now, UpdatedAt: now,
	}
	if set.Key == "" {
		set.Key = "role_set:" + strings.Trim(notInRoleSetKey.ReplaceAllString(strings.ToLower(p.Name), "_"), "_")
		if set.Key == "role_set:" || a.w.RoleSets.ByKey.Get(set.Key) != nil {
			set.Key += "_" + strings.ToLower(a.w.Text("role_set_key")[:10])
		}
	}
	for _, key := range p.Roles {
		r, err := a.roleNamed("roles", key)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(set.RoleIDs, r.ID) {
			set.RoleIDs = append(set.RoleIDs, r.ID)
		}
	}
	if err := a.setRoles(&set, Opt[string]{Set: true, Value: p.DefaultRole}, Opt[string]{Set: true, Value: p.CreatorRole}); err != nil {
		return nil, err
	}
	if err := a.w.RoleSets.Put(set); err != nil {
		return nil, err
	}
	if p.Type == "initial" {
		if err := a.w.SetInitial(set.ID); err != nil {
			return nil, err
		}
	}
	return a.viewRoleSet(a.w.RoleSets.Get(set.ID)), nil
}

type roleSetUpdate struct {
	Name        Opt[string] `body:"name,nullable"`
	Key         Opt[string] `body:"key,nullable"`
	Description Opt[string] `body:"description,nullable"`
	Type        Opt[string] `body:"type,nullable" oneof:"initial"`
	DefaultRole Opt[string] `body:"default_role_key,nullable"`
	CreatorRole Opt[string] `body:"creator_role_key,nullable"`
}

func (p *roleSetUpdate) check(wrong *problems) {
	checkName(p.Name, wrong)
	checkRoleSetKey(p.Key, wrong)
}

func (a *API) updateRoleSet(c Call, p roleSetUpdate) (any, error) {
	set, err := a.roleSet(c)
	if err != nil {
		return nil, err
	}
	p.Name.Keep(&set.Name)
	p.Key.Keep(&set.Key)
	p.Description.Into(&set.Description)
	if err := a.setRoles(set, p.DefaultRole, p.CreatorRole); err != nil {
		return nil, err
	}
	if err := a.putRoleSet(set); err != nil {
		return nil, err
	}
	if p.Type.Value == "initial" {
		if err := a.w.SetInitial(set.ID); err != nil {
			return nil, err
		}
	}
	return a.viewRoleSet(a.w.RoleSets.Get(set.ID)), nil
}

type rolesAdd struct {
	Keys        []string    `body:"role_keys,required"`
	DefaultRole Opt[string] `body:"default_role_key"`
	CreatorRole Opt[string] `body:"creator_role_key"`
}

func (p *rolesAdd) check(wrong *problems) {
	if p.Keys != nil {
		checkRoleKeys("role_keys", p.Keys, wrong)
	}
}

func (a *API) addRolesToSet(c Call, p rolesAdd) (any, error) {
	before, err := a.roleSet(c)
	if err != nil {
		return nil, err
	}
	set, err := a.addRoles(before, p.Keys, "role_keys")
	if err != nil {
		return nil, err
	}
	if err := a.setRoles(set, p.DefaultRole, p.CreatorRole); err != nil {
		return nil, err
	}
	return a.viewRoleSet(set), a.putRoleSet(set)
}

// addRoles adds roles to a role set, and returns it as it is then. Those that it has already make no difference.
func (a *API) addRoles(before *world.RoleSet, keys []string, param string) (*world.RoleSet, error) {
	set := *before
	set.RoleIDs = slices.Clone(before.RoleIDs)
	for _, key := range keys {
		r, err := a.roleNamed(param, key)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(set.RoleIDs, r.ID) {
			set.RoleIDs = append(set.RoleIDs, r.ID)
		}
	}
	if len(set.RoleIDs) > maxSetRoles {
		return nil, refusal.Unprocessable(refusal.Invalid(param, "would give the role set %s over %d roles.", set.Key, maxSetRoles))
	}
	return &set, a.putRoleSet(&set)
}
