package backend

type M2MToken struct {
	Object           string   `json:"object"`
	ID               string   `json:"id"`
	Subject          string   `json:"subject"`
	Claims           Metadata `json:"claims"`
	Scopes           []string `json:"scopes"`
	Token            Secret   `json:"token"`
	Revoked          bool     `json:"revoked"`
	RevocationReason string   `json:"revocation_reason"`
	Expired          bool     `json:"expired"`
	Expiration       Time     `json:"expiration"`
	LastUsedAt       Time     `json:"last_used_at"`
	CreatedAt        Time     `json:"created_at"`
	UpdatedAt        Time     `json:"updated_at"`
}
