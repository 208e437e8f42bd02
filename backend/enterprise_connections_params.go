package backend

// EnterpriseConnectionListParams are the params of EnterpriseConnectionsService.List and All.
type EnterpriseConnectionListParams struct {
	Limit          int       `query:"limit"`           // connections on a page, 1 to 500; default: 10
	Offset         int       `query:"offset"`          // connections to skip
	OrganizationID string    `query:"organization_id"` // connections of this organization: org_…
	Active         Opt[bool] `query:"active"`          // true: the active ones; false: the others; absent: all
}

// EnterpriseConnectionCreateParams are the params of EnterpriseConnectionsService.Create.
type EnterpriseConnectionCreateParams struct {
	// Name is what users see. It is required.
	Name string `json:"name"`
	// Provider is the kind of IdP. It is required, and it cannot be changed later.
	Provider EnterpriseConnectionProvider `json:"provider"`
	// Domains are those of the email addresses that sign in over the connection: full domain names, at least one, whose case
	// does not count. It is required.
	Domains []string `json:"domains"`
	// OrganizationID is the organization that its people join: org_…. Absent or null is none.
	OrganizationID Opt[string] `json:"organization_id,omitzero"`
	// AllowOrganizationAccountLinking lets users who are members of the organization link their account to the IdP. It may
	// be null, which is Clerk's default.
	AllowOrganizationAccountLinking Opt[bool] `json:"allow_organization_account_linking,omitzero"`
	// Active says that the connection may be used at once. SAML then must describe the IdP. It may be null, which is Clerk's
	// default.
	Active Opt[bool] `json:"active,omitzero"`
	// SAML describes the IdP to a SAML provider. It may be null.
	SAML Opt[EnterpriseConnectionCreateSAML] `json:"saml,omitzero"`
	// OIDC describes the IdP to an OpenID Connect provider. It may be null.
	OIDC Opt[EnterpriseConnectionOIDCParams] `json:"oidc,omitzero"`
	// CustomAttributes are what else of a user is taken over from the IdP. The instance must have the feature.
	CustomAttributes []CustomAttributeParams `json:"custom_attributes,omitzero"`
	// Authenticatable says whether users may sign in and sign up over the connection. The published document does not name it;
	// Clerk's own SDK sends it. The instance must have the feature.
	Authenticatable Opt[bool] `json:"authenticatable,omitzero"`
	// DisableJITProvisioning lets nobody in over the connection who is not a user yet. The published document does not name
	// it; Clerk's own SDK sends it.
	DisableJITProvisioning Opt[bool] `json:"disable_jit_provisioning,omitzero"`
}

// An EnterpriseConnectionProvider is a kind of identity provider (IdP). Answers may hold others than those that a connection
// can be created with.
type EnterpriseConnectionProvider string

// The providers of enterprise connections, by SAML and by OpenID Connect (OIDC).
const (
	EnterpriseConnectionProviderSAMLCustom           EnterpriseConnectionProvider = "saml_custom"            // any other by SAML
	EnterpriseConnectionProviderSAMLOkta             EnterpriseConnectionProvider = "saml_okta"              // Okta
	EnterpriseConnectionProviderSAMLGoogle           EnterpriseConnectionProvider = "saml_google"            // Google Workspace
	EnterpriseConnectionProviderSAMLMicrosoft        EnterpriseConnectionProvider = "saml_microsoft"         // Microsoft Entra ID
	EnterpriseConnectionProviderOIDCCustom           EnterpriseConnectionProvider = "oidc_custom"            // any other by OIDC
	EnterpriseConnectionProviderOIDCGitHubEnterprise EnterpriseConnectionProvider = "oidc_github_enterprise" // GitHub Enterprise
	EnterpriseConnectionProviderOIDCGitLab           EnterpriseConnectionProvider = "oidc_gitlab"            // GitLab
)

// EnterpriseConnectionUpdateParams are the params of EnterpriseConnectionsService.Update. What is absent stays as it is.
type EnterpriseConnectionUpdateParams struct {
	// Name is what users see. It may be null.
	Name Opt[string] `json:"name,omitzero"`
	// Domains replace those of the connection. An empty list changes nothing. It may be null.
	Domains Opt[[]string] `json:"domains,omitzero"`
	// Active enables or disables the connection. True removes the verified organization domains with the same name. It may be
	// null.
	Active Opt[bool] `json:"active,omitzero"`
	// SyncUserAttributes takes the user's name and the like over from the IdP at each sign-in. It may be null.
	SyncUserAttributes Opt[bool] `json:"sync_user_attributes,omitzero"`
	// DisableAdditionalIdentifications keeps users of the connection from adding other email addresses and accounts. It may be
	// null.
	DisableAdditionalIdentifications Opt[bool] `json:"disable_additional_identifications,omitzero"`
	// AllowOrganizationAccountLinking lets users who are members of the organization link their account to the IdP. It may
	// be null.
	AllowOrganizationAccountLinking Opt[bool] `json:"allow_organization_account_linking,omitzero"`
	// OrganizationID sets or changes the organization of the connection: org_…. Nothing takes it away again, null neither.
	OrganizationID Opt[string] `json:"organization_id,omitzero"`
	// SAML changes what is known of a SAML IdP. It may be null.
	SAML Opt[EnterpriseConnectionUpdateSAML] `json:"saml,omitzero"`
	// OIDC changes what is known of an OpenID Connect IdP. It may be null.
	OIDC Opt[EnterpriseConnectionOIDCParams] `json:"oidc,omitzero"`
	// CustomAttributes replace what else of a user is taken over from the IdP. The instance must have the feature. It may be
	// null.
	CustomAttributes Opt[[]CustomAttributeParams] `json:"custom_attributes,omitzero"`
	// Authenticatable says whether users may sign in and sign up over the connection. The published document does not name it;
	// Clerk's own SDK sends it. The instance must have the feature.
	Authenticatable Opt[bool] `json:"authenticatable,omitzero"`
	// DisableJITProvisioning lets nobody in over the connection who is not a user yet. The published document does not name
	// it; Clerk's own SDK sends it.
	DisableJITProvisioning Opt[bool] `json:"disable_jit_provisioning,omitzero"`
}

// EnterpriseConnectionListTestRunsParams are the params of EnterpriseConnectionsService.ListTestRuns and AllTestRuns.
type EnterpriseConnectionListTestRunsParams struct {
	Status []TestRunStatus `query:"status"` // runs in one of these states; default: all
	Limit  int             `query:"limit"`  // runs on a page, 1 to 500; default: 10
	Offset int             `query:"offset"` // runs to skip
}
