package backend

// An ExternalAccount is a user's account at an OAuth provider, such as Google.
type ExternalAccount struct {
	Object           string `json:"object"`            // "external_account", or an older "google_account", "facebook_account"
	ID               string `json:"id"`                // for UsersService.DeleteExternalAccount
	Provider         string `json:"provider"`          // "oauth_google"
	IdentificationID string `json:"identification_id"` // id of what identifies the user by this account
	ProviderUserID   string `json:"provider_user_id"`  // id of the user at the provider
	ApprovedScopes   string `json:"approved_scopes"`   // what the user has allowed, separated by spaces
	EmailAddress     string `json:"email_address"`     // email address at the provider, or ""
	// EmailAddressVerified is what the provider said of EmailAddress when the account was connected. It is null if that is
	// not known: for old accounts, and for the instance's own providers.
	EmailAddressVerified Opt[bool] `json:"email_address_verified"`
	FirstName            string    `json:"first_name"` // first name at the provider, or ""
	LastName             string    `json:"last_name"`  // last name at the provider, or ""
	// AvatarURL is the address of the picture at the provider.
	//
	// Deprecated: use ImageURL.
	AvatarURL      string        `json:"avatar_url"`
	ImageURL       string        `json:"image_url"`       // address of the picture, or ""
	Username       string        `json:"username"`        // name at the provider, or ""
	PhoneNumber    string        `json:"phone_number"`    // phone number at the provider, or ""
	PublicMetadata Metadata      `json:"public_metadata"` // what the frontend may read about the account
	Label          string        `json:"label"`           // tells several accounts at one provider apart, or ""
	CreatedAt      Time          `json:"created_at"`      // when it was connected
	UpdatedAt      Time          `json:"updated_at"`      // last change
	Verification   *Verification `json:"verification"`    // how it was verified; nil if it was not
}

// A SAMLAccount is a user's account at an identity provider that Clerk reaches by SAML. EnterpriseAccounts of [User] have
// those too, and the ones by OAuth besides.
type SAMLAccount struct {
	ID                  string                 `json:"id"`                    // of the account
	Object              string                 `json:"object"`                // "saml_account"
	Provider            string                 `json:"provider"`              // "saml_okta"
	Active              bool                   `json:"active"`                // whether the user can sign in with it
	EmailAddress        string                 `json:"email_address"`         // email address at the provider
	FirstName           string                 `json:"first_name"`            // first name at the provider, or ""
	LastName            string                 `json:"last_name"`             // last name at the provider, or ""
	ProviderUserID      string                 `json:"provider_user_id"`      // id of the user at the provider, or ""
	LastAuthenticatedAt Time                   `json:"last_authenticated_at"` // last sign-in with it; zero if there was none
	PublicMetadata      Metadata               `json:"public_metadata"`       // what the frontend may read about the account
	Verification        *Verification          `json:"verification"`          // how it was verified; nil if it was not
	SAMLConnection      *SAMLAccountConnection `json:"saml_connection"`       // the connection; nil if it is not told
}

// A SAMLAccountConnection is what a [SAMLAccount] tells about its connection.
type SAMLAccountConnection struct {
	ID   string `json:"id"`   // of the connection
	Name string `json:"name"` // as the instance calls it
	// Domain is the domain whose users sign in by the connection.
	//
	// Deprecated: use Domains.
	Domain             string    `json:"domain"`
	Domains            []string  `json:"domains"`              // domains whose users sign in by it
	Active             bool      `json:"active"`               // whether it is in use
	Provider           string    `json:"provider"`             // "saml_okta"
	SyncUserAttributes bool      `json:"sync_user_attributes"` // whether a sign-in brings the user up to date
	AllowSubdomains    Opt[bool] `json:"allow_subdomains"`     // whether subdomains of Domains count as well
	AllowIDPInitiated  Opt[bool] `json:"allow_idp_initiated"`  // whether a sign-in may begin at the identity provider
	// DisableAdditionalIdentifications keeps users from adding email addresses and the like of their own.
	DisableAdditionalIdentifications Opt[bool] `json:"disable_additional_identifications"`
	CreatedAt                        Time      `json:"created_at"` // when it was made
	UpdatedAt                        Time      `json:"updated_at"` // last change
}

