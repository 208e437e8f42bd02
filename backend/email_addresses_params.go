package backend

type EmailAddressCreateParams struct {
	UserID                           string    `json:"user_id"`
	EmailAddress                     string    `json:"email_address"`
	Verified                         Opt[bool] `json:"verified,omitzero"`                             // May be null.
	Primary                          Opt[bool] `json:"primary,omitzero"`                              // May be null.
	NotifyPrimaryEmailAddressChanged Opt[bool] `json:"notify_primary_email_address_changed,omitzero"` // May be null.
}

type EmailAddressUpdateParams struct {
	Verified                         Opt[bool] `json:"verified,omitzero"`                             // May be null.
	Primary                          Opt[bool] `json:"primary,omitzero"`                              // May be null.
	NotifyPrimaryEmailAddressChanged Opt[bool] `json:"notify_primary_email_address_changed,omitzero"` // May be null.
}

type EmailAddressAttemptVerificationParams struct {
	VerificationID string `json:"verification_id"`
	Code           string `json:"code"`
}
