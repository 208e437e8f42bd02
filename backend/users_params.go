package backend

import "time"

// UserCreateParams describe the user to create. Which of them are required is up to the settings of the instance.
type UserCreateParams struct {
	ExternalID Opt[string] `json:"external_id,omitzero"` // id in the application, unique in the instance; null is none
	FirstName  Opt[string] `json:"first_name,omitzero"`  // null is none
	LastName   Opt[string] `json:"last_name,omitzero"`   // null is none
	Locale     Opt[string] `json:"locale,omitzero"`      // language tag such as "en-US"; null is none
	Username   Opt[string] `json:"username,omitzero"`    // unique in the instance; null is none

	// EmailAddress are the email addresses, unique in the instance; the first becomes the primary one.
	EmailAddress []string `json:"email_address,omitzero"`
	// EmailAddressIdentificationStatus says, one for each EmailAddress and in their order, whether it is verified or
	// reserved. Absent or empty, all are verified.
	EmailAddressIdentificationStatus []IdentificationStatus `json:"email_address_identification_status,omitzero"`
	// PhoneNumber are the phone numbers in E.164 form, +12025550143, unique in the instance; the first becomes the primary one.
	PhoneNumber []string `json:"phone_number,omitzero"`
	// PhoneNumberIdentificationStatus says, one for each PhoneNumber and in their order, whether it is verified or
	// reserved. Absent or empty, all are verified.
	PhoneNumberIdentificationStatus []IdentificationStatus `json:"phone_number_identification_status,omitzero"`
	// Web3Wallet are addresses of wallets, unique in the instance; the first becomes the primary one.
	Web3Wallet []string `json:"web3_wallet,omitzero"`

	// Password is the password as the user types it: at least 8 characters, and in no list of leaked ones. May be null.
	Password Opt[string] `json:"password,omitzero"`
	// PasswordDigest is the hash of a password that is not known, made by PasswordHasher. May be null.
	PasswordDigest Opt[string] `json:"password_digest,omitzero"`
	// PasswordHasher is what made PasswordDigest. It goes with that only.
	PasswordHasher Opt[PasswordHasher] `json:"password_hasher,omitzero"`
	// SkipPasswordChecks takes any password, for users who come from elsewhere and will choose a better one. May be null.
	SkipPasswordChecks Opt[bool] `json:"skip_password_checks,omitzero"`
	// SkipPasswordRequirement makes a user without a password in an instance that wants one. It is refused where a password
	// is the only way to sign in. May be null.
	SkipPasswordRequirement Opt[bool] `json:"skip_password_requirement,omitzero"`
	// TOTPSecret is the secret of an authenticator app that the user has already: 6 digits, 30 seconds, SHA-1. May be null.
	TOTPSecret Opt[string] `json:"totp_secret,omitzero"`
	// BackupCodes are codes that the user has already, in plain text or as bcrypt hashes.
	BackupCodes []string `json:"backup_codes,omitzero"`

	// PublicMetadata is what the frontend may read and only the Backend API may write: [JSON] of an object.
	PublicMetadata Opt[any] `json:"public_metadata,omitzero"`
	// PrivateMetadata is what only the Backend API may read and write: [JSON] of an object.
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
	// UnsafeMetadata is what the user may write from the frontend: [JSON] of an object. Never decide anything by it.
	UnsafeMetadata Opt[any] `json:"unsafe_metadata,omitzero"`

	// DeleteSelfEnabled lets users delete themselves. May be null.
	DeleteSelfEnabled Opt[bool] `json:"delete_self_enabled,omitzero"`
	// CreateOrganizationEnabled lets the user create organizations. May be null.
	CreateOrganizationEnabled Opt[bool] `json:"create_organization_enabled,omitzero"`
	// CreateOrganizationsLimit is how many organizations the user may create; 0 is any number. May be null.
	CreateOrganizationsLimit Opt[int] `json:"create_organizations_limit,omitzero"`
	// LegalAcceptedAt is when the user accepted the legal terms. May be null.
	LegalAcceptedAt Opt[time.Time] `json:"legal_accepted_at,omitzero"`
	// SkipLegalChecks makes a user who has not accepted the legal terms: for users who come from elsewhere. May be null.
	SkipLegalChecks Opt[bool] `json:"skip_legal_checks,omitzero"`
	// SkipUserRequirement makes a user without the identifiers that the instance wants. They cannot sign in by what they
	// do not have. At least one identifier is needed even so. May be null.
	SkipUserRequirement Opt[bool] `json:"skip_user_requirement,omitzero"`
	// CreatedAt is when the user signed up, if that was not now. May be null.
	CreatedAt Opt[time.Time] `json:"created_at,omitzero"`
	// BypassClientTrust exempts the user from the check of new devices at sign-in. May be null.
	BypassClientTrust Opt[bool] `json:"bypass_client_trust,omitzero"`
	// Banned makes a user who cannot sign in; it needs a plan with bans, as Ban does. May be null.
	Banned Opt[bool] `json:"banned,omitzero"`
	// Locked makes a user who is locked; the lockout of users must be enabled in the instance. May be null.
	Locked Opt[bool] `json:"locked,omitzero"`
}

