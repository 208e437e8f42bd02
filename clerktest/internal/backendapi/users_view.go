package backendapi

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A userView is a user in an answer. It has every field of Clerk's but the list of memberships, which is optional there.
type userView struct {
	ID                            string                `json:"id"`
	Object                        string                `json:"object"`
	ExternalID                    *string               `json:"external_id"`
	PrimaryEmailAddressID         *string               `json:"primary_email_address_id"`
	PrimaryPhoneNumberID          *string               `json:"primary_phone_number_id"`
	PrimaryWeb3WalletID           *string               `json:"primary_web3_wallet_id"`
	Username                      *string               `json:"username"`
	FirstName                     *string               `json:"first_name"`
	LastName                      *string               `json:"last_name"`
	Locale                        *string               `json:"locale"`
	ProfileImageURL               string                `json:"profile_image_url"`
	ImageURL                      string                `json:"image_url"`
	HasImage                      bool                  `json:"has_image"`
	PublicMetadata                world.Metadata        `json:"public_metadata"`
	PrivateMetadata               world.Metadata        `json:"private_metadata"`
	UnsafeMetadata                world.Metadata        `json:"unsafe_metadata"`
	EmailAddresses                []emailView           `json:"email_addresses"`
	PhoneNumbers                  []phoneView           `json:"phone_numbers"`
	Web3Wallets                   []walletView          `json:"web3_wallets"`
	Passkeys                      []passkeyView         `json:"passkeys"`
	PasswordEnabled               bool                  `json:"password_enabled"`
	TwoFactorEnabled              bool                  `json:"two_factor_enabled"`
	TOTPEnabled                   bool                  `json:"totp_enabled"`
	BackupCodeEnabled             bool                  `json:"backup_code_enabled"`
	MFAEnabledAt                  *int64                `json:"mfa_enabled_at"`
	MFADisabledAt                 *int64                `json:"mfa_disabled_at"`
	PasswordLastUpdatedAt         *int64                `json:"password_last_updated_at"`
	ExternalAccounts              []externalAccountView `json:"external_accounts"`
	SAMLAccounts                  []struct{}            `json:"saml_accounts"`
	EnterpriseAccounts            []struct{}            `json:"enterprise_accounts"`
	LastSignInAt                  *int64                `json:"last_sign_in_at"`
	Banned                        bool                  `json:"banned"`
	Locked                        bool                  `json:"locked"`
	Deprovisioned                 bool                  `json:"deprovisioned"`
	LockoutExpiresInSeconds       *int64                `json:"lockout_expires_in_seconds"`
	VerificationAttemptsRemaining *int64                `json:"verification_attempts_remaining"`
	UpdatedAt                     int64                 `json:"updated_at"`
	CreatedAt                     int64                 `json:"created_at"`
	DeleteSelfEnabled             bool                  `json:"delete_self_enabled"`
	CreateOrganizationEnabled     bool                  `json:"create_organization_enabled"`
	CreateOrganizationsLimit      *int64                `json:"create_organizations_limit"`
	LastActiveAt                  *int64                `json:"last_active_at"`
	LegalAcceptedAt               *int64                `json:"legal_accepted_at"`
	BypassClientTrust             bool                  `json:"bypass_client_trust"`
	SCIM                          *struct{}             `json:"scim"`
}

