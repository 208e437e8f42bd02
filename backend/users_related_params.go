package backend

// UserListOAuthAccessTokensParams are for [UsersService.ListOAuthAccessTokens].
type UserListOAuthAccessTokensParams struct {
	Limit  int `query:"limit"`  // tokens in a page, 1 to 500; default: 10, and 100 in the iterator
	Offset int `query:"offset"` // how many to skip
}

// UserListOrganizationMembershipsParams are for [UsersService.ListOrganizationMemberships].
type UserListOrganizationMembershipsParams struct {
	Limit  int `query:"limit"`  // memberships in a page, 1 to 500; default: 10, and 100 in the iterator
	Offset int `query:"offset"` // how many to skip
}

// UserListOrganizationInvitationsParams are for [UsersService.ListOrganizationInvitations].
type UserListOrganizationInvitationsParams struct {
	Limit  int              `query:"limit"`  // invitations in a page, 1 to 500; default: 10, and 100 in the iterator
	Offset int              `query:"offset"` // how many to skip
	Status InvitationStatus `query:"status"` // only invitations of this status; default: all
}

// An InvitationStatus says what has become of an invitation, to the application or to an organization.
type InvitationStatus string

// What may become of an invitation.
const (
	InvitationStatusPending  InvitationStatus = "pending"  // it can be accepted
	InvitationStatusAccepted InvitationStatus = "accepted" // it was accepted
	InvitationStatusRevoked  InvitationStatus = "revoked"  // it was taken back
	InvitationStatusExpired  InvitationStatus = "expired"  // nobody accepted it in time
)

// UserAdjustBillingCreditBalanceParams are for [UsersService.AdjustBillingCreditBalance].
type UserAdjustBillingCreditBalanceParams struct {
	Amount   int64        `json:"amount"`            // in cents, above 0 for either action; required
	Action   CreditAction `json:"action"`            // whether Amount is added or taken away; required
	Currency Opt[string]  `json:"currency,omitzero"` // default: "USD"
	// IdempotencyKey makes the adjustment happen once: the same key again changes nothing and brings the first entry of the
	// ledger back. Take one that belongs to the reason for the adjustment, such as the id of a refund. Required.
	IdempotencyKey string      `json:"idempotency_key"`
	Note           Opt[string] `json:"note,omitzero"` // kept with the entry in the ledger
}

// A CreditAction says which way to adjust a credit balance.
type CreditAction string

// The ways to adjust a credit balance.
const (
	CreditActionIncrease CreditAction = "increase" // the payer gets more credit
	CreditActionDecrease CreditAction = "decrease" // the payer gets less
)
