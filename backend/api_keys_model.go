package backend

type APIKey struct {
	Object           string   `json:"object"`
	ID               string   `json:"id"`
	Type             string   `json:"type"`
	Subject          string   `json:"subject"`
	Name             string   `json:"name"`
	Description      string   `json:"description"`
	Claims           Metadata `json:"claims"`
	Scopes           []string `json:"scopes"`
	Secret           Secret   `json:"secret"`
	Revoked          bool     `json:"revoked"`
	RevocationReason string   `json:"revocation_reason"`
	Expired          bool     `json:"expired"`
	Expiration       Time     `json:"expiration"`
	CreatedBy        string   `json:"created_by"`
	LastUsedAt       Time     `json:"last_used_at"`
	CreatedAt        Time     `json:"created_at"`
	UpdatedAt        Time     `json:"updated_at"`
}

type APIKeySecret struct {
	Secret Secret `json:"secret"`
}
