package backend

type InstancePublicInterstitialParams struct {
	FrontendAPICamel   string    `query:"frontendApi"`
	FrontendAPI        string    `query:"frontend_api"`
	PublishableKey     string    `query:"publishable_key"`
	ProxyURL           string    `query:"proxy_url"`
	Domain             string    `query:"domain"`
	SignInURL          string    `query:"sign_in_url"`
	UseDomainForScript Opt[bool] `query:"use_domain_for_script"`
}

type InstanceUpdateAuthSettingsParams struct {
	RestrictedToAllowlist Opt[bool]   `json:"restricted_to_allowlist,omitzero"` // May be null.
	FromEmailAddress      Opt[string] `json:"from_email_address,omitzero"`      // May be null.
	ProgressiveSignUp     Opt[bool]   `json:"progressive_sign_up,omitzero"`     // May be null.
	TestMode              Opt[bool]   `json:"test_mode,omitzero"`               // May be null.
}

type InstanceUpdateProductionDomainParams struct {
	HomeURL     Opt[string] `json:"home_url,omitzero"`
	IsSecondary Opt[bool]   `json:"is_secondary,omitzero"`
}

type InstanceUpdateParams struct {
	TestMode                                    Opt[bool]                    `json:"test_mode,omitzero"`          // May be null.
	Hibp                                        Opt[bool]                    `json:"hibp,omitzero"`               // May be null.
	SupportEmail                                Opt[string]                  `json:"support_email,omitzero"`      // May be null.
	ClerkJsVersion                              Opt[string]                  `json:"clerk_js_version,omitzero"`   // May be null.
	DevelopmentOrigin                           Opt[string]                  `json:"development_origin,omitzero"` // May be null.
	AllowedOrigins                              []string                     `json:"allowed_origins,omitzero"`
	CookielessDev                               Opt[bool]                    `json:"cookieless_dev,omitzero"`                                    // May be null. Deprecated.
	URLBasedSessionSyncing                      Opt[bool]                    `json:"url_based_session_syncing,omitzero"`                         // May be null.
	PreferredSignInStrategyWhenPasswordRequired Opt[PreferredSignInStrategy] `json:"preferred_sign_in_strategy_when_password_required,omitzero"` // May be null.
}

type PreferredSignInStrategy string

const (
	PreferredSignInStrategyPassword PreferredSignInStrategy = "password"
	PreferredSignInStrategyOTP      PreferredSignInStrategy = "otp"
)

type InstanceUpdateRestrictionsParams struct {
	Allowlist                          Opt[bool] `json:"allowlist,omitzero"`                               // May be null.
	Blocklist                          Opt[bool] `json:"blocklist,omitzero"`                               // May be null.
	AllowlistBlocklistDisabledOnSignIn Opt[bool] `json:"allowlist_blocklist_disabled_on_sign_in,omitzero"` // May be null.
	BlockEmailSubaddresses             Opt[bool] `json:"block_email_subaddresses,omitzero"`                // May be null.
	BlockDisposableEmailDomains        Opt[bool] `json:"block_disposable_email_domains,omitzero"`          // May be null.
}

type InstanceUpdateProtectParams struct {
	RulesEnabled   Opt[bool] `json:"rules_enabled,omitzero"`   // May be null.
	SpecterEnabled Opt[bool] `json:"specter_enabled,omitzero"` // May be null.
}

type InstanceUpdateCommunicationParams struct {
	BlockedCountryCodes Opt[[]string] `json:"blocked_country_codes,omitzero"` // May be null.
}

type InstanceUpdateOAuthApplicationSettingsParams struct {
	DynamicOAuthClientRegistration                         Opt[bool]     `json:"dynamic_oauth_client_registration,omitzero"`                              // May be null.
	DefaultScopes                                          Opt[[]string] `json:"default_scopes,omitzero"`                                                 // May be null.
	OAuthJWTAccessTokens                                   Opt[bool]     `json:"oauth_jwt_access_tokens,omitzero"`                                        // May be null.
	ClientIDMetadataDocumentsAdvertised                    Opt[bool]     `json:"client_id_metadata_documents_advertised,omitzero"`                        // May be null.
	ClientIDMetadataDocumentsOnlyAllowPreRegisteredClients Opt[bool]     `json:"client_id_metadata_documents_only_allow_pre_registered_clients,omitzero"` // May be null.
	ClientIDMetadataDocumentsBlockImplicitlyAllowedClients Opt[bool]     `json:"client_id_metadata_documents_block_implicitly_allowed_clients,omitzero"`  // May be null.
}

type InstanceChangeDomainParams struct {
	HomeURL     Opt[string] `json:"home_url,omitzero"`
	IsSecondary Opt[bool]   `json:"is_secondary,omitzero"`
}

type InstanceUpdateOrganizationSettingsParams struct {
	Enabled                Opt[bool]   `json:"enabled,omitzero"`                 // May be null.
	MaxAllowedMemberships  Opt[int64]  `json:"max_allowed_memberships,omitzero"` // May be null.
	AdminDeleteEnabled     Opt[bool]   `json:"admin_delete_enabled,omitzero"`    // May be null.
	DomainsEnabled         Opt[bool]   `json:"domains_enabled,omitzero"`         // May be null.
	SlugDisabled           Opt[bool]   `json:"slug_disabled,omitzero"`           // May be null.
	DomainsEnrollmentModes []string    `json:"domains_enrollment_modes,omitzero"`
	CreatorRoleID          Opt[string] `json:"creator_role_id,omitzero"`         // May be null.
	DomainsDefaultRoleID   Opt[string] `json:"domains_default_role_id,omitzero"` // May be null.
}
