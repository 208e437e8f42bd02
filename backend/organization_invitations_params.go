package backend

type OrganizationInvitationListForInstanceParams struct {
	OrderBy string           `query:"order_by"`
	Status  InvitationStatus `query:"status"`
	Query   string           `query:"query"`
	Limit   int              `query:"limit"`
	Offset  int              `query:"offset"`
}

type OrganizationInvitationCreateParams struct {
	EmailAddress    string      `json:"email_address"`
	InviterUserID   Opt[string] `json:"inviter_user_id,omitzero"` // May be null.
	Role            string      `json:"role"`
	PublicMetadata  Opt[any]    `json:"public_metadata,omitzero"`  // May be null.
	PrivateMetadata Opt[any]    `json:"private_metadata,omitzero"` // May be null.
	RedirectURL     Opt[string] `json:"redirect_url,omitzero"`     // May be null.
	ExpiresInDays   Opt[int64]  `json:"expires_in_days,omitzero"`  // May be null.
	Notify          Opt[bool]   `json:"notify,omitzero"`           // May be null.
}

type OrganizationInvitationListParams struct {
	Status       InvitationStatus `query:"status"`
	EmailAddress string           `query:"email_address"`
	OrderBy      string           `query:"order_by"`
	Limit        int              `query:"limit"`
	Offset       int              `query:"offset"`
}

type OrganizationInvitationCreateBulkParams struct {
	EmailAddress    string      `json:"email_address"`
	InviterUserID   Opt[string] `json:"inviter_user_id,omitzero"` // May be null.
	Role            string      `json:"role"`
	PublicMetadata  Opt[any]    `json:"public_metadata,omitzero"`  // May be null.
	PrivateMetadata Opt[any]    `json:"private_metadata,omitzero"` // May be null.
	RedirectURL     Opt[string] `json:"redirect_url,omitzero"`     // May be null.
	ExpiresInDays   Opt[int64]  `json:"expires_in_days,omitzero"`  // May be null.
	Notify          Opt[bool]   `json:"notify,omitzero"`           // May be null.
}

type OrganizationInvitationListPendingParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type OrganizationInvitationRevokeParams struct {
	RequestingUserID Opt[string] `json:"requesting_user_id,omitzero"` // May be null.
}
