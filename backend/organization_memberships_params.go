package backend

import "time"

// OrganizationMembershipCreateParams describe the membership for OrganizationMembershipsService.Create.
type OrganizationMembershipCreateParams struct {
	UserID string `json:"user_id"` // required
	Role   string `json:"role"`    // the key of a role, such as org:member; required
	// PublicMetadata is a JSON object that the front end can read. May be null, which is none.
	PublicMetadata Opt[any] `json:"public_metadata,omitzero"`
	// PrivateMetadata is a JSON object that only the back end can read. May be null, which is none.
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
}

// OrganizationMembershipListParams select members for OrganizationMembershipsService.List and All. Each list takes at most 100
// values, and ignores those that nobody has.
type OrganizationMembershipListParams struct {
	// OrderBy is created_at, first_name, last_name, username, email_address or phone_number, descending with '-' before it.
	OrderBy string `query:"order_by"`
	// UserID selects these users, or with '-' before the id all others.
	UserID       []string `query:"user_id"`
	EmailAddress []string `query:"email_address"` // whole addresses
	PhoneNumber  []string `query:"phone_number"`  // whole numbers, such as +15555550100
	Username     []string `query:"username"`      // whole names
	Web3Wallet   []string `query:"web3_wallet"`   // whole addresses of wallets
	Role         []string `query:"role"`          // the keys of roles
	// Query is a part of an email address, phone number, username, wallet address, user id, first or last name.
	Query              string    `query:"query"`
	EmailAddressQuery  string    `query:"email_address_query"`   // a part of an email address, in upper or lower case
	PhoneNumberQuery   string    `query:"phone_number_query"`    // a part of a phone number
	UsernameQuery      string    `query:"username_query"`        // a part of a username, in upper or lower case
	NameQuery          string    `query:"name_query"`            // a part of a name, in upper or lower case
	LastActiveAtBefore time.Time `query:"last_active_at_before"` // users last active before this millisecond
	LastActiveAtAfter  time.Time `query:"last_active_at_after"`  // users last active after this millisecond
	CreatedAtBefore    time.Time `query:"created_at_before"`     // users created before this millisecond
	CreatedAtAfter     time.Time `query:"created_at_after"`      // users created after this millisecond
	Limit              int       `query:"limit"`                 // the size of a page, 1 to 500; 10 by default
	Offset             int       `query:"offset"`                // how many to skip
}

// OrganizationMembershipUpdateParams are what OrganizationMembershipsService.Update changes.
type OrganizationMembershipUpdateParams struct {
	Role string `json:"role"` // the key of the new role, such as org:admin; required
}

// OrganizationMembershipMergeMetadataParams are what OrganizationMembershipsService.MergeMetadata merges.
type OrganizationMembershipMergeMetadataParams struct {
	PublicMetadata  Opt[any] `json:"public_metadata,omitzero"`  // a JSON object that the front end can read
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"` // a JSON object that only the back end can read
}

// OrganizationMembershipListForInstanceParams page through the lists of OrganizationMembershipsService.ListForInstance and
// AllForInstance.
type OrganizationMembershipListForInstanceParams struct {
	// OrderBy is created_at, first_name, last_name, username, email_address or phone_number, descending with '-' before it.
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset  int    `query:"offset"` // how many to skip
}