// UserUpdateParams are what to change about a user. There is no metadata among them: see [UsersService.Update].
type UserUpdateParams struct {
	ExternalID Opt[string] `json:"external_id,omitzero"` // id in the application, unique in the instance; null removes it
	FirstName  Opt[string] `json:"first_name,omitzero"`  // null removes it
	LastName   Opt[string] `json:"last_name,omitzero"`   // null removes it
	Locale     Opt[string] `json:"locale,omitzero"`      // language tag such as "en-US"; null removes it
	Username   Opt[string] `json:"username,omitzero"`    // unique in the instance; null and "" remove it

	// PrimaryEmailAddressID is the id of an email address of this user, which must be verified. May be null.
	PrimaryEmailAddressID Opt[string] `json:"primary_email_address_id,omitzero"`
	// NotifyPrimaryEmailAddressChanged tells the user by email that the primary address has changed. Default: false. May be
	// null.
	NotifyPrimaryEmailAddressChanged Opt[bool] `json:"notify_primary_email_address_changed,omitzero"`
	// PrimaryPhoneNumberID is the id of a phone number of this user, which must be verified. May be null.
	PrimaryPhoneNumberID Opt[string] `json:"primary_phone_number_id,omitzero"`
	// PrimaryWeb3WalletID is the id of a wallet of this user, which must be verified. May be null.
	PrimaryWeb3WalletID Opt[string] `json:"primary_web3_wallet_id,omitzero"`
	// ProfileImageID is the id of an image that Clerk has; UploadProfileImage takes a file. May be null.
	ProfileImageID Opt[string] `json:"profile_image_id,omitzero"`

	// Password is the password as the user types it: at least 8 characters, and in no list of leaked ones. May be null, but
	// RemovePassword is what removes one.
	Password Opt[string] `json:"password,omitzero"`
	// PasswordDigest is the hash of a password that is not known, made by PasswordHasher.
	PasswordDigest Opt[string] `json:"password_digest,omitzero"`
	// PasswordHasher is what made PasswordDigest. It goes with that only.
	PasswordHasher Opt[PasswordHasher] `json:"password_hasher,omitzero"`
	// SkipPasswordChecks takes any Password. It goes with that only. May be null.
	SkipPasswordChecks Opt[bool] `json:"skip_password_checks,omitzero"`
	// SignOutOfOtherSessions ends all sessions of the user once Password is set. It goes with that only. May be null.
	SignOutOfOtherSessions Opt[bool] `json:"sign_out_of_other_sessions,omitzero"`
	// TOTPSecret is the secret of an authenticator app that the user has already: 6 digits, 30 seconds, SHA-1. May be null.
	TOTPSecret Opt[string] `json:"totp_secret,omitzero"`
	// BackupCodes are codes that the user has already.
	BackupCodes []string `json:"backup_codes,omitzero"`

	// DeleteSelfEnabled lets users delete themselves. May be null.
	DeleteSelfEnabled Opt[bool] `json:"delete_self_enabled,omitzero"`
	// CreateOrganizationEnabled lets the user create organizations. May be null.
	CreateOrganizationEnabled Opt[bool] `json:"create_organization_enabled,omitzero"`
	// CreateOrganizationsLimit is how many organizations the user may create; 0 is any number. May be null.
	CreateOrganizationsLimit Opt[int] `json:"create_organizations_limit,omitzero"`
	// LegalAcceptedAt is when the user accepted the legal terms. May be null.
	LegalAcceptedAt Opt[time.Time] `json:"legal_accepted_at,omitzero"`
	// SkipLegalChecks changes a user who has not accepted the legal terms. May be null.
	SkipLegalChecks Opt[bool] `json:"skip_legal_checks,omitzero"`
	// CreatedAt is when the user signed up. May be null.
	CreatedAt Opt[time.Time] `json:"created_at,omitzero"`
	// BypassClientTrust exempts the user from the check of new devices at sign-in. May be null.
	BypassClientTrust Opt[bool] `json:"bypass_client_trust,omitzero"`
}
