package backend

type EnterpriseConnection struct {
	Object                           string                                `json:"object"`
	ID                               string                                `json:"id"`
	Name                             string                                `json:"name"`
	Provider                         string                                `json:"provider"`
	LogoPublicURL                    string                                `json:"logo_public_url"`
	Active                           bool                                  `json:"active"`
	Domains                          []string                              `json:"domains"`
	OrganizationID                   string                                `json:"organization_id"`
	SyncUserAttributes               Opt[bool]                             `json:"sync_user_attributes"`
	DisableAdditionalIdentifications Opt[bool]                             `json:"disable_additional_identifications"`
	AllowOrganizationAccountLinking  Opt[bool]                             `json:"allow_organization_account_linking"`
	CustomAttributes                 []EnterpriseConnectionCustomAttribute `json:"custom_attributes"`
	SAMLConnection                   *EnterpriseConnectionSAMLConnection   `json:"saml_connection"`
	OAuthConfig                      *EnterpriseConnectionOAuthConfig      `json:"oauth_config"`
	CreatedAt                        Time                                  `json:"created_at"`
	UpdatedAt                        Time                                  `json:"updated_at"`
}

type EnterpriseConnectionCustomAttribute struct {
	Name          string    `json:"name"`
	Key           string    `json:"key"`
	SSOPath       string    `json:"sso_path"`
	SCIMPath      string    `json:"scim_path"`
	DirectoryPath string    `json:"directory_path"`
	MultiValued   Opt[bool] `json:"multi_valued"`
}

type EnterpriseConnectionSAMLConnection struct {
	ID                string     `json:"id"`
	Name              string     `json:"name"`
	IDPEntityID       string     `json:"idp_entity_id"`
	IDPSSOURL         string     `json:"idp_sso_url"`
	IDPMetadataURL    string     `json:"idp_metadata_url"`
	ACSURL            string     `json:"acs_url"`
	SPEntityID        string     `json:"sp_entity_id"`
	SPMetadataURL     string     `json:"sp_metadata_url"`
	Active            Opt[bool]  `json:"active"`
	AllowIDPInitiated Opt[bool]  `json:"allow_idp_initiated"`
	AllowSubdomains   Opt[bool]  `json:"allow_subdomains"`
	ForceAuthn        Opt[bool]  `json:"force_authn"`
	LoginHint         *LoginHint `json:"login_hint"`
}

type EnterpriseConnectionOAuthConfig struct {
	ID            string    `json:"id"`
	Name          string    `json:"name"`
	ProviderKey   string    `json:"provider_key"`
	ClientID      string    `json:"client_id"`
	DiscoveryURL  string    `json:"discovery_url"`
	AuthURL       string    `json:"auth_url"`
	TokenURL      string    `json:"token_url"`
	UserInfoURL   string    `json:"user_info_url"`
	RequiresPKCE  Opt[bool] `json:"requires_pkce"`
	LogoPublicURL string    `json:"logo_public_url"`
	CreatedAt     Time      `json:"created_at"`
	UpdatedAt     Time      `json:"updated_at"`
}

type EnterpriseConnectionTestRun struct {
	ID             string                                     `json:"id"`
	Status         TestRunStatus                              `json:"status"`
	ConnectionType ConnectionType                             `json:"connection_type"`
	ParsedUserInfo *EnterpriseConnectionTestRunParsedUserInfo `json:"parsed_user_info"`
	Logs           []EnterpriseConnectionTestRunLog           `json:"logs"`
	SAML           *EnterpriseConnectionTestRunSAML           `json:"saml"`
	OAuth          *EnterpriseConnectionTestRunOAuth          `json:"oauth"`
	CreatedAt      Time                                       `json:"created_at"`
	URL            string                                     `json:"url"`
}

type TestRunStatus string

const (
	TestRunStatusPending TestRunStatus = "pending"
	TestRunStatusSuccess TestRunStatus = "success"
	TestRunStatusFailed  TestRunStatus = "failed"
)

type ConnectionType string

const (
	ConnectionTypeSAML  ConnectionType = "saml"
	ConnectionTypeOAuth ConnectionType = "oauth"
)

type EnterpriseConnectionTestRunParsedUserInfo struct {
	EmailAddress string `json:"email_address"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name"`
	UserID       string `json:"user_id"`
}

type EnterpriseConnectionTestRunLog struct {
	Level        string `json:"level"`
	Code         string `json:"code"`
	ShortMessage string `json:"short_message"`
	Message      string `json:"message"`
}

type EnterpriseConnectionTestRunSAML struct {
	SAMLRequest  string `json:"saml_request"`
	SAMLResponse string `json:"saml_response"`
	RelayState   string `json:"relay_state"`
}

type EnterpriseConnectionTestRunOAuth struct {
	IDToken     Secret `json:"id_token"`
	AccessToken Secret `json:"access_token"`
	UserInfo    string `json:"user_info"`
}
