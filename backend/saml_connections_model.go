package backend

type SAMLConnection struct {
	Object                           string                          `json:"object"`
	ID                               string                          `json:"id"`
	Name                             string                          `json:"name"`
	Domain                           string                          `json:"domain"` // Deprecated.
	Domains                          []string                        `json:"domains"`
	IDPEntityID                      string                          `json:"idp_entity_id"`
	IDPSSOURL                        string                          `json:"idp_sso_url"`
	IDPCertificate                   string                          `json:"idp_certificate"`
	IDPCertificateIssuedAt           Time                            `json:"idp_certificate_issued_at"`
	IDPCertificateExpiresAt          Time                            `json:"idp_certificate_expires_at"`
	IDPMetadataURL                   string                          `json:"idp_metadata_url"`
	IDPMetadata                      string                          `json:"idp_metadata"`
	ACSURL                           string                          `json:"acs_url"`
	SPEntityID                       string                          `json:"sp_entity_id"`
	SPMetadataURL                    string                          `json:"sp_metadata_url"`
	OrganizationID                   string                          `json:"organization_id"`
	AttributeMapping                 *SAMLConnectionAttributeMapping `json:"attribute_mapping"`
	Active                           bool                            `json:"active"`
	Provider                         string                          `json:"provider"`
	UserCount                        int64                           `json:"user_count"`
	SyncUserAttributes               bool                            `json:"sync_user_attributes"`
	AllowSubdomains                  bool                            `json:"allow_subdomains"`
	AllowIDPInitiated                bool                            `json:"allow_idp_initiated"`
	DisableAdditionalIdentifications bool                            `json:"disable_additional_identifications"`
	AllowOrganizationAccountLinking  bool                            `json:"allow_organization_account_linking"`
	ForceAuthn                       bool                            `json:"force_authn"`
	LoginHint                        LoginHint                       `json:"login_hint"`
	EnterpriseConnectionID           string                          `json:"enterprise_connection_id"`
	CreatedAt                        Time                            `json:"created_at"`
	UpdatedAt                        Time                            `json:"updated_at"`
}

type SAMLConnectionAttributeMapping struct {
	UserID       string `json:"user_id"`
	EmailAddress string `json:"email_address"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name"`
}

type LoginHint struct {
	Mode   LoginHintMode `json:"mode"`
	Source string        `json:"source"`
}

type LoginHintMode string

const (
	LoginHintModeEmailAddress    LoginHintMode = "email_address"
	LoginHintModeCustomAttribute LoginHintMode = "custom_attribute"
	LoginHintModeOff             LoginHintMode = "off"
)
