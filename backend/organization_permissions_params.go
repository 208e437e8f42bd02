package backend

type OrganizationPermissionListParams struct {
	Query   string `query:"query"`
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`
	Offset  int    `query:"offset"`
}

type OrganizationPermissionCreateParams struct {
	Name        string      `json:"name"`
	Key         string      `json:"key"`
	Description Opt[string] `json:"description,omitzero"`
}

type OrganizationPermissionUpdateParams struct {
	Name        Opt[string] `json:"name,omitzero"`
	Key         Opt[string] `json:"key,omitzero"`
	Description Opt[string] `json:"description,omitzero"`
}
