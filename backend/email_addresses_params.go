package backend

// EmailAddressCreateParams describe the email address to add.
type EmailAddressCreateParams struct {
	UserID       string `json:"user_id"`       // whose it is; required
	EmailAddress string `json:"email_address"` // the address, by RFC 5322; required
	// Verified makes it count as verified at once. May be null.
	Verified Opt[bool] `json:"verified,omitzero"`
	// Primary makes it the primary one. Default: false, but the first address of a user is primary anyhow. May be null.
	Primary Opt[bool] `json:"primary,omitzero"`
	// NotifyPrimaryEmailAddressChanged tells the old primary address if this becomes the new one. Default: false. May be null.
	NotifyPrimaryEmailAddressChanged Opt[bool] `json:"notify_primary_email_address_changed,omitzero"`
}

// EmailAddressUpdateParams are what to change about an email address.
type EmailAddressUpdateParams struct {
	// Verified makes it count as verified. May be null.
	Verified Opt[bool] `json:"verified,omitzero"`
	// Primary makes it the primary one of its user. May be null.
	Primary Opt[bool] `json:"primary,omitzero"`
	// NotifyPrimaryEmailAddressChanged tells the old primary address if this becomes the new one. Default: false. May be null.
	NotifyPrimaryEmailAddressChanged Opt[bool] `json:"notify_primary_email_address_changed,omitzero"`
}

// EmailAddressAttemptVerificationParams are the code to try.
type EmailAddressAttemptVerificationParams struct {
	VerificationID string `json:"verification_id"` // ID of what PrepareVerification returned; required
	Code           string `json:"code"`            // as the user typed it; required
}
