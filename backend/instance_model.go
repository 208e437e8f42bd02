package backend

type InstanceAuthSettings struct {
	Object                      string    `json:"object"`
	ID                          string    `json:"id"`
	RestrictedToAllowlist       Opt[bool] `json:"restricted_to_allowlist"`
	FromEmailAddress            string    `json:"from_email_address"`
	ProgressiveSignUp           Opt[bool] `json:"progressive_sign_up"`
	EnhancedEmailDeliverability Opt[bool] `json:"enhanced_email_deliverability"` // Deprecated.
}

type Instance struct {
	Object          string   `json:"object"`
	ID              string   `json:"id"`
	EnvironmentType string   `json:"environment_type"`
	AllowedOrigins  []string `json:"allowed_origins"`
	WorkspaceID     string   `json:"workspace_id"`
}

type InstanceRestrictions struct {
	Object                             string `json:"object"`
	Allowlist                          bool   `json:"allowlist"`
	Blocklist                          bool   `json:"blocklist"`
	AllowlistBlocklistDisabledOnSignIn bool   `json:"allowlist_blocklist_disabled_on_sign_in"`
	BlockEmailSubaddresses             bool   `json:"block_email_subaddresses"`
	BlockDisposableEmailDomains        bool   `json:"block_disposable_email_domains"`
}

type InstanceProtect struct {
	Object         string `json:"object"`
	RulesEnabled   bool   `json:"rules_enabled"`
	SpecterEnabled bool   `json:"specter_enabled"`
	ChecksBypassed bool   `json:"checks_bypassed"`
}

type InstanceCommunication struct {
	Object              string   `json:"object"`
	BlockedCountryCodes []string `json:"blocked_country_codes"`
}

type OAuthApplicationSettings struct {
	Object                                                 string   `json:"object"`
	DynamicOAuthClientRegistration                         bool     `json:"dynamic_oauth_client_registration"`
	DefaultScopes                                          []string `json:"default_scopes"`
	OAuthJWTAccessTokens                                   bool     `json:"oauth_jwt_access_tokens"`
	ClientIDMetadataDocumentsAdvertised                    bool     `json:"client_id_metadata_documents_advertised"`
	ClientIDMetadataDocumentsOnlyAllowPreRegisteredClients bool     `json:"client_id_metadata_documents_only_allow_pre_registered_clients"`
	ClientIDMetadataDocumentsBlockImplicitlyAllowedClients bool     `json:"client_id_metadata_documents_block_implicitly_allowed_clients"`
}

type OrganizationSettings struct {
	Object                 string           `json:"object"`
	Enabled                bool             `json:"enabled"`
	MaxAllowedMemberships  int64            `json:"max_allowed_memberships"`
	MaxAllowedRoles        int64            `json:"max_allowed_roles"`
	MaxRoleSetsAllowed     Opt[int64]       `json:"max_role_sets_allowed"`
	MaxAllowedDomains      int64            `json:"max_allowed_domains"`
	MaxAllowedPermissions  Opt[int64]       `json:"max_allowed_permissions"` // Deprecated.
	CreatorRole            string           `json:"creator_role"`
	AdminDeleteEnabled     bool             `json:"admin_delete_enabled"`
	DomainsEnabled         bool             `json:"domains_enabled"`
	SlugDisabled           Opt[bool]        `json:"slug_disabled"`
	DomainsEnrollmentModes []EnrollmentMode `json:"domains_enrollment_modes"`
	DomainsDefaultRole     string           `json:"domains_default_role"`
	InitialRoleSetKey      string           `json:"initial_role_set_key"`
}

type EnrollmentMode string

const (
	EnrollmentModeManualInvitation    EnrollmentMode = "manual_invitation"
	EnrollmentModeAutomaticInvitation EnrollmentMode = "automatic_invitation"
	EnrollmentModeAutomaticSuggestion EnrollmentMode = "automatic_suggestion"
	EnrollmentModeEnterpriseSSO       EnrollmentMode = "enterprise_sso"
)
