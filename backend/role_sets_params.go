package backend

// RoleSetListParams select role sets for RoleSetsService.List and All.
type RoleSetListParams struct {
	Query string `query:"query"` // a whole id, or a part of a name or key
	// OrderBy is created_at, name or key, descending with '-' before it. The default is -created_at.
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset  int    `query:"offset"` // how many to skip
}

// RoleSetCreateParams describe the role set for RoleSetsService.Create. Roles are named by their keys, such as org:admin.
type RoleSetCreateParams struct {
	Name string `json:"name"` // required
	// Key is role_set: and then lower-case letters, digits and underscores, unique in the instance. Clerk makes one from the
	// name if it is absent.
	Key            Opt[string] `json:"key,omitzero"`
	Description    Opt[string] `json:"description,omitzero"` // may be null
	DefaultRoleKey string      `json:"default_role_key"`     // the role of new members, one of Roles; required
	CreatorRoleKey string      `json:"creator_role_key"`     // the role of creators, one of Roles; required
	// Type is the initial one for the role set of new organizations, of which an instance has one.
	Type  Opt[RoleSetType] `json:"type,omitzero"`
	Roles []string         `json:"roles"` // the keys of 1 to 10 roles; required
}

// RoleSetUpdateParams are what RoleSetsService.Update changes.
type RoleSetUpdateParams struct {
	Name        Opt[string] `json:"name,omitzero"`        // may be null
	Key         Opt[string] `json:"key,omitzero"`         // as in RoleSetCreateParams; may be null
	Description Opt[string] `json:"description,omitzero"` // may be null
	// Type can only become [RoleSetTypeInitial], and the role set that was initial is then custom. May be null.
	Type           Opt[RoleSetType] `json:"type,omitzero"`
	DefaultRoleKey Opt[string]      `json:"default_role_key,omitzero"` // the role of new members, one of its own; may be null
	CreatorRoleKey Opt[string]      `json:"creator_role_key,omitzero"` // the role of creators, one of its own; may be null
}

// RoleSetReplaceParams say what comes in the place of a role set, for RoleSetsService.Replace.
type RoleSetReplaceParams struct {
	DestRoleSetKey string `json:"dest_role_set_key"` // the key of the other role set; required
	// ReassignmentMappings say which role of the other role set comes in the place of which role of this one, by their keys.
	// They are required for roles that members have and that the other one lacks.
	ReassignmentMappings map[string]string `json:"reassignment_mappings,omitzero"`
}

// RoleSetAddRolesParams are the roles that RoleSetsService.AddRoles adds.
type RoleSetAddRolesParams struct {
	RoleKeys       []string    `json:"role_keys"`                 // the keys of 1 to 10 roles; required
	DefaultRoleKey Opt[string] `json:"default_role_key,omitzero"` // the one of RoleKeys that new members get from now on
	CreatorRoleKey Opt[string] `json:"creator_role_key,omitzero"` // the one of RoleKeys that creators get from now on
}

// RoleSetReplaceRoleParams say which role RoleSetsService.ReplaceRole takes out.
type RoleSetReplaceRoleParams struct {
	RoleKey   string `json:"role_key"`    // the key of the role to take out; required
	ToRoleKey string `json:"to_role_key"` // the key of the role that its members get; required
}
