package backend

// OrganizationInvitationCreateParams describe the invitation for OrganizationInvitationsService.Create.
type OrganizationInvitationCreateParams struct {
	EmailAddress string `json:"email_address"` // who is invited; required
	Role         string `json:"role"`          // the key of the role that the member will have, such as org:member; required
	// InviterUserID is the user who invites, and who has to be an admin of the organization. May be null, which is nobody.
	InviterUserID Opt[string] `json:"inviter_user_id,omitzero"`
	// PublicMetadata is a JSON object that becomes the public metadata of the membership. May be null, which is none.
	PublicMetadata Opt[any] `json:"public_metadata,omitzero"`
	// PrivateMetadata is a JSON object that becomes the private metadata of the membership. May be null, which is none.
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
	// RedirectURL is where the link in the email leads to in the end, for an application with a flow of its own. May be null.
	RedirectURL Opt[string] `json:"redirect_url,omitzero"`
	// ExpiresInDays is how long the invitation can be accepted: 1 to 365 days. Absent or null is 30 days.
	ExpiresInDays Opt[int] `json:"expires_in_days,omitzero"`
	// Notify says whether the email is sent. Absent or null is true.
	Notify Opt[bool] `json:"notify,omitzero"`
}

// OrganizationInvitationCreateBulkParams describe one of the invitations for OrganizationInvitationsService.CreateBulk. One
// can be converted from and to [OrganizationInvitationCreateParams].
type OrganizationInvitationCreateBulkParams OrganizationInvitationCreateParams

// OrganizationInvitationListParams select invitations for OrganizationInvitationsService.List and All.
type OrganizationInvitationListParams struct {
	Status       InvitationStatus `query:"status"`        // all of them by default
	EmailAddress string           `query:"email_address"` // who is invited: a whole address
	// OrderBy is created_at or email_address, descending with '-' before it. The default is -created_at.
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset  int    `query:"offset"` // how many to skip
}

// OrganizationInvitationRevokeParams say who revokes, for OrganizationInvitationsService.Revoke.
type OrganizationInvitationRevokeParams struct {
	// RequestingUserID is the user who revokes, and who has to be an admin of the organization. May be null, which is nobody.
	RequestingUserID Opt[string] `json:"requesting_user_id,omitzero"`
}

// OrganizationInvitationListForInstanceParams select invitations for OrganizationInvitationsService.ListForInstance and
// AllForInstance.
type OrganizationInvitationListForInstanceParams struct {
	Status InvitationStatus `query:"status"` // all of them by default
	Query  string           `query:"query"`  // the email address of who is invited
	// OrderBy is created_at or email_address, descending with '-' before it. The default is -created_at.
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset  int    `query:"offset"` // how many to skip
}

// OrganizationInvitationListPendingParams page through the lists of OrganizationInvitationsService.ListPending and AllPending.
//
// Deprecated: Use [OrganizationInvitationListParams] with the status [InvitationStatusPending].
type OrganizationInvitationListPendingParams struct {
	Limit  int `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset int `query:"offset"` // how many to skip
}
