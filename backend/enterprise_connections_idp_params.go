package backend

// An EnterpriseConnectionCreateSAML describes a SAML identity provider (IdP) to EnterpriseConnectionsService.Create. The
// metadata of the IdP, by URL or as text, spares the entity id, the URL and the certificate.
type EnterpriseConnectionCreateSAML struct {
	IDPEntityID    Opt[string] `json:"idp_entity_id,omitzero"`    // what the IdP calls itself; may be null
	IDPSSOURL      Opt[string] `json:"idp_sso_url,omitzero"`      // where users are sent to sign in; may be null
	IDPCertificate Opt[string] `json:"idp_certificate,omitzero"`  // what the IdP signs with, in PEM form; may be null
	IDPMetadataURL Opt[string] `json:"idp_metadata_url,omitzero"` // where the IdP publishes its metadata; may be null
	IDPMetadata    Opt[string] `json:"idp_metadata,omitzero"`     // the metadata itself, in XML; may be null
	// AttributeMapping says where the attributes of a user are in what the IdP sends. It may be null.
	AttributeMapping Opt[EnterpriseConnectionAttributeMappingParams] `json:"attribute_mapping,omitzero"`
	// AllowSubdomains lets email addresses of subdomains of Domains in too. It may be null.
	AllowSubdomains Opt[bool] `json:"allow_subdomains,omitzero"`
	// AllowIDPInitiated lets sign-ins begin at the IdP. It may be null.
	AllowIDPInitiated Opt[bool] `json:"allow_idp_initiated,omitzero"`
	// ForceAuthn makes the IdP ask for the password each time. It may be null.
	ForceAuthn Opt[bool] `json:"force_authn,omitzero"`
	// LoginHint is what the IdP is told of the user. It may be null.
	LoginHint Opt[LoginHintParams] `json:"login_hint,omitzero"`
}

// An EnterpriseConnectionUpdateSAML changes what is known of a SAML identity provider (IdP). What is absent stays as it is.
type EnterpriseConnectionUpdateSAML struct {
	Name           Opt[string] `json:"name,omitzero"`             // of the SAML side of the connection; may be null
	IDPEntityID    Opt[string] `json:"idp_entity_id,omitzero"`    // what the IdP calls itself; may be null
	IDPSSOURL      Opt[string] `json:"idp_sso_url,omitzero"`      // where users are sent to sign in; may be null
	IDPCertificate Opt[string] `json:"idp_certificate,omitzero"`  // what the IdP signs with, in PEM form; may be null
	IDPMetadataURL Opt[string] `json:"idp_metadata_url,omitzero"` // where the IdP publishes its metadata; may be null
	IDPMetadata    Opt[string] `json:"idp_metadata,omitzero"`     // the metadata itself, in XML; may be null
	// AttributeMapping says where the attributes of a user are in what the IdP sends. It may be null.
	AttributeMapping Opt[EnterpriseConnectionAttributeMappingParams] `json:"attribute_mapping,omitzero"`
	// AllowSubdomains lets email addresses of subdomains of Domains in too. It may be null.
	AllowSubdomains Opt[bool] `json:"allow_subdomains,omitzero"`
	// AllowIDPInitiated lets sign-ins begin at the IdP. It may be null.
	AllowIDPInitiated Opt[bool] `json:"allow_idp_initiated,omitzero"`
	// ForceAuthn makes the IdP ask for the password each time. It may be null.
	ForceAuthn Opt[bool] `json:"force_authn,omitzero"`
	// LoginHint is what the IdP is told of the user. It may be null.
	LoginHint Opt[LoginHintParams] `json:"login_hint,omitzero"`
}

// EnterpriseConnectionAttributeMappingParams name the attributes in which a SAML identity provider sends what Clerk wants.
type EnterpriseConnectionAttributeMappingParams struct {
	UserID       Opt[string] `json:"user_id,omitzero"`       // the attribute with the user's id; may be null
	EmailAddress Opt[string] `json:"email_address,omitzero"` // the attribute with the email address; may be null
	FirstName    Opt[string] `json:"first_name,omitzero"`    // the attribute with the first name; may be null
	LastName     Opt[string] `json:"last_name,omitzero"`     // the attribute with the last name; may be null
}

// EnterpriseConnectionOIDCParams describe an OpenID Connect identity provider (IdP). The discovery URL spares the three that
// follow it. In an update, what is absent stays as it is.
type EnterpriseConnectionOIDCParams struct {
	ClientID     Opt[string] `json:"client_id,omitzero"`     // Clerk's client id at the IdP; may be null
	ClientSecret Opt[string] `json:"client_secret,omitzero"` // Clerk's password at the IdP; may be null
	DiscoveryURL Opt[string] `json:"discovery_url,omitzero"` // the IdP's OpenID configuration; may be null
	AuthURL      Opt[string] `json:"auth_url,omitzero"`      // where users are sent to sign in; may be null
	TokenURL     Opt[string] `json:"token_url,omitzero"`     // where Clerk exchanges codes for tokens; may be null
	UserInfoURL  Opt[string] `json:"user_info_url,omitzero"` // where Clerk reads about the user; may be null
	RequiresPKCE Opt[bool]   `json:"requires_pkce,omitzero"` // use PKCE, a must without a client secret; may be null
}

// LoginHintParams say what the identity provider (IdP) is told of the user before the sign-in.
type LoginHintParams struct {
	Mode   LoginHintMode `json:"mode"`            // where the hint comes from; required
	Source Opt[string]   `json:"source,omitzero"` // with the mode custom_attribute: the key of the public metadata that holds it
}

// CustomAttributeParams name an attribute that is taken over from an identity provider into the metadata of users.
type CustomAttributeParams struct {
	// Name is what people see. It is required.
	Name string `json:"name"`
	// Key is where the value goes in the metadata: letters, digits, "-" and "_", which may not come first. It is required.
	Key string `json:"key"`
	// SSOPath is where the value is in what the IdP says at a sign-in, in SAML or in OpenID Connect.
	SSOPath Opt[string] `json:"sso_path,omitzero"`
	// SCIMPath is the former name of DirectoryPath. If both are sent, they must be equal.
	SCIMPath Opt[string] `json:"scim_path,omitzero"`
	// DirectoryPath is where the value is in a user of the IdP's directory, as a GJSON path.
	DirectoryPath Opt[string] `json:"directory_path,omitzero"`
	// MultiValued says that there may be several values, which become a list. Default: false.
	MultiValued Opt[bool] `json:"multi_valued,omitzero"`
}
