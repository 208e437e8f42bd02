package backend

type OrganizationRoleListParams struct {
	Query   string `query:"query"`
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`
	Offset  int    `query:"offset"`
}

type OrganizationRoleCreateParams struct {
	Name                    string        `json:"name"`
	Key                     string        `json:"key"`
	Description             Opt[string]   `json:"description,omitzero"`                 // May be null.
	Permissions             Opt[[]string] `json:"permissions,omitzero"`                 // May be null.
	IncludeInInitialRoleSet Opt[bool]     `json:"include_in_initial_role_set,omitzero"` // May be null.
}

type OrganizationRoleUpdateParams struct {
	Name        Opt[string]   `json:"name,omitzero"`        // May be null.
	Key         Opt[string]   `json:"key,omitzero"`         // May be null.
	Description Opt[string]   `json:"description,omitzero"` // May be null.
	Permissions Opt[[]string] `json:"permissions,omitzero"` // May be null.
}
