package backend

// PhoneNumberCreateParams describe the phone number to add.
type PhoneNumberCreateParams struct {
	UserID      string `json:"user_id"`      // whose it is; required
	PhoneNumber string `json:"phone_number"` // in E.164 form, +12025550143; required
	// Verified makes it count as verified at once. May be null.
	Verified Opt[bool] `json:"verified,omitzero"`
	// Primary makes it the primary one. Default: false, but the first number of a user is primary anyhow. May be null.
	Primary Opt[bool] `json:"primary,omitzero"`
	// ReservedForSecondFactor makes it a second factor, and the default one if the user has no other. It must be verified.
	// May be null.
	ReservedForSecondFactor Opt[bool] `json:"reserved_for_second_factor,omitzero"`
}

// PhoneNumberUpdateParams are what to change about a phone number.
type PhoneNumberUpdateParams struct {
	// Verified makes it count as verified. May be null.
	Verified Opt[bool] `json:"verified,omitzero"`
	// Primary makes it the primary one of its user. May be null.
	Primary Opt[bool] `json:"primary,omitzero"`
	// ReservedForSecondFactor makes it a second factor, and the default one if the user has no other. It must be verified.
	// May be null.
	ReservedForSecondFactor Opt[bool] `json:"reserved_for_second_factor,omitzero"`
}

// PhoneNumberAttemptVerificationParams are the code to try.
type PhoneNumberAttemptVerificationParams struct {
	VerificationID string `json:"verification_id"` // ID of what PrepareVerification returned; required
	Code           string `json:"code"`            // as the user typed it; required
}
