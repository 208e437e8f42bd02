package backend

type PhoneNumberCreateParams struct {
	UserID                  string    `json:"user_id"`
	PhoneNumber             string    `json:"phone_number"`
	Verified                Opt[bool] `json:"verified,omitzero"`                   // May be null.
	Primary                 Opt[bool] `json:"primary,omitzero"`                    // May be null.
	ReservedForSecondFactor Opt[bool] `json:"reserved_for_second_factor,omitzero"` // May be null.
}

type PhoneNumberUpdateParams struct {
	Verified                Opt[bool] `json:"verified,omitzero"`                   // May be null.
	Primary                 Opt[bool] `json:"primary,omitzero"`                    // May be null.
	ReservedForSecondFactor Opt[bool] `json:"reserved_for_second_factor,omitzero"` // May be null.
}

type PhoneNumberAttemptVerificationParams struct {
	VerificationID string `json:"verification_id"`
	Code           string `json:"code"`
}
