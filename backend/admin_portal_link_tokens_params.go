package backend

type AdminPortalLinkTokenCreateParams struct {
	OrganizationID         Opt[string] `json:"organization_id,omitzero"`
	ITContactID            Opt[string] `json:"it_contact_id,omitzero"`
	Scopes                 []string    `json:"scopes,omitzero"`
	SecondsUntilExpiration Opt[int64]  `json:"seconds_until_expiration,omitzero"`
}

type AdminPortalLinkTokenRevokeParams struct {
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"` // May be null.
}
