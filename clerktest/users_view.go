package clerktest

import "time"

// each returns what view makes of the items, never nil.
func each[T, V any](items []T, view func(T) V) []V {
	views := make([]V, len(items))
	for i, item := range items {
		views[i] = view(item)
	}
	return views
}

// orNull returns nil for "", which is null in answers.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// millis returns Unix milliseconds, or nil for the zero time.
func millis(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

// orEmpty returns metadata as an object.
func orEmpty(object map[string]any) map[string]any {
	if object == nil {
		return map[string]any{}
	}
	return object
}

// none is a list of what this instance has none of.
type none []struct{}

// A userView is a user in an answer. It has every field of Clerk's but the list of memberships, which is optional there.
type userView struct {
	ID                            string               `json:"id"`
	Object                        string               `json:"object"`
	ExternalID                    *string              `json:"external_id"`
	PrimaryEmailAddressID         *string              `json:"primary_email_address_id"`
	PrimaryPhoneNumberID          *string              `json:"primary_phone_number_id"`
	PrimaryWeb3WalletID           *string              `json:"primary_web3_wallet_id"`
	Username                      *string              `json:"username"`
	FirstName                     *string              `json:"first_name"`
	LastName                      *string              `json:"last_name"`
	Locale                        *string              `json:"locale"`
	ProfileImageURL               string               `json:"profile_image_url"`
	ImageURL                      string               `json:"image_url"`
	HasImage                      bool                 `json:"has_image"`
	PublicMetadata                map[string]any       `json:"public_metadata"`
	PrivateMetadata               map[string]any       `json:"private_metadata"`
	UnsafeMetadata                map[string]any       `json:"unsafe_metadata"`
	EmailAddresses                []identificationView `json:"email_addresses"`
	PhoneNumbers                  []identificationView `json:"phone_numbers"`
	Web3Wallets                   []identificationView `json:"web3_wallets"`
	Passkeys                      none                 `json:"passkeys"`
	PasswordEnabled               bool                 `json:"password_enabled"`
	TwoFactorEnabled              bool                 `json:"two_factor_enabled"`
	TOTPEnabled                   bool                 `json:"totp_enabled"`
	BackupCodeEnabled             bool                 `json:"backup_code_enabled"`
	MFAEnabledAt                  *int64               `json:"mfa_enabled_at"`
	MFADisabledAt                 *int64               `json:"mfa_disabled_at"`
	PasswordLastUpdatedAt         *int64               `json:"password_last_updated_at"`
	ExternalAccounts              none                 `json:"external_accounts"`
	SAMLAccounts                  none                 `json:"saml_accounts"`
	EnterpriseAccounts            none                 `json:"enterprise_accounts"`
	LastSignInAt                  *int64               `json:"last_sign_in_at"`
	Banned                        bool                 `json:"banned"`
	Locked                        bool                 `json:"locked"`
	Deprovisioned                 bool                 `json:"deprovisioned"`
	LockoutExpiresInSeconds       *int64               `json:"lockout_expires_in_seconds"`
	VerificationAttemptsRemaining *int64               `json:"verification_attempts_remaining"`
	UpdatedAt                     int64                `json:"updated_at"`
	CreatedAt                     int64                `json:"created_at"`
	DeleteSelfEnabled             bool                 `json:"delete_self_enabled"`
	CreateOrganizationEnabled     bool                 `json:"create_organization_enabled"`
	CreateOrganizationsLimit      *int64               `json:"create_organizations_limit"`
	LastActiveAt                  *int64               `json:"last_active_at"`
	LegalAcceptedAt               *int64               `json:"legal_accepted_at"`
	BypassClientTrust             bool                 `json:"bypass_client_trust"`
	SCIM                          *struct{}            `json:"scim"`
}

func viewUser(p *person) userView {
	u := p.base
	return userView{
		ID: u.ID, Object: "user", ExternalID: orNull(u.ExternalID),
		PrimaryEmailAddressID: orNull(primary(p.emails).id), PrimaryPhoneNumberID: orNull(primary(p.phones).id),
		PrimaryWeb3WalletID: orNull(primary(p.wallets).id),
		Username:            orNull(u.Username), FirstName: orNull(u.FirstName), LastName: orNull(u.LastName), Locale: orNull(p.locale),
		ProfileImageURL: imageURL(u.ID), ImageURL: imageURL(u.ID),
		PublicMetadata: orEmpty(u.PublicMetadata), PrivateMetadata: orEmpty(u.PrivateMetadata), UnsafeMetadata: orEmpty(u.UnsafeMetadata),
		EmailAddresses: each(p.emails, viewEmail), PhoneNumbers: each(p.phones, viewPhone), Web3Wallets: each(p.wallets, viewWallet),
		Passkeys: none{}, ExternalAccounts: none{}, SAMLAccounts: none{}, EnterpriseAccounts: none{},
		PasswordEnabled: p.password, TwoFactorEnabled: p.totp, TOTPEnabled: p.totp, BackupCodeEnabled: p.backupCodes,
		MFAEnabledAt: millis(p.mfaAt), PasswordLastUpdatedAt: millis(p.passwordAt),
		LastSignInAt: millis(u.LastSignInAt), LastActiveAt: millis(u.LastActiveAt), LegalAcceptedAt: millis(p.legalAt),
		Banned: u.Banned, Locked: u.Locked, UpdatedAt: u.UpdatedAt.UnixMilli(), CreatedAt: u.CreatedAt.UnixMilli(),
		DeleteSelfEnabled: p.deleteSelf, CreateOrganizationEnabled: p.createOrgs, CreateOrganizationsLimit: p.orgLimit,
		BypassClientTrust: p.bypassTrust,
	}
}

// imageURL returns the address of a picture. Nothing is there: the domain is kept free for examples (RFC 2606).
func imageURL(id string) string { return "https://images.example.com/" + id + ".png" }

// An identificationView is an email address, a phone number or a wallet in an answer.
type identificationView struct {
	ID                      string            `json:"id"`
	Object                  string            `json:"object"`
	EmailAddress            string            `json:"email_address,omitempty"`
	PhoneNumber             string            `json:"phone_number,omitempty"`
	Web3Wallet              string            `json:"web3_wallet,omitempty"`
	Reserved                *bool             `json:"reserved,omitempty"`
	ReservedForSecondFactor *bool             `json:"reserved_for_second_factor,omitempty"`
	DefaultSecondFactor     *bool             `json:"default_second_factor,omitempty"`
	MatchesSSOConnection    *bool             `json:"matches_sso_connection,omitempty"`
	Verification            *verificationView `json:"verification"`
	LinkedTo                *none             `json:"linked_to,omitempty"`
	CreatedAt               int64             `json:"created_at"`
	UpdatedAt               int64             `json:"updated_at"`
}

// A verificationView says that the Backend API vouched for an identification.
type verificationView struct {
	Object           string  `json:"object"`
	Status           string  `json:"status"`
	Strategy         string  `json:"strategy"`
	Attempts         *int64  `json:"attempts"`
	ExpireAt         *int64  `json:"expire_at"`
	VerifiedAtClient *string `json:"verified_at_client"`
}

func viewIdentification(i identification, object string) identificationView {
	v := identificationView{ID: i.id, Object: object, CreatedAt: i.created.UnixMilli(), UpdatedAt: i.created.UnixMilli()}
	if !i.reserved {
		v.Verification = &verificationView{Object: "verification_admin", Status: "verified", Strategy: "admin"}
	}
	return v
}

func viewEmail(i identification) identificationView {
	v := viewIdentification(i, "email_address")
	v.EmailAddress, v.Reserved, v.MatchesSSOConnection, v.LinkedTo = i.value, &i.reserved, new(bool), &none{}
	return v
}

func viewPhone(i identification) identificationView {
	v := viewIdentification(i, "phone_number")
	v.PhoneNumber, v.Reserved, v.LinkedTo = i.value, &i.reserved, &none{}
	v.ReservedForSecondFactor, v.DefaultSecondFactor = new(bool), new(bool)
	return v
}

func viewWallet(i identification) identificationView {
	v := viewIdentification(i, "web3_wallet")
	v.Web3Wallet = i.value
	return v
}
