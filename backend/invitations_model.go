package backend

type Invitation struct {
	Object         string           `json:"object"`
	ID             string           `json:"id"`
	EmailAddress   string           `json:"email_address"`
	PublicMetadata Metadata         `json:"public_metadata"`
	Revoked        Opt[bool]        `json:"revoked"`
	Status         InvitationStatus `json:"status"`
	URL            string           `json:"url"`
	ExpiresAt      Time             `json:"expires_at"`
	CreatedAt      Time             `json:"created_at"`
	UpdatedAt      Time             `json:"updated_at"`
}
