package backend

// An EnterpriseConnection is a connection to the identity provider (IdP) of a customer.
type EnterpriseConnection struct {
	Object         string                       `json:"object"`          // "enterprise_connection"
	ID             string                       `json:"id"`              // its id
	Name           string                       `json:"name"`            // what users see
	Provider       EnterpriseConnectionProvider `json:"provider"`        // the kind of IdP
	LogoPublicURL  string                       `json:"logo_public_url"` // the logo of the IdP
	Active         bool                         `json:"active"`          // users can sign in over it
	Domains        []string                     `json:"domains"`         // of the email addresses that sign in over it
	OrganizationID string                       `json:"organization_id"` // the organization that its people join, if there is one
	// SyncUserAttributes says that the user's name and the like are taken over from the IdP at each sign-in.
	SyncUserAttributes Opt[bool] `json:"sync_user_attributes"`
	// DisableAdditionalIdentifications says that its users cannot add other email addresses and accounts.
	DisableAdditionalIdentifications Opt[bool] `json:"disable_additional_identifications"`
	// AllowOrganizationAccountLinking says that members of the organization may link their account to the IdP.
	AllowOrganizationAccountLinking Opt[bool]                           `json:"allow_organization_account_linking"`
	CustomAttributes                []CustomAttribute                   `json:"custom_attributes"` // what else is taken over
	SAMLConnection                  *EnterpriseConnectionSAMLConnection `json:"saml_connection"`   // its SAML side, or nil
	OAuthConfig                     *EnterpriseConnectionOAuthConfig    `json:"oauth_config"`      // its OpenID Connect side, or nil
	CreatedAt                       Time                                `json:"created_at"`        // when it was made
	UpdatedAt                       Time                                `json:"updated_at"`        // when it last changed
}

// A CustomAttribute is an attribute that is taken over from an identity provider into the metadata of users.
type CustomAttribute struct {
	Name          string    `json:"name"`           // what people see
	Key           string    `json:"key"`            // where the value goes in the metadata
	SSOPath       string    `json:"sso_path"`       // where it is in what the IdP says at a sign-in
	SCIMPath      string    `json:"scim_path"`      // DirectoryPath under its former name
	DirectoryPath string    `json:"directory_path"` // where it is in a user of the IdP's directory, as a GJSON path
	MultiValued   Opt[bool] `json:"multi_valued"`   // several values become a list
}

// An EnterpriseConnectionSAMLConnection is the SAML side of a connection. "IDP" is the identity provider of the customer,
// "SP" (service provider) is Clerk.
type EnterpriseConnectionSAMLConnection struct {
	ID                string     `json:"id"`                  // its own id
	Name              string     `json:"name"`                // its own name
	IDPEntityID       string     `json:"idp_entity_id"`       // what the IdP calls itself
	IDPSSOURL         string     `json:"idp_sso_url"`         // where users are sent to sign in
	IDPMetadataURL    string     `json:"idp_metadata_url"`    // where the IdP publishes its metadata
	ACSURL            string     `json:"acs_url"`             // where the IdP sends its assertions: the customer needs it
	SPEntityID        string     `json:"sp_entity_id"`        // what Clerk calls itself: the customer needs it
	SPMetadataURL     string     `json:"sp_metadata_url"`     // where Clerk publishes both
	Active            Opt[bool]  `json:"active"`              // users can sign in over it
	AllowIDPInitiated Opt[bool]  `json:"allow_idp_initiated"` // sign-ins may begin at the IdP
	AllowSubdomains   Opt[bool]  `json:"allow_subdomains"`    // subdomains of the domains count too
	ForceAuthn        Opt[bool]  `json:"force_authn"`         // the IdP asks for the password each time
	LoginHint         *LoginHint `json:"login_hint"`          // what the IdP is told of the user
}

// An EnterpriseConnectionOAuthConfig is the OpenID Connect side of a connection.
type EnterpriseConnectionOAuthConfig struct {
	ID            string    `json:"id"`              // its own id
	Name          string    `json:"name"`            // its own name
	ProviderKey   string    `json:"provider_key"`    // which provider, such as "oidc_custom" or "oidc_ghe_…"
	ClientID      string    `json:"client_id"`       // Clerk's client id at the IdP
	DiscoveryURL  string    `json:"discovery_url"`   // the IdP's OpenID configuration
	AuthURL       string    `json:"auth_url"`        // where users are sent to sign in
	TokenURL      string    `json:"token_url"`       // where Clerk exchanges codes for tokens
	UserInfoURL   string    `json:"user_info_url"`   // where Clerk reads about the user
	RequiresPKCE  Opt[bool] `json:"requires_pkce"`   // Clerk uses PKCE
	LogoPublicURL string    `json:"logo_public_url"` // the logo of the provider
	CreatedAt     Time      `json:"created_at"`      // when it was made
	UpdatedAt     Time      `json:"updated_at"`      // when it last changed
}

// A LoginHint is what a SAML identity provider is told of the user before the sign-in.
type LoginHint struct {
	Mode   LoginHintMode `json:"mode"`   // where the hint comes from
	Source string        `json:"source"` // with the mode custom_attribute: the key of the public metadata that holds it
}

// A LoginHintMode says where a login hint comes from.
type LoginHintMode string

// The modes of login hints.
const (
	LoginHintModeEmailAddress    LoginHintMode = "email_address"    // it is the email address that the user entered
	LoginHintModeCustomAttribute LoginHintMode = "custom_attribute" // it is in the public metadata of the user
	LoginHintModeOff             LoginHintMode = "off"              // none is sent
)
