package backend

import "time"

type OrganizationMembershipCreateParams struct {
	UserID          string   `json:"user_id"`
	Role            string   `json:"role"`
	PublicMetadata  Opt[any] `json:"public_metadata,omitzero"`  // May be null.
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"` // May be null.
}

type OrganizationMembershipListParams struct {
	OrderBy            string    `query:"order_by"`
	UserID             []string  `query:"user_id"`
	EmailAddress       []string  `query:"email_address"`
	PhoneNumber        []string  `query:"phone_number"`
	Username           []string  `query:"username"`
	Web3Wallet         []string  `query:"web3_wallet"`
	Role               []string  `query:"role"`
	Query              string    `query:"query"`
	EmailAddressQuery  string    `query:"email_address_query"`
	PhoneNumberQuery   string    `query:"phone_number_query"`
	UsernameQuery      string    `query:"username_query"`
	NameQuery          string    `query:"name_query"`
	LastActiveAtBefore time.Time `query:"last_active_at_before"`
	LastActiveAtAfter  time.Time `query:"last_active_at_after"`
	CreatedAtBefore    time.Time `query:"created_at_before"`
	CreatedAtAfter     time.Time `query:"created_at_after"`
	Limit              int       `query:"limit"`
	Offset             int       `query:"offset"`
}

type OrganizationMembershipUpdateParams struct {
	Role string `json:"role"`
}

type OrganizationMembershipMergeMetadataParams struct {
	PublicMetadata  Opt[any] `json:"public_metadata,omitzero"`
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
}

type OrganizationMembershipListForInstanceParams struct {
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`
	Offset  int    `query:"offset"`
}
