package backend

// An APIKey lets the programs of its subject call the application.
type APIKey struct {
	Object      string   `json:"object"`      // "api_key"
	ID          string   `json:"id"`          // ak_…
	Type        string   `json:"type"`        // "api_key" unless the application uses types of its own
	Subject     string   `json:"subject"`     // whom it acts for: user_…, org_… or mch_…
	Name        string   `json:"name"`        // which key it is, for people
	Description string   `json:"description"` // more for people
	Claims      Metadata `json:"claims"`      // what the application keeps with it
	Scopes      []string `json:"scopes"`      // what it is good for, in the application's words
	// Secret is the credential itself. Only Create returns it here; later ask APIKeysService.GetSecret.
	Secret           Secret `json:"secret"`
	Revoked          bool   `json:"revoked"`           // it was ended before its time
	RevocationReason string `json:"revocation_reason"` // why
	Expired          bool   `json:"expired"`           // its time was over when Clerk answered
	Expiration       Time   `json:"expiration"`        // when it expires; zero: never
	CreatedBy        string `json:"created_by"`        // the user who made it, if that was told
	LastUsedAt       Time   `json:"last_used_at"`      // its last verification; zero: never
	CreatedAt        Time   `json:"created_at"`        // when it was made
	UpdatedAt        Time   `json:"updated_at"`        // when it last changed
}

// An APIKeySecret is the answer of APIKeysService.GetSecret.
type APIKeySecret struct {
	Secret Secret `json:"secret"` // what callers present: ak_…
}
