package backend

type EnterpriseConnectionListParams struct {
	Limit          int       `query:"limit"`
	Offset         int       `query:"offset"`
	OrganizationID string    `query:"organization_id"`
	Active         Opt[bool] `query:"active"`
}

type EnterpriseConnectionCreateParams struct {
	Name                            string                                      `json:"name"`
	Provider                        EnterpriseConnectionProvider                `json:"provider"`
	Domains                         []string                                    `json:"domains"`
	OrganizationID                  Opt[string]                                 `json:"organization_id,omitzero"`                    // May be null.
	AllowOrganizationAccountLinking Opt[bool]                                   `json:"allow_organization_account_linking,omitzero"` // May be null.
	Active                          Opt[bool]                                   `json:"active,omitzero"`                             // May be null.
	SAML                            Opt[EnterpriseConnectionSAML]               `json:"saml,omitzero"`                               // May be null.
	OIDC                            Opt[EnterpriseConnectionOIDC]               `json:"oidc,omitzero"`                               // May be null.
	CustomAttributes                []EnterpriseConnectionCustomAttributeParams `json:"custom_attributes,omitzero"`
}

type EnterpriseConnectionProvider string

const (
	EnterpriseConnectionProviderSAMLCustom           EnterpriseConnectionProvider = "saml_custom"
	EnterpriseConnectionProviderSAMLOkta             EnterpriseConnectionProvider = "saml_okta"
	EnterpriseConnectionProviderSAMLGoogle           EnterpriseConnectionProvider = "saml_google"
	EnterpriseConnectionProviderSAMLMicrosoft        EnterpriseConnectionProvider = "saml_microsoft"
	EnterpriseConnectionProviderOIDCCustom           EnterpriseConnectionProvider = "oidc_custom"
	EnterpriseConnectionProviderOIDCGithubEnterprise EnterpriseConnectionProvider = "oidc_github_enterprise"
	EnterpriseConnectionProviderOIDCGitlab           EnterpriseConnectionProvider = "oidc_gitlab"
)

type EnterpriseConnectionSAML struct {
	IDPEntityID       Opt[string]                                   `json:"idp_entity_id,omitzero"`       // May be null.
	IDPSSOURL         Opt[string]                                   `json:"idp_sso_url,omitzero"`         // May be null.
	IDPCertificate    Opt[string]                                   `json:"idp_certificate,omitzero"`     // May be null.
	IDPMetadataURL    Opt[string]                                   `json:"idp_metadata_url,omitzero"`    // May be null.
	IDPMetadata       Opt[string]                                   `json:"idp_metadata,omitzero"`        // May be null.
	AttributeMapping  Opt[EnterpriseConnectionSAMLAttributeMapping] `json:"attribute_mapping,omitzero"`   // May be null.
	AllowSubdomains   Opt[bool]                                     `json:"allow_subdomains,omitzero"`    // May be null.
	AllowIDPInitiated Opt[bool]                                     `json:"allow_idp_initiated,omitzero"` // May be null.
	ForceAuthn        Opt[bool]                                     `json:"force_authn,omitzero"`         // May be null.
	LoginHint         Opt[LoginHintParams]                          `json:"login_hint,omitzero"`          // May be null.
	Name              Opt[string]                                   `json:"name,omitzero"`                // May be null.
}

type EnterpriseConnectionSAMLAttributeMapping struct {
	UserID       Opt[string] `json:"user_id,omitzero"`       // May be null.
	EmailAddress Opt[string] `json:"email_address,omitzero"` // May be null.
	FirstName    Opt[string] `json:"first_name,omitzero"`    // May be null.
	LastName     Opt[string] `json:"last_name,omitzero"`     // May be null.
}

type EnterpriseConnectionOIDC struct {
	ClientID     Opt[string] `json:"client_id,omitzero"`     // May be null.
	ClientSecret Opt[string] `json:"client_secret,omitzero"` // May be null.
	DiscoveryURL Opt[string] `json:"discovery_url,omitzero"` // May be null.
	AuthURL      Opt[string] `json:"auth_url,omitzero"`      // May be null.
	TokenURL     Opt[string] `json:"token_url,omitzero"`     // May be null.
	UserInfoURL  Opt[string] `json:"user_info_url,omitzero"` // May be null.
	RequiresPKCE Opt[bool]   `json:"requires_pkce,omitzero"` // May be null.
}

type EnterpriseConnectionCustomAttributeParams struct {
	Name          string      `json:"name"`
	Key           string      `json:"key"`
	SSOPath       Opt[string] `json:"sso_path,omitzero"`
	SCIMPath      Opt[string] `json:"scim_path,omitzero"`
	DirectoryPath Opt[string] `json:"directory_path,omitzero"`
	MultiValued   Opt[bool]   `json:"multi_valued,omitzero"`
}

type EnterpriseConnectionUpdateParams struct {
	Name                             Opt[string]                                      `json:"name,omitzero"`                               // May be null.
	Domains                          Opt[[]string]                                    `json:"domains,omitzero"`                            // May be null.
	Active                           Opt[bool]                                        `json:"active,omitzero"`                             // May be null.
	SyncUserAttributes               Opt[bool]                                        `json:"sync_user_attributes,omitzero"`               // May be null.
	DisableAdditionalIdentifications Opt[bool]                                        `json:"disable_additional_identifications,omitzero"` // May be null.
	AllowOrganizationAccountLinking  Opt[bool]                                        `json:"allow_organization_account_linking,omitzero"` // May be null.
	OrganizationID                   Opt[string]                                      `json:"organization_id,omitzero"`                    // May be null.
	SAML                             Opt[EnterpriseConnectionSAML]                    `json:"saml,omitzero"`                               // May be null.
	OIDC                             Opt[EnterpriseConnectionOIDC]                    `json:"oidc,omitzero"`                               // May be null.
	CustomAttributes                 Opt[[]EnterpriseConnectionCustomAttributeParams] `json:"custom_attributes,omitzero"`                  // May be null.
}

type EnterpriseConnectionListTestRunsParams struct {
	Status []TestRunStatus `query:"status"`
	Limit  int             `query:"limit"`
	Offset int             `query:"offset"`
}
