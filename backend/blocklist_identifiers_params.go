package backend

// BlocklistIdentifierCreateParams describe the entry for BlocklistIdentifiersService.Create.
type BlocklistIdentifierCreateParams struct {
	Identifier string `json:"identifier"` // an email address, a phone number or the address of a web3 wallet; required
}
