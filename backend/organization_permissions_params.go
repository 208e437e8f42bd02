package backend

// OrganizationPermissionListParams select permissions for OrganizationPermissionsService.List and All.
type OrganizationPermissionListParams struct {
	Query string `query:"query"` // a whole id, or a part of a name or key
	// OrderBy is created_at, name or key, descending with '-' before it.
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset  int    `query:"offset"` // how many to skip
}

// OrganizationPermissionCreateParams describe the permission for OrganizationPermissionsService.Create.
type OrganizationPermissionCreateParams struct {
	Name string `json:"name"` // for people: "Manage invoices"; required
	// Key is org:feature:action, such as org:invoices:manage. Feature and action are lower-case letters, digits and
	// underscores, and org:sys_ is Clerk's. It is required.
	Key         string      `json:"key"`
	Description Opt[string] `json:"description,omitzero"` // for people
}

// OrganizationPermissionUpdateParams are what OrganizationPermissionsService.Update changes.
type OrganizationPermissionUpdateParams struct {
	Name        Opt[string] `json:"name,omitzero"`        // for people
	Key         Opt[string] `json:"key,omitzero"`         // org:feature:action, as in OrganizationPermissionCreateParams
	Description Opt[string] `json:"description,omitzero"` // for people
}
