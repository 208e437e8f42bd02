package backend

// AllowlistIdentifierListParams page through the lists of AllowlistIdentifiersService.List and All.
type AllowlistIdentifierListParams struct {
	Limit  int `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset int `query:"offset"` // how many to skip
}

// AllowlistIdentifierCreateParams describe the entry for AllowlistIdentifiersService.Create.
type AllowlistIdentifierCreateParams struct {
	Identifier string `json:"identifier"` // an email address, a phone number or the address of a web3 wallet; required
	// Notify says whether the owner is sent an invitation, which wallets cannot be. The default is false.
	Notify Opt[bool] `json:"notify,omitzero"`
}
