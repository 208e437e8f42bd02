package backend

// A User is a person who signs in to the application.
type User struct {
	ID         string `json:"id"`          // "user_…"
	Object     string `json:"object"`      // "user"
	ExternalID string `json:"external_id"` // the application's own id for this user, or ""

	PrimaryEmailAddressID string `json:"primary_email_address_id"` // id of one of EmailAddresses, or ""
	PrimaryPhoneNumberID  string `json:"primary_phone_number_id"`  // id of one of PhoneNumbers, or ""
	PrimaryWeb3WalletID   string `json:"primary_web3_wallet_id"`   // id of one of Web3Wallets, or ""
	Username              string `json:"username"`                 // "" if there is none
	FirstName             string `json:"first_name"`               // "" if there is none
	LastName              string `json:"last_name"`                // "" if there is none
	Locale                string `json:"locale"`                   // language tag such as "en-US", or ""

	// ProfileImageURL is the address of the picture.
	//
	// Deprecated: use ImageURL.
	ProfileImageURL string `json:"profile_image_url"`
	ImageURL        string `json:"image_url"` // address of the picture, or of a generated one
	HasImage        bool   `json:"has_image"` // whether the picture is not a generated one

	PublicMetadata  Metadata `json:"public_metadata"`  // the frontend may read it, only the Backend API may write it
	PrivateMetadata Metadata `json:"private_metadata"` // only the Backend API may read and write it
	UnsafeMetadata  Metadata `json:"unsafe_metadata"`  // the user may write it: never decide anything by it

	EmailAddresses     []EmailAddress      `json:"email_addresses"`     // all of them, verified or not
	PhoneNumbers       []PhoneNumber       `json:"phone_numbers"`       // all of them, verified or not
	Web3Wallets        []Web3Wallet        `json:"web3_wallets"`        // all of them, verified or not
	Passkeys           []Passkey           `json:"passkeys"`            // with which the user signs in without a password
	ExternalAccounts   []ExternalAccount   `json:"external_accounts"`   // at OAuth providers such as Google
	SAMLAccounts       []SAMLAccount       `json:"saml_accounts"`       // at identity providers by SAML
	EnterpriseAccounts []EnterpriseAccount `json:"enterprise_accounts"` // at identity providers, by SAML or OAuth
	// OrganizationMemberships are in few answers only; UsersService.ListOrganizationMemberships always has them.
	OrganizationMemberships []OrganizationMembership `json:"organization_memberships"`

	PasswordEnabled       bool `json:"password_enabled"`         // whether the user has a password
	PasswordLastUpdatedAt Time `json:"password_last_updated_at"` // zero if it never was
	TwoFactorEnabled      bool `json:"two_factor_enabled"`       // whether the user has any second factor
	TOTPEnabled           bool `json:"totp_enabled"`             // whether an authenticator app is one
	BackupCodeEnabled     bool `json:"backup_code_enabled"`      // whether backup codes are one
	MFAEnabledAt          Time `json:"mfa_enabled_at"`           // last time a second factor was set up, even if it is gone
	MFADisabledAt         Time `json:"mfa_disabled_at"`          // last time all were taken away, even if there are new ones
	// BypassClientTrust says that the user is exempt from the check of new devices.
	BypassClientTrust Opt[bool] `json:"bypass_client_trust"`

	Banned        bool      `json:"banned"`        // may not sign in until unbanned
	Locked        bool      `json:"locked"`        // may not sign in for some time
	Deprovisioned Opt[bool] `json:"deprovisioned"` // may not sign in, because their directory has dropped them
	// LockoutExpiresInSeconds is how long Locked lasts from now, in seconds. It is null for a lock without an end, and for a
	// user who is not locked.
	LockoutExpiresInSeconds Opt[int] `json:"lockout_expires_in_seconds"`
	// VerificationAttemptsRemaining is how many wrong passwords or codes are left until the user is locked. It is null where
	// nobody is locked for that, and may be above 0 for a user who was locked by the Backend API.
	VerificationAttemptsRemaining Opt[int] `json:"verification_attempts_remaining"`

	DeleteSelfEnabled         bool     `json:"delete_self_enabled"`         // may delete themselves
	CreateOrganizationEnabled bool     `json:"create_organization_enabled"` // may create organizations
	CreateOrganizationsLimit  Opt[int] `json:"create_organizations_limit"`  // how many; 0 is any number

	LastSignInAt    Time `json:"last_sign_in_at"`   // zero if there was none
	LastActiveAt    Time `json:"last_active_at"`    // day of the last activity, no more precise than that; zero if there was none
	LegalAcceptedAt Time `json:"legal_accepted_at"` // when they accepted the legal terms; zero if they did not
	UpdatedAt       Time `json:"updated_at"`        // last change
	CreatedAt       Time `json:"created_at"`        // sign-up

	// SCIM says which directory the user comes from. It is only in webhooks, and not in all of them: nil says nothing.
	SCIM *SCIMUser `json:"scim"`
}

// A SCIMUser is the link between a user and the directory that they come from.
type SCIMUser struct {
	DirectoryID      string    `json:"directory_id"`      // the directory
	DirectoryEnabled Opt[bool] `json:"directory_enabled"` // whether it is in use; absent if not
	ExternalID       string    `json:"external_id"`       // id of the user in the directory, or ""
}

// A UserReference is the answer of an operation that names no more than the user it was about.
type UserReference struct {
	UserID string `json:"user_id"` // "user_…"
}

// A PasswordVerification is the answer to a password that is right.
type PasswordVerification struct {
	// Verified is true: UsersService.VerifyPassword returns an error for everything else.
	Verified Opt[bool] `json:"verified"`
}

// A TOTPVerification is the answer to a code that is right.
type TOTPVerification struct {
	// Verified is true: UsersService.VerifyTOTP returns an error for everything else.
	Verified Opt[bool]                `json:"verified"`
	CodeType TOTPVerificationCodeType `json:"code_type"` // what the code was
}

// A TOTPVerificationCodeType says what a code was that UsersService.VerifyTOTP took.
type TOTPVerificationCodeType string

// What a code may be.
const (
	TOTPVerificationCodeTypeTOTP       TOTPVerificationCodeType = "totp"        // a code of an authenticator app
	TOTPVerificationCodeTypeBackupCode TOTPVerificationCodeType = "backup_code" // a backup code, which is used up now
)
