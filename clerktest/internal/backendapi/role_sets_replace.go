package backendapi

import (
	"maps"
	"slices"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

type roleReplace struct {
	From string `body:"role_key,required"`
	To   string `body:"to_role_key,required"`
}

// replaceRole takes a role out of a role set. Who has it gets the other one, which is in the set afterwards.
func (a *API) replaceRole(c Call, p roleReplace) (any, error) {
	set, err := a.roleSet(c)
	if err != nil {
		return nil, err
	}
	from, err := a.roleIn(set, "role_key", p.From)
	if err != nil {
		return nil, err
	}
	to, err := a.roleNamed("to_role_key", p.To)
	if err != nil {
		return nil, err
	}
	if from.ID == to.ID {
		return nil, refusal.Unprocessable(refusal.Invalid("to_role_key", "must be another role than role_key."))
	}
	if set, err = a.addRoles(set, []string{to.Key}, "to_role_key"); err != nil {
		return nil, err
	}
	set.RoleIDs = slices.DeleteFunc(slices.Clone(set.RoleIDs), func(id string) bool { return id == from.ID })
	if set.DefaultRoleID == from.ID {
		set.DefaultRoleID = to.ID
	}
	if set.CreatorRoleID == from.ID {
		if err := a.checkCreator(to); err != nil {
			return nil, err
		}
		set.CreatorRoleID = to.ID
	}
	if err := a.w.Reassign(set.ID, map[string]string{from.Key: to.Key}); err != nil {
		return nil, err
	}
	return a.viewRoleSet(set), a.putRoleSet(set)
}

type roleSetReplace struct {
	To       string              `body:"dest_role_set_key,required"`
	Mappings Opt[world.Metadata] `body:"reassignment_mappings"`
}

// replaceRoleSet deletes a role set. Its organizations get the other one, and their members the roles that the mappings say.
func (a *API) replaceRoleSet(c Call, p roleSetReplace) (any, error) {
	from, err := a.roleSet(c)
	if err != nil {
		return nil, err
	}
	to := a.w.RoleSets.ByKey.Get(p.To)
	switch {
	case to == nil:
		return nil, refusal.Unprocessable(refusal.NoResource("dest_role_set_key", "role set", p.To))
	case to.ID == from.ID:
		return nil, refusal.Unprocessable(refusal.Invalid("dest_role_set_key", "must be another role set than the one to replace."))
	}
	roles := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(p.Mappings.Value)) {
		dest, _ := p.Mappings.Value[key].(string)
		roles[key] = dest
		if _, err := a.roleIn(from, "reassignment_mappings", key); err != nil {
			return nil, err
		}
		if _, err := a.roleIn(to, "reassignment_mappings", dest); err != nil {
			return nil, err
		}
	}
	if err := a.w.Reassign(from.ID, roles); err != nil {
		return nil, err
	}
	for o := range a.w.Organizations.ByRoleSet.Get(from.ID).All() {
		next := *o
		if err := a.giveRoleSet(&next, to, "reassignment_mappings"); err != nil {
			return nil, err
		}
		next.UpdatedAt = a.w.Now()
		if err := a.w.Organizations.Put(next); err != nil {
			return nil, err
		}
	}
	if from.Initial {
		if err := a.w.SetInitial(to.ID); err != nil {
			return nil, err
		}
	}
	a.w.RoleSets.Delete(from.ID)
	return deleted("role_set", from.ID), nil
}
