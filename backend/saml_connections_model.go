package backend

// A SAMLConnection is a connection to a SAML identity provider (IdP). "SP" (service provider) is Clerk.
//
// Deprecated: use EnterpriseConnection.
type SAMLConnection struct {
	Object string `json:"object"` // "saml_connection"
	ID     string `json:"id"`     // its id
	Name   string `json:"name"`   // what users see
	// Domain is the first of Domains.
	//
	// Deprecated: use Domains.
	Domain                  string   `json:"domain"`
	Domains                 []string `json:"domains"`                    // of the email addresses that sign in over it
	IDPEntityID             string   `json:"idp_entity_id"`              // what the IdP calls itself
	IDPSSOURL               string   `json:"idp_sso_url"`                // where users are sent to sign in
	IDPCertificate          string   `json:"idp_certificate"`            // what the IdP signs with
	IDPCertificateIssuedAt  Time     `json:"idp_certificate_issued_at"`  // when the certificate begins to be valid
	IDPCertificateExpiresAt Time     `json:"idp_certificate_expires_at"` // when it ceases to be: users are shut out then
	IDPMetadataURL          string   `json:"idp_metadata_url"`           // where the IdP publishes its metadata
	IDPMetadata             string   `json:"idp_metadata"`               // the metadata itself, in XML
	ACSURL                  string   `json:"acs_url"`                    // where the IdP sends its assertions
	SPEntityID              string   `json:"sp_entity_id"`               // what Clerk calls itself
	SPMetadataURL           string   `json:"sp_metadata_url"`            // where Clerk publishes both
	OrganizationID          string   `json:"organization_id"`            // the organization that its people join, if there is one
	// AttributeMapping says where the attributes of a user are in what the IdP sends.
	AttributeMapping   *SAMLConnectionAttributeMapping `json:"attribute_mapping"`
	Active             bool                            `json:"active"`               // users can sign in over it
	Provider           SAMLConnectionProvider          `json:"provider"`             // the kind of IdP
	UserCount          int                             `json:"user_count"`           // how many users have signed in over it
	SyncUserAttributes bool                            `json:"sync_user_attributes"` // names are taken over at each sign-in
	AllowSubdomains    bool                            `json:"allow_subdomains"`     // subdomains of Domains count too
	AllowIDPInitiated  bool                            `json:"allow_idp_initiated"`  // sign-ins may begin at the IdP
	// DisableAdditionalIdentifications says that its users cannot add other email addresses and accounts.
	DisableAdditionalIdentifications bool `json:"disable_additional_identifications"`
	// AllowOrganizationAccountLinking says that members of the organization may link their account to the IdP.
	AllowOrganizationAccountLinking bool      `json:"allow_organization_account_linking"`
	ForceAuthn                      bool      `json:"force_authn"`              // the IdP asks for the password each time
	LoginHint                       LoginHint `json:"login_hint"`               // what the IdP is told of the user
	EnterpriseConnectionID          string    `json:"enterprise_connection_id"` // the same connection as an EnterpriseConnection
	CreatedAt                       Time      `json:"created_at"`               // when it was made
	UpdatedAt                       Time      `json:"updated_at"`               // when it last changed
}

// A SAMLConnectionAttributeMapping names the attributes in which the identity provider sends what Clerk wants.
//
// Deprecated: use EnterpriseConnection, whose mapping can only be set.
type SAMLConnectionAttributeMapping struct {
	UserID       string `json:"user_id"`       // the attribute with the user's id
	EmailAddress string `json:"email_address"` // the attribute with the email address
	FirstName    string `json:"first_name"`    // the attribute with the first name
	LastName     string `json:"last_name"`     // the attribute with the last name
}
