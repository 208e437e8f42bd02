package backend

// An Invitation asks the owner of an email address to sign up to the application.
type Invitation struct {
	Object         string           `json:"object"`          // "invitation"
	ID             string           `json:"id"`              // inv_…
	EmailAddress   string           `json:"email_address"`   // who is invited
	PublicMetadata Metadata         `json:"public_metadata"` // becomes the public metadata of the user
	Status         InvitationStatus `json:"status"`          // what has become of it
	Revoked        Opt[bool]        `json:"revoked"`         // whether it was revoked, as Status tells too
	// URL is the link by which the invitation is accepted, and string(URL) the address; "" if there is none. Who has it can
	// accept.
	URL       Secret `json:"url"`
	ExpiresAt Time   `json:"expires_at"` // zero if it does not expire
	CreatedAt Time   `json:"created_at"` // when it was made
	UpdatedAt Time   `json:"updated_at"` // when it last changed
}