// An EnterpriseAccount is a user's account at the identity provider of a company, by SAML or OAuth.
type EnterpriseAccount struct {
	ID                     string                       `json:"id"`                       // of the account
	Object                 string                       `json:"object"`                   // "enterprise_account"
	Protocol               EnterpriseAccountProtocol    `json:"protocol"`                 // how Clerk reaches the provider
	Provider               string                       `json:"provider"`                 // "saml_okta"
	Active                 bool                         `json:"active"`                   // whether the user can sign in with it
	EmailAddress           string                       `json:"email_address"`            // email address at the provider
	FirstName              string                       `json:"first_name"`               // first name at the provider, or ""
	LastName               string                       `json:"last_name"`                // last name at the provider, or ""
	ProviderUserID         string                       `json:"provider_user_id"`         // id of the user at the provider, or ""
	EnterpriseConnectionID string                       `json:"enterprise_connection_id"` // the connection, or ""
	PublicMetadata         Metadata                     `json:"public_metadata"`          // what the frontend may read of it
	Verification           *Verification                `json:"verification"`             // nil if it was not verified
	EnterpriseConnection   *EnterpriseAccountConnection `json:"enterprise_connection"`    // nil if it is not told
	LastAuthenticatedAt    Time                         `json:"last_authenticated_at"`    // last sign-in; zero if there was none
}

// An EnterpriseAccountProtocol says how Clerk reaches the identity provider of a company.
type EnterpriseAccountProtocol string

// How Clerk may reach the identity provider of a company.
const (
	EnterpriseAccountProtocolOAuth EnterpriseAccountProtocol = "oauth" // OAuth 2.0 with OpenID Connect
	EnterpriseAccountProtocolSAML  EnterpriseAccountProtocol = "saml"  // SAML 2.0
)

// An EnterpriseAccountConnection is what an [EnterpriseAccount] tells about its connection.
type EnterpriseAccountConnection struct {
	ID            string                    `json:"id"`              // of the connection
	Protocol      EnterpriseAccountProtocol `json:"protocol"`        // how Clerk reaches the provider
	Provider      string                    `json:"provider"`        // "saml_okta"
	Name          string                    `json:"name"`            // as the instance calls it
	LogoPublicURL string                    `json:"logo_public_url"` // address of its logo, or ""
	// Domain is the domain whose users sign in by the connection.
	//
	// Deprecated: use Domains.
	Domain             string   `json:"domain"`
	Domains            []string `json:"domains"`              // domains whose users sign in by it
	Active             bool     `json:"active"`               // whether it is in use
	SyncUserAttributes bool     `json:"sync_user_attributes"` // whether a sign-in brings the user up to date
	AllowSubdomains    bool     `json:"allow_subdomains"`     // whether subdomains of Domains count as well
	AllowIDPInitiated  bool     `json:"allow_idp_initiated"`  // whether a sign-in may begin at the identity provider
	// DisableAdditionalIdentifications keeps users from adding email addresses and the like of their own.
	DisableAdditionalIdentifications bool `json:"disable_additional_identifications"`
	CreatedAt                        Time `json:"created_at"` // when it was made
	UpdatedAt                        Time `json:"updated_at"` // last change
}

// An OAuthAccessToken lets its holder use the account of a user at a provider.
type OAuthAccessToken struct {
	Object            string   `json:"object"`              // "oauth_access_token"
	ExternalAccountID string   `json:"external_account_id"` // the [ExternalAccount]
	ProviderUserID    string   `json:"provider_user_id"`    // id of the user at the provider
	Token             Secret   `json:"token"`               // the access token
	ExpiresAt         Time     `json:"expires_at"`          // zero if it is not known
	Provider          string   `json:"provider"`            // "oauth_google"
	PublicMetadata    Metadata `json:"public_metadata"`     // what the frontend may read about the account
	Label             string   `json:"label"`               // tells several accounts at one provider apart, or ""
	Scopes            []string `json:"scopes"`              // what the token is good for; OAuth 2.0 only
	IDToken           Secret   `json:"id_token"`            // OpenID Connect only, and not from every provider
	TokenSecret       Secret   `json:"token_secret"`        // OAuth 1.0 only
}
