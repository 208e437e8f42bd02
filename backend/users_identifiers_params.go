package backend

// UserReplaceEmailAddressParams are for [UsersService.ReplaceEmailAddress].
type UserReplaceEmailAddressParams struct {
	EmailAddress string `json:"email_address"` // the new address, by RFC 5322; required
	// IdentificationStatus is what the new address counts as. Default: verified.
	//
	// [IdentificationStatusUnverified] may lock the user out: nobody signs in with such an address, and to verify it takes a
	// sign-in. Prefer [IdentificationStatusReserved].
	IdentificationStatus Opt[IdentificationStatus] `json:"identification_status,omitzero"`
	// NotifyPrimaryEmailAddressChanged tells the old primary address about the new one. Default: false. May be null.
	NotifyPrimaryEmailAddressChanged Opt[bool] `json:"notify_primary_email_address_changed,omitzero"`
}

// UserReplacePhoneNumberParams are for [UsersService.ReplacePhoneNumber].
type UserReplacePhoneNumberParams struct {
	PhoneNumber string `json:"phone_number"` // the new number in E.164 form, +12025550143; required
	// IdentificationStatus is what the new number counts as. Default: verified.
	//
	// [IdentificationStatusUnverified] may lock the user out: nobody signs in with such a number, and to verify it takes a
	// sign-in. Prefer [IdentificationStatusReserved].
	IdentificationStatus Opt[IdentificationStatus] `json:"identification_status,omitzero"`
}

// An IdentificationStatus says what a new email address or phone number counts as.
type IdentificationStatus string

// What an email address or phone number may count as.
const (
	// IdentificationStatusVerified is one that is known to belong to the user, who can sign in with it.
	IdentificationStatusVerified IdentificationStatus = "verified"
	// IdentificationStatusReserved is one that is not verified but kept for the user, who can sign in with it.
	IdentificationStatusReserved IdentificationStatus = "reserved"
	// IdentificationStatusUnverified is one that nobody can sign in with, and that somebody else may claim. Create has none.
	IdentificationStatusUnverified IdentificationStatus = "unverified"
)
