package backend

// AdminPortalLinkTokenCreateParams are the params of AdminPortalLinkTokensService.Create.
type AdminPortalLinkTokenCreateParams struct {
	// OrganizationID is the organization that the visitor sets up: org_…. Default: none that exists already.
	OrganizationID Opt[string] `json:"organization_id,omitzero"`
	// ITContactID is the application's own id of the person who gets the link. Clerk only keeps it.
	ITContactID Opt[string] `json:"it_contact_id,omitzero"`
	// Scopes are what the visitor may do. Default: none in particular.
	Scopes []string `json:"scopes,omitzero"`
	// SecondsUntilExpiration is the lifetime, 1 to 86,400 (a day). Default: 3600 (one hour).
	SecondsUntilExpiration Opt[int] `json:"seconds_until_expiration,omitzero"`
}

// AdminPortalLinkTokenRevokeParams are the params of AdminPortalLinkTokensService.Revoke. They may be nil.
type AdminPortalLinkTokenRevokeParams struct {
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"` // why, for the record; null is no reason
}