func (a *API) viewUser(u *world.User) userView {
	w := a.w
	return userView{
		ID: u.ID, Object: "user", ExternalID: orNull(u.ExternalID),
		PrimaryEmailAddressID: orNull(u.PrimaryEmailID), PrimaryPhoneNumberID: orNull(u.PrimaryPhoneID),
		PrimaryWeb3WalletID: orNull(u.PrimaryWalletID),
		Username:            orNull(u.Username), FirstName: orNull(u.FirstName), LastName: orNull(u.LastName), Locale: orNull(u.Locale),
		ProfileImageURL: a.image(u.Image, u.ID), ImageURL: a.image(u.Image, u.ID), HasImage: u.Image != "",
		PublicMetadata: orEmpty(u.PublicMetadata), PrivateMetadata: orEmpty(u.PrivateMetadata), UnsafeMetadata: orEmpty(u.UnsafeMetadata),
		EmailAddresses:   each(w.Of(u, world.Email), viewEmail),
		PhoneNumbers:     each(w.Of(u, world.Phone), viewPhone),
		Web3Wallets:      each(w.Of(u, world.Wallet), viewWallet),
		Passkeys:         eachRow(w.Passkeys.ByUser.Get(u.ID), viewPasskey),
		ExternalAccounts: eachRow(w.ExternalAccounts.ByUser.Get(u.ID), viewExternalAccount),
		SAMLAccounts:     []struct{}{}, EnterpriseAccounts: []struct{}{},
		PasswordEnabled: u.Password != nil, TwoFactorEnabled: a.twoFactors(u), TOTPEnabled: u.TOTPSecret != "",
		BackupCodeEnabled: len(u.BackupCodes) > 0, MFAEnabledAt: millis(u.MFAEnabledAt), MFADisabledAt: millis(u.MFADisabledAt),
		PasswordLastUpdatedAt: millis(u.PasswordAt), LastSignInAt: millis(u.LastSignInAt), LastActiveAt: millis(u.LastActiveAt),
		LegalAcceptedAt: millis(u.LegalAcceptedAt), Banned: u.Banned, Locked: u.Locked,
		UpdatedAt: u.UpdatedAt.UnixMilli(), CreatedAt: u.CreatedAt.UnixMilli(),
		DeleteSelfEnabled: u.DeleteSelf, CreateOrganizationEnabled: u.CreateOrgs, CreateOrganizationsLimit: u.OrgLimit,
		BypassClientTrust: u.SkipClientTrust,
	}
}

// twoFactors reports whether a user has a second factor. Backup codes are none by themselves.
func (a *API) twoFactors(u *world.User) bool {
	if u.TOTPSecret != "" {
		return true
	}
	for _, phone := range a.w.Of(u, world.Phone) {
		if phone.SecondFactor {
			return true
		}
	}
	return false
}

// userEvent is what webhooks show of a user.
func (a *API) userEvent(u *world.User, gone bool) any {
	if gone {
		return deleted("user", u.ID)
	}
	return a.viewUser(u)
}

// A passkeyView is a passkey in an answer.
type passkeyView struct {
	ID           string           `json:"id"`
	Object       string           `json:"object"`
	Name         string           `json:"name"`
	LastUsedAt   int64            `json:"last_used_at"`
	Verification verificationView `json:"verification"`
}

func viewPasskey(p *world.Passkey) passkeyView {
	return passkeyView{
		ID: p.ID, Object: "passkey", Name: p.Name, LastUsedAt: lastUsed(p.LastUsedAt, p.CreatedAt),
		Verification: verificationView{Object: "verification_passkey", Status: "verified", Strategy: "passkey"},
	}
}

func lastUsed(at, created time.Time) int64 {
	if at.IsZero() {
		at = created
	}
	return at.UnixMilli()
}

// An externalAccountView is an account elsewhere in an answer.
type externalAccountView struct {
	Object           string           `json:"object"`
	ID               string           `json:"id"`
	Provider         string           `json:"provider"`
	IdentificationID string           `json:"identification_id"`
	ProviderUserID   string           `json:"provider_user_id"`
	ApprovedScopes   string           `json:"approved_scopes"`
	EmailAddress     string           `json:"email_address"`
	FirstName        string           `json:"first_name"`
	LastName         string           `json:"last_name"`
	AvatarURL        string           `json:"avatar_url"`
	ImageURL         *string          `json:"image_url"`
	Username         *string          `json:"username"`
	PhoneNumber      *string          `json:"phone_number"`
	PublicMetadata   world.Metadata   `json:"public_metadata"`
	Label            *string          `json:"label"`
	CreatedAt        int64            `json:"created_at"`
	UpdatedAt        int64            `json:"updated_at"`
	Verification     verificationView `json:"verification"`
}

func viewExternalAccount(e *world.ExternalAccount) externalAccountView {
	return externalAccountView{
		Object: "external_account", ID: e.ID, Provider: e.Provider, IdentificationID: e.IdentificationID, ProviderUserID: e.ProviderUserID,
		ApprovedScopes: e.Scopes, EmailAddress: e.Email, FirstName: e.FirstName, LastName: e.LastName, AvatarURL: e.Image,
		ImageURL: orNull(e.Image), Username: orNull(e.Username), PhoneNumber: orNull(e.Phone), PublicMetadata: orEmpty(e.PublicMetadata),
		Label: orNull(e.Label), CreatedAt: e.CreatedAt.UnixMilli(), UpdatedAt: e.UpdatedAt.UnixMilli(),
		Verification: verificationView{
			Object: "verification_oauth", Status: "verified", Strategy: e.Provider, ExpireAt: millis(e.CreatedAt.Add(codeLifetime)),
		},
	}
}
