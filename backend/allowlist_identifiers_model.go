package backend

// An AllowlistIdentifier is an entry of the allowlist.
type AllowlistIdentifier struct {
	Object         string         `json:"object"`          // "allowlist_identifier"
	ID             string         `json:"id"`              // that of the entry
	InvitationID   string         `json:"invitation_id"`   // the invitation that went with it; "" if there was none
	Identifier     string         `json:"identifier"`      // ada@example.com
	IdentifierType IdentifierType `json:"identifier_type"` // what Identifier is
	InstanceID     string         `json:"instance_id"`     // the instance whose list it is on
	CreatedAt      Time           `json:"created_at"`      // when it was put on the list
	UpdatedAt      Time           `json:"updated_at"`      // when it last changed
}

// An IdentifierType says what an identifier on the allowlist or blocklist is.
type IdentifierType string

// The types of identifiers.
const (
	IdentifierTypeEmailAddress IdentifierType = "email_address"
	IdentifierTypePhoneNumber  IdentifierType = "phone_number"
	IdentifierTypeWeb3Wallet   IdentifierType = "web3_wallet"
)
