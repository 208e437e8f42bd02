package backend

// SAMLConnectionListParams are the params of SAMLConnectionsService.List and All.
//
// Deprecated: use EnterpriseConnectionListParams.
type SAMLConnectionListParams struct {
	Limit  int    `query:"limit"`  // connections on a page, 1 to 500; default: 10
	Offset int    `query:"offset"` // connections to skip
	Query  string `query:"query"`  // connections whose name contains it, whatever the case
	// OrderBy is a field, after "-" in descending order.
	OrderBy string `query:"order_by"`
	// OrganizationID keeps the connections of these organizations, at most 100. A "+" before the id says the same, a "-" leaves
	// the connections of that organization out.
	OrganizationID []string `query:"organization_id"`
}

// SAMLConnectionCreateParams are the params of SAMLConnectionsService.Create. One of Domain and Domains is needed.
//
// Deprecated: use EnterpriseConnectionCreateParams.
type SAMLConnectionCreateParams struct {
	// Name is what users see. It is required.
	Name string `json:"name"`
	// Domain is the domain of the email addresses that sign in over the connection.
	//
	// Deprecated: use Domains.
	Domain Opt[string] `json:"domain,omitzero"`
	// Domains are those of the email addresses that sign in over the connection.
	Domains []string `json:"domains,omitzero"`
	// Provider is the kind of IdP. It is required.
	Provider       SAMLConnectionProvider `json:"provider"`
	IDPEntityID    Opt[string]            `json:"idp_entity_id,omitzero"`   // what the IdP calls itself; may be null
	IDPSSOURL      Opt[string]            `json:"idp_sso_url,omitzero"`     // where users are sent to sign in; may be null
	IDPCertificate Opt[string]            `json:"idp_certificate,omitzero"` // what the IdP signs with; may be null
	// IDPMetadataURL is where the IdP publishes its metadata. It goes before the three fields above. It may be null.
	IDPMetadataURL Opt[string] `json:"idp_metadata_url,omitzero"`
	// IDPMetadata is the metadata itself, in XML. It goes before the three fields above. It may be null.
	IDPMetadata    Opt[string] `json:"idp_metadata,omitzero"`
	OrganizationID Opt[string] `json:"organization_id,omitzero"` // the organization that its people join; null is none
	// AttributeMapping says where the attributes of a user are in what the IdP sends. It may be null.
	AttributeMapping Opt[SAMLConnectionAttributeMappingParams] `json:"attribute_mapping,omitzero"`
	// ForceAuthn makes the IdP ask for the password each time.
	ForceAuthn Opt[bool] `json:"force_authn,omitzero"`
	// LoginHint is what the IdP is told of the user. It may be null.
	LoginHint Opt[LoginHintParams] `json:"login_hint,omitzero"`
}

// A SAMLConnectionProvider is a kind of SAML identity provider.
//
// Deprecated: use EnterpriseConnectionProvider.
type SAMLConnectionProvider string

// The providers of SAML connections.
//
// Deprecated: use the constants of EnterpriseConnectionProvider.
const (
	SAMLConnectionProviderSAMLCustom    SAMLConnectionProvider = "saml_custom"    // any other
	SAMLConnectionProviderSAMLOkta      SAMLConnectionProvider = "saml_okta"      // Okta
	SAMLConnectionProviderSAMLGoogle    SAMLConnectionProvider = "saml_google"    // Google Workspace
	SAMLConnectionProviderSAMLMicrosoft SAMLConnectionProvider = "saml_microsoft" // Microsoft Entra ID
)

// SAMLConnectionAttributeMappingParams name the attributes in which the identity provider sends what Clerk wants.
//
// Deprecated: use EnterpriseConnectionAttributeMappingParams.
type SAMLConnectionAttributeMappingParams struct {
	UserID       Opt[string] `json:"user_id,omitzero"`       // the attribute with the user's id
	EmailAddress Opt[string] `json:"email_address,omitzero"` // the attribute with the email address
	FirstName    Opt[string] `json:"first_name,omitzero"`    // the attribute with the first name
	LastName     Opt[string] `json:"last_name,omitzero"`     // the attribute with the last name
}

// SAMLConnectionUpdateParams are the params of SAMLConnectionsService.Update. What is absent stays as it is.
//
// Deprecated: use EnterpriseConnectionUpdateParams.
type SAMLConnectionUpdateParams struct {
	Name Opt[string] `json:"name,omitzero"` // what users see; may be null
	// Domain is the domain of the email addresses that sign in over the connection. It may be null.
	//
	// Deprecated: use Domains.
	Domain         Opt[string]   `json:"domain,omitzero"`
	Domains        Opt[[]string] `json:"domains,omitzero"`         // replace those of the connection; may be null
	IDPEntityID    Opt[string]   `json:"idp_entity_id,omitzero"`   // what the IdP calls itself; may be null
	IDPSSOURL      Opt[string]   `json:"idp_sso_url,omitzero"`     // where users are sent to sign in; may be null
	IDPCertificate Opt[string]   `json:"idp_certificate,omitzero"` // what the IdP signs with; may be null
	// IDPMetadataURL is where the IdP publishes its metadata, which replaces the three fields above. It may be null.
	IDPMetadataURL Opt[string] `json:"idp_metadata_url,omitzero"`
	// IDPMetadata is the metadata itself, in XML. It goes before the three fields above. It may be null.
	IDPMetadata    Opt[string] `json:"idp_metadata,omitzero"`
	OrganizationID Opt[string] `json:"organization_id,omitzero"` // the organization that its people join; may be null
	// AttributeMapping says where the attributes of a user are in what the IdP sends. It may be null.
	AttributeMapping Opt[SAMLConnectionAttributeMappingParams] `json:"attribute_mapping,omitzero"`
	// Active enables or disables the connection; see ConsentVerifiedDomainsDeletion. It may be null.
	Active Opt[bool] `json:"active,omitzero"`
	// SyncUserAttributes takes the user's name and the like over from the IdP at each sign-in. It may be null.
	SyncUserAttributes Opt[bool] `json:"sync_user_attributes,omitzero"`
	// AllowSubdomains lets email addresses of subdomains in too. It may be null.
	AllowSubdomains Opt[bool] `json:"allow_subdomains,omitzero"`
	// AllowIDPInitiated lets sign-ins begin at the IdP. It may be null.
	AllowIDPInitiated Opt[bool] `json:"allow_idp_initiated,omitzero"`
	// DisableAdditionalIdentifications keeps users of the connection from adding other email addresses and accounts. It may be
	// null.
	DisableAdditionalIdentifications Opt[bool] `json:"disable_additional_identifications,omitzero"`
	// AllowOrganizationAccountLinking lets users who are members of the organization link their account to the IdP. It may
	// be null.
	AllowOrganizationAccountLinking Opt[bool] `json:"allow_organization_account_linking,omitzero"`
	// ForceAuthn makes the IdP ask for the password each time.
	ForceAuthn Opt[bool] `json:"force_authn,omitzero"`
	// LoginHint is what the IdP is told of the user. It may be null.
	LoginHint Opt[LoginHintParams] `json:"login_hint,omitzero"`
	// ConsentVerifiedDomainsDeletion lets Active remove the verified organization domains with the same name. Without it
	// they make the call fail. It may be null, which is false.
	ConsentVerifiedDomainsDeletion Opt[bool] `json:"consent_verified_domains_deletion,omitzero"`
}
