package backend

type RoleSetListParams struct {
	Query   string `query:"query"`
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`
	Offset  int    `query:"offset"`
}

type RoleSetCreateParams struct {
	Name           string           `json:"name"`
	Key            Opt[string]      `json:"key,omitzero"`
	Description    Opt[string]      `json:"description,omitzero"` // May be null.
	DefaultRoleKey string           `json:"default_role_key"`
	CreatorRoleKey string           `json:"creator_role_key"`
	Type           Opt[RoleSetType] `json:"type,omitzero"`
	Roles          []string         `json:"roles"`
}

type RoleSetUpdateParams struct {
	Name           Opt[string] `json:"name,omitzero"`             // May be null.
	Key            Opt[string] `json:"key,omitzero"`              // May be null.
	Description    Opt[string] `json:"description,omitzero"`      // May be null.
	Type           Opt[string] `json:"type,omitzero"`             // May be null.
	DefaultRoleKey Opt[string] `json:"default_role_key,omitzero"` // May be null.
	CreatorRoleKey Opt[string] `json:"creator_role_key,omitzero"` // May be null.
}

type RoleSetReplaceParams struct {
	DestRoleSetKey       string            `json:"dest_role_set_key"`
	ReassignmentMappings map[string]string `json:"reassignment_mappings,omitzero"`
}

type RoleSetAddRolesParams struct {
	RoleKeys       []string    `json:"role_keys"`
	DefaultRoleKey Opt[string] `json:"default_role_key,omitzero"`
	CreatorRoleKey Opt[string] `json:"creator_role_key,omitzero"`
}

type RoleSetReplaceRoleParams struct {
	RoleKey   string `json:"role_key"`
	ToRoleKey string `json:"to_role_key"`
}
