package backend

// OrganizationRoleListParams select roles for OrganizationRolesService.List and All.
type OrganizationRoleListParams struct {
	Query string `query:"query"` // a whole id, or a part of a name or key
	// OrderBy is created_at, name or key, descending with '-' before it. The default is -created_at.
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset  int    `query:"offset"` // how many to skip
}

// OrganizationRoleCreateParams describe the role for OrganizationRolesService.Create.
type OrganizationRoleCreateParams struct {
	Name string `json:"name"` // for people: "Accountant"; required
	// Key is org: and then lower-case letters, digits and underscores, such as org:accountant. It is unique in the instance, and
	// required.
	Key         string        `json:"key"`
	Description Opt[string]   `json:"description,omitzero"` // for people; may be null
	Permissions Opt[[]string] `json:"permissions,omitzero"` // the ids of permissions, not their keys; may be null
	// IncludeInInitialRoleSet says whether the role goes into the initial [RoleSet] too. May be null.
	IncludeInInitialRoleSet Opt[bool] `json:"include_in_initial_role_set,omitzero"`
}

// OrganizationRoleUpdateParams are what OrganizationRolesService.Update changes.
type OrganizationRoleUpdateParams struct {
	Name        Opt[string] `json:"name,omitzero"`        // for people; may be null
	Key         Opt[string] `json:"key,omitzero"`         // as in OrganizationRoleCreateParams; may be null
	Description Opt[string] `json:"description,omitzero"` // for people; may be null
	// Permissions are the ids of the permissions that the role has from now on, in place of those it had. May be null.
	Permissions Opt[[]string] `json:"permissions,omitzero"`
}
