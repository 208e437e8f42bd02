package backend

// An EmailAddress is an email address of a user.
type EmailAddress struct {
	ID           string               `json:"id"`            // "idn_…"
	Object       string               `json:"object"`        // "email_address"
	EmailAddress string               `json:"email_address"` // the address
	Reserved     bool                 `json:"reserved"`      // whether it is kept for the user though it is not verified
	Verification *Verification        `json:"verification"`  // how it was verified; nil if nothing was tried
	LinkedTo     []IdentificationLink `json:"linked_to"`     // the external accounts that it came with
	// MatchesSSOConnection says whether its domain has an active enterprise connection.
	MatchesSSOConnection Opt[bool] `json:"matches_sso_connection"`
	CreatedAt            Time      `json:"created_at"` // when it was added
	UpdatedAt            Time      `json:"updated_at"` // last change
}

// An IdentificationLink names an external account that an email address or phone number came with.
type IdentificationLink struct {
	Type string `json:"type"` // "oauth_google"
	ID   string `json:"id"`   // the account
}
