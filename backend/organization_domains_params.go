package backend

type OrganizationDomainCreateParams struct {
	Name           Opt[string] `json:"name,omitzero"`
	EnrollmentMode Opt[string] `json:"enrollment_mode,omitzero"`
	Verified       Opt[bool]   `json:"verified,omitzero"` // May be null.
}

type OrganizationDomainListParams struct {
	Verified       string `query:"verified"`
	EnrollmentMode string `query:"enrollment_mode"`
	Limit          int    `query:"limit"`
	Offset         int    `query:"offset"`
}

type OrganizationDomainUpdateParams struct {
	EnrollmentMode Opt[string] `json:"enrollment_mode,omitzero"` // May be null.
	Verified       Opt[bool]   `json:"verified,omitzero"`        // May be null.
}

type OrganizationDomainListForInstanceParams struct {
	OrganizationID string           `query:"organization_id"`
	Verified       Opt[bool]        `query:"verified"`
	EnrollmentMode []EnrollmentMode `query:"enrollment_mode,comma"`
	Query          string           `query:"query"`
	Domains        []string         `query:"domains"`
	OrderBy        string           `query:"order_by"`
	Offset         int              `query:"offset"`
	Limit          int              `query:"limit"`
}
