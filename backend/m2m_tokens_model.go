package backend

// An M2MToken lets one machine call others.
type M2MToken struct {
	Object  string   `json:"object"`  // "machine_to_machine_token"
	ID      string   `json:"id"`      // mt_…
	Subject string   `json:"subject"` // the machine that calls: mch_…
	Claims  Metadata `json:"claims"`  // what the machine had put into it
	Scopes  []string `json:"scopes"`  // the machines that it may call: mch_…
	// Token is the credential itself. Only Create returns it.
	Token            Secret `json:"token"`
	Revoked          bool   `json:"revoked"`           // it was ended before its time
	RevocationReason string `json:"revocation_reason"` // why
	Expired          bool   `json:"expired"`           // its time was over when Clerk answered
	Expiration       Time   `json:"expiration"`        // when it expires; zero: never
	LastUsedAt       Time   `json:"last_used_at"`      // its last verification; zero: never
	CreatedAt        Time   `json:"created_at"`        // when it was made
	UpdatedAt        Time   `json:"updated_at"`        // when it last changed
}
