package backend

type SAMLConnectionListParams struct {
	Limit          int      `query:"limit"`
	Offset         int      `query:"offset"`
	Query          string   `query:"query"`
	OrderBy        string   `query:"order_by"`
	OrganizationID []string `query:"organization_id"`
}

type SAMLConnectionCreateParams struct {
	Name             string                                    `json:"name"`
	Domain           Opt[string]                               `json:"domain,omitzero"` // Deprecated.
	Domains          []string                                  `json:"domains,omitzero"`
	Provider         SAMLConnectionProvider                    `json:"provider"`
	IDPEntityID      Opt[string]                               `json:"idp_entity_id,omitzero"`     // May be null.
	IDPSSOURL        Opt[string]                               `json:"idp_sso_url,omitzero"`       // May be null.
	IDPCertificate   Opt[string]                               `json:"idp_certificate,omitzero"`   // May be null.
	IDPMetadataURL   Opt[string]                               `json:"idp_metadata_url,omitzero"`  // May be null.
	IDPMetadata      Opt[string]                               `json:"idp_metadata,omitzero"`      // May be null.
	OrganizationID   Opt[string]                               `json:"organization_id,omitzero"`   // May be null.
	AttributeMapping Opt[SAMLConnectionAttributeMappingParams] `json:"attribute_mapping,omitzero"` // May be null.
	ForceAuthn       Opt[bool]                                 `json:"force_authn,omitzero"`
	LoginHint        Opt[LoginHintParams]                      `json:"login_hint,omitzero"` // May be null.
}

type SAMLConnectionProvider string

const (
	SAMLConnectionProviderSAMLCustom    SAMLConnectionProvider = "saml_custom"
	SAMLConnectionProviderSAMLOkta      SAMLConnectionProvider = "saml_okta"
	SAMLConnectionProviderSAMLGoogle    SAMLConnectionProvider = "saml_google"
	SAMLConnectionProviderSAMLMicrosoft SAMLConnectionProvider = "saml_microsoft"
)

type SAMLConnectionAttributeMappingParams struct {
	UserID       Opt[string] `json:"user_id,omitzero"`
	EmailAddress Opt[string] `json:"email_address,omitzero"`
	FirstName    Opt[string] `json:"first_name,omitzero"`
	LastName     Opt[string] `json:"last_name,omitzero"`
}

type LoginHintParams struct {
	Mode   LoginHintMode `json:"mode"`
	Source Opt[string]   `json:"source,omitzero"`
}

type SAMLConnectionUpdateParams struct {
	Name                             Opt[string]                               `json:"name,omitzero"`                               // May be null.
	Domain                           Opt[string]                               `json:"domain,omitzero"`                             // May be null. Deprecated.
	Domains                          Opt[[]string]                             `json:"domains,omitzero"`                            // May be null.
	IDPEntityID                      Opt[string]                               `json:"idp_entity_id,omitzero"`                      // May be null.
	IDPSSOURL                        Opt[string]                               `json:"idp_sso_url,omitzero"`                        // May be null.
	IDPCertificate                   Opt[string]                               `json:"idp_certificate,omitzero"`                    // May be null.
	IDPMetadataURL                   Opt[string]                               `json:"idp_metadata_url,omitzero"`                   // May be null.
	IDPMetadata                      Opt[string]                               `json:"idp_metadata,omitzero"`                       // May be null.
	OrganizationID                   Opt[string]                               `json:"organization_id,omitzero"`                    // May be null.
	AttributeMapping                 Opt[SAMLConnectionAttributeMappingParams] `json:"attribute_mapping,omitzero"`                  // May be null.
	Active                           Opt[bool]                                 `json:"active,omitzero"`                             // May be null.
	SyncUserAttributes               Opt[bool]                                 `json:"sync_user_attributes,omitzero"`               // May be null.
	AllowSubdomains                  Opt[bool]                                 `json:"allow_subdomains,omitzero"`                   // May be null.
	AllowIDPInitiated                Opt[bool]                                 `json:"allow_idp_initiated,omitzero"`                // May be null.
	DisableAdditionalIdentifications Opt[bool]                                 `json:"disable_additional_identifications,omitzero"` // May be null.
	AllowOrganizationAccountLinking  Opt[bool]                                 `json:"allow_organization_account_linking,omitzero"` // May be null.
	ForceAuthn                       Opt[bool]                                 `json:"force_authn,omitzero"`
	LoginHint                        Opt[LoginHintParams]                      `json:"login_hint,omitzero"`                        // May be null.
	ConsentVerifiedDomainsDeletion   Opt[bool]                                 `json:"consent_verified_domains_deletion,omitzero"` // May be null.
}
