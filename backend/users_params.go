package backend

import "time"

type UserReplaceEmailAddressParams struct {
	EmailAddress                     string                    `json:"email_address"`
	IdentificationStatus             Opt[IdentificationStatus] `json:"identification_status,omitzero"`
	NotifyPrimaryEmailAddressChanged Opt[bool]                 `json:"notify_primary_email_address_changed,omitzero"` // May be null.
}

type IdentificationStatus string

const (
	IdentificationStatusVerified   IdentificationStatus = "verified"
	IdentificationStatusReserved   IdentificationStatus = "reserved"
	IdentificationStatusUnverified IdentificationStatus = "unverified"
)

type UserReplacePhoneNumberParams struct {
	PhoneNumber          string                    `json:"phone_number"`
	IdentificationStatus Opt[IdentificationStatus] `json:"identification_status,omitzero"`
}

type UserListParams struct {
	EmailAddress       []string  `query:"email_address"`
	PhoneNumber        []string  `query:"phone_number"`
	ExternalID         []string  `query:"external_id"`
	Username           []string  `query:"username"`
	Web3Wallet         []string  `query:"web3_wallet"`
	UserID             []string  `query:"user_id"`
	OrganizationID     []string  `query:"organization_id"`
	Query              string    `query:"query"`
	EmailAddressQuery  string    `query:"email_address_query"`
	PhoneNumberQuery   string    `query:"phone_number_query"`
	UsernameQuery      string    `query:"username_query"`
	NameQuery          string    `query:"name_query"`
	Banned             Opt[bool] `query:"banned"`
	LastActiveAtBefore time.Time `query:"last_active_at_before"`
	LastActiveAtAfter  time.Time `query:"last_active_at_after"`
	LastActiveAtSince  time.Time `query:"last_active_at_since"`
	CreatedAtBefore    time.Time `query:"created_at_before"`
	CreatedAtAfter     time.Time `query:"created_at_after"`
	LastSignInAtBefore time.Time `query:"last_sign_in_at_before"`
	LastSignInAtAfter  time.Time `query:"last_sign_in_at_after"`
	Provider           string    `query:"provider"`
	ProviderUserID     []string  `query:"provider_user_id"`
	Limit              int       `query:"limit"`
	Offset             int       `query:"offset"`
	StartingAfter      string    `query:"starting_after"`
	OrderBy            string    `query:"order_by"`
}

type UserCreateParams struct {
	ExternalID                       Opt[string]            `json:"external_id,omitzero"` // May be null.
	FirstName                        Opt[string]            `json:"first_name,omitzero"`  // May be null.
	LastName                         Opt[string]            `json:"last_name,omitzero"`   // May be null.
	Locale                           Opt[string]            `json:"locale,omitzero"`      // May be null.
	EmailAddress                     []string               `json:"email_address,omitzero"`
	EmailAddressIdentificationStatus []IdentificationStatus `json:"email_address_identification_status,omitzero"`
	PhoneNumber                      []string               `json:"phone_number,omitzero"`
	PhoneNumberIdentificationStatus  []IdentificationStatus `json:"phone_number_identification_status,omitzero"`
	Web3Wallet                       []string               `json:"web3_wallet,omitzero"`
	Username                         Opt[string]            `json:"username,omitzero"`        // May be null.
	Password                         Opt[string]            `json:"password,omitzero"`        // May be null.
	PasswordDigest                   Opt[string]            `json:"password_digest,omitzero"` // May be null.
	PasswordHasher                   Opt[string]            `json:"password_hasher,omitzero"`
	SkipPasswordChecks               Opt[bool]              `json:"skip_password_checks,omitzero"`      // May be null.
	SkipPasswordRequirement          Opt[bool]              `json:"skip_password_requirement,omitzero"` // May be null.
	TOTPSecret                       Opt[string]            `json:"totp_secret,omitzero"`               // May be null.
	BackupCodes                      []string               `json:"backup_codes,omitzero"`
	PublicMetadata                   Opt[any]               `json:"public_metadata,omitzero"`
	PrivateMetadata                  Opt[any]               `json:"private_metadata,omitzero"`
	UnsafeMetadata                   Opt[any]               `json:"unsafe_metadata,omitzero"`
	DeleteSelfEnabled                Opt[bool]              `json:"delete_self_enabled,omitzero"`         // May be null.
	LegalAcceptedAt                  Opt[time.Time]         `json:"legal_accepted_at,omitzero"`           // May be null.
	SkipLegalChecks                  Opt[bool]              `json:"skip_legal_checks,omitzero"`           // May be null.
	SkipUserRequirement              Opt[bool]              `json:"skip_user_requirement,omitzero"`       // May be null.
	CreateOrganizationEnabled        Opt[bool]              `json:"create_organization_enabled,omitzero"` // May be null.
	CreateOrganizationsLimit         Opt[int64]             `json:"create_organizations_limit,omitzero"`  // May be null.
	CreatedAt                        Opt[time.Time]         `json:"created_at,omitzero"`                  // May be null.
	BypassClientTrust                Opt[bool]              `json:"bypass_client_trust,omitzero"`         // May be null.
	Banned                           Opt[bool]              `json:"banned,omitzero"`                      // May be null.
	Locked                           Opt[bool]              `json:"locked,omitzero"`                      // May be null.
}

