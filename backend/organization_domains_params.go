package backend

// OrganizationDomainCreateParams describe the domain for OrganizationDomainsService.Create.
type OrganizationDomainCreateParams struct {
	Name           Opt[string]         `json:"name,omitzero"`            // example.com
	EnrollmentMode Opt[EnrollmentMode] `json:"enrollment_mode,omitzero"` // how its users come to join
	// Verified says whether the domain counts as verified without further proof. Only what is set here is sent; where it is
	// absent or null, Clerk takes it for true. Set Some(false) if whoever asks for the domain has still to prove it.
	Verified Opt[bool] `json:"verified,omitzero"`
}

// OrganizationDomainListParams select domains for OrganizationDomainsService.List and All.
type OrganizationDomainListParams struct {
	Verified Opt[bool] `query:"verified"` // those that are verified, or those that are not
	// EnrollmentMode is one of the modes, or one with '-' before it ("-enterprise_sso") to leave its domains out. For more than
	// one, see ListForInstance.
	EnrollmentMode EnrollmentMode `query:"enrollment_mode"`
	Limit          int            `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset         int            `query:"offset"` // how many to skip
}

// OrganizationDomainUpdateParams are what OrganizationDomainsService.Update changes.
type OrganizationDomainUpdateParams struct {
	EnrollmentMode Opt[EnrollmentMode] `json:"enrollment_mode,omitzero"` // how its users come to join; may be null
	Verified       Opt[bool]           `json:"verified,omitzero"`        // whether it counts as verified; may be null
}

// OrganizationDomainListForInstanceParams select domains for OrganizationDomainsService.ListForInstance and AllForInstance.
type OrganizationDomainListForInstanceParams struct {
	OrganizationID string    `query:"organization_id"` // those of one organization
	Verified       Opt[bool] `query:"verified"`        // those that are verified, or those that are not
	// EnrollmentMode selects domains with one of these modes. A mode with '-' before it, for which there is no constant, leaves
	// its domains out: EnrollmentMode("-enterprise_sso"). Both go together, and then both have to hold.
	EnrollmentMode []EnrollmentMode `query:"enrollment_mode,comma"`
	// Query is a whole organization id, which begins with org_, or a part of a name, in upper or lower case. Clerk refuses
	// white space.
	Query   string   `query:"query"`
	Domains []string `query:"domains"` // whole names
	// OrderBy is name or created_at, descending with '-' before it. The default is -created_at.
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset  int    `query:"offset"` // how many to skip
}
