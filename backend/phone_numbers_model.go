package backend

// A PhoneNumber is a phone number of a user.
type PhoneNumber struct {
	ID          string `json:"id"`           // "idn_…"
	Object      string `json:"object"`       // "phone_number"
	PhoneNumber string `json:"phone_number"` // in E.164 form: +12025550143
	// ReservedForSecondFactor says that codes sent to it are a second factor of its user.
	ReservedForSecondFactor Opt[bool] `json:"reserved_for_second_factor"`
	// DefaultSecondFactor says that it is the second factor that is asked for first.
	DefaultSecondFactor Opt[bool]            `json:"default_second_factor"`
	Reserved            bool                 `json:"reserved"`     // whether it is kept for the user though it is not verified
	Verification        *Verification        `json:"verification"` // how it was verified; nil if nothing was tried
	LinkedTo            []IdentificationLink `json:"linked_to"`    // the external accounts that it came with
	// BackupCodes are the codes that Clerk made along with the second factor, if it did. Each passes for a second factor.
	BackupCodes []Secret `json:"backup_codes"`
	CreatedAt   Time     `json:"created_at"` // when it was added
	UpdatedAt   Time     `json:"updated_at"` // last change
}
