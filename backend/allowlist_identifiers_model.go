package backend

type AllowlistIdentifier struct {
	Object         string         `json:"object"`
	ID             string         `json:"id"`
	InvitationID   string         `json:"invitation_id"`
	Identifier     string         `json:"identifier"`
	IdentifierType IdentifierType `json:"identifier_type"`
	InstanceID     string         `json:"instance_id"`
	CreatedAt      Time           `json:"created_at"`
	UpdatedAt      Time           `json:"updated_at"`
}

type IdentifierType string

const (
	IdentifierTypeEmailAddress IdentifierType = "email_address"
	IdentifierTypePhoneNumber  IdentifierType = "phone_number"
	IdentifierTypeWeb3Wallet   IdentifierType = "web3_wallet"
)