type UserCountParams struct {
	EmailAddress       []string  `query:"email_address"`
	PhoneNumber        []string  `query:"phone_number"`
	ExternalID         []string  `query:"external_id"`
	Username           []string  `query:"username"`
	Web3Wallet         []string  `query:"web3_wallet"`
	UserID             []string  `query:"user_id"`
	OrganizationID     []string  `query:"organization_id"`
	Query              string    `query:"query"`
	EmailAddressQuery  string    `query:"email_address_query"`
	PhoneNumberQuery   string    `query:"phone_number_query"`
	UsernameQuery      string    `query:"username_query"`
	NameQuery          string    `query:"name_query"`
	Banned             Opt[bool] `query:"banned"`
	LastActiveAtBefore time.Time `query:"last_active_at_before"`
	LastActiveAtAfter  time.Time `query:"last_active_at_after"`
	LastActiveAtSince  time.Time `query:"last_active_at_since"`
	CreatedAtBefore    time.Time `query:"created_at_before"`
	CreatedAtAfter     time.Time `query:"created_at_after"`
	LastSignInAtBefore time.Time `query:"last_sign_in_at_before"`
	LastSignInAtAfter  time.Time `query:"last_sign_in_at_after"`
	Provider           string    `query:"provider"`
	ProviderUserID     []string  `query:"provider_user_id"`
}

type UserUpdateParams struct {
	ExternalID                       Opt[string]    `json:"external_id,omitzero"`                          // May be null.
	FirstName                        Opt[string]    `json:"first_name,omitzero"`                           // May be null.
	LastName                         Opt[string]    `json:"last_name,omitzero"`                            // May be null.
	Locale                           Opt[string]    `json:"locale,omitzero"`                               // May be null.
	PrimaryEmailAddressID            Opt[string]    `json:"primary_email_address_id,omitzero"`             // May be null.
	NotifyPrimaryEmailAddressChanged Opt[bool]      `json:"notify_primary_email_address_changed,omitzero"` // May be null.
	PrimaryPhoneNumberID             Opt[string]    `json:"primary_phone_number_id,omitzero"`              // May be null.
	PrimaryWeb3WalletID              Opt[string]    `json:"primary_web3_wallet_id,omitzero"`               // May be null.
	Username                         Opt[string]    `json:"username,omitzero"`                             // May be null.
	ProfileImageID                   Opt[string]    `json:"profile_image_id,omitzero"`                     // May be null.
	Password                         Opt[string]    `json:"password,omitzero"`                             // May be null.
	PasswordDigest                   Opt[string]    `json:"password_digest,omitzero"`
	PasswordHasher                   Opt[string]    `json:"password_hasher,omitzero"`
	SkipPasswordChecks               Opt[bool]      `json:"skip_password_checks,omitzero"`       // May be null.
	SignOutOfOtherSessions           Opt[bool]      `json:"sign_out_of_other_sessions,omitzero"` // May be null.
	TOTPSecret                       Opt[string]    `json:"totp_secret,omitzero"`                // May be null.
	BackupCodes                      []string       `json:"backup_codes,omitzero"`
	DeleteSelfEnabled                Opt[bool]      `json:"delete_self_enabled,omitzero"`         // May be null.
	CreateOrganizationEnabled        Opt[bool]      `json:"create_organization_enabled,omitzero"` // May be null.
	LegalAcceptedAt                  Opt[time.Time] `json:"legal_accepted_at,omitzero"`           // May be null.
	SkipLegalChecks                  Opt[bool]      `json:"skip_legal_checks,omitzero"`           // May be null.
	CreateOrganizationsLimit         Opt[int64]     `json:"create_organizations_limit,omitzero"`  // May be null.
	CreatedAt                        Opt[string]    `json:"created_at,omitzero"`                  // May be null.
	BypassClientTrust                Opt[bool]      `json:"bypass_client_trust,omitzero"`         // May be null.
}

type UserBanBulkParams struct {
	UserIDs []string `json:"user_ids"`
}

type UserUnbanBulkParams struct {
	UserIDs []string `json:"user_ids"`
}

type UserMergeMetadataParams struct {
	PublicMetadata  Opt[any] `json:"public_metadata,omitzero"`
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
	UnsafeMetadata  Opt[any] `json:"unsafe_metadata,omitzero"`
}

type UserReplaceMetadataParams struct {
	PublicMetadata  Opt[any] `json:"public_metadata,omitzero"`
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
	UnsafeMetadata  Opt[any] `json:"unsafe_metadata,omitzero"`
}

type UserAdjustBillingCreditBalanceParams struct {
	Amount         int64        `json:"amount"`
	Action         CreditAction `json:"action"`
	Currency       Opt[string]  `json:"currency,omitzero"`
	IdempotencyKey string       `json:"idempotency_key"`
	Note           Opt[string]  `json:"note,omitzero"`
}

type CreditAction string

const (
	CreditActionIncrease CreditAction = "increase"
	CreditActionDecrease CreditAction = "decrease"
)

type UserListOAuthAccessTokensParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type UserListOrganizationMembershipsParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type UserListOrganizationInvitationsParams struct {
	Limit  int              `query:"limit"`
	Offset int              `query:"offset"`
	Status InvitationStatus `query:"status"`
}

type InvitationStatus string

const (
	InvitationStatusPending  InvitationStatus = "pending"
	InvitationStatusAccepted InvitationStatus = "accepted"
	InvitationStatusRevoked  InvitationStatus = "revoked"
	InvitationStatusExpired  InvitationStatus = "expired"
)

type UserRemovePasswordParams struct {
	SignOutOfOtherSessions Opt[bool] `json:"sign_out_of_other_sessions,omitzero"`
}

type UserVerifyPasswordParams struct {
	Password string `json:"password"`
}

type UserVerifyTOTPParams struct {
	Code string `json:"code"`
}

type UserSetPasswordCompromisedParams struct {
	RevokeAllSessions Opt[bool] `json:"revoke_all_sessions,omitzero"` // May be null.
}
