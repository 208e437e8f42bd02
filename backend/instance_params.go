package backend

// InstanceUpdateParams are settings of an instance. What is absent stays as it is.
type InstanceUpdateParams struct {
	// TestMode lets email addresses and phone numbers that are made for tests be used. On by default in development. It may
	// be null.
	TestMode Opt[bool] `json:"test_mode,omitzero"`
	// HIBP looks passwords up among those that are known to be stolen (Have I Been Pwned). It may be null.
	HIBP Opt[bool] `json:"hibp,omitzero"`
	// SupportEmail is the address that users are told to write to. It may be null.
	SupportEmail Opt[string] `json:"support_email,omitzero"`
	// ClerkJSVersion pins the version of clerk.js. It may be null.
	ClerkJSVersion Opt[string] `json:"clerk_js_version,omitzero"`
	// DevelopmentOrigin is where the application runs in development. It may be null.
	DevelopmentOrigin Opt[string] `json:"development_origin,omitzero"`
	// AllowedOrigins replaces the list of origins beside its domains that may call the Frontend API, for browser extensions
	// (chrome-extension://…), Electron (http://localhost:3000) and Capacitor (capacitor://localhost). An empty list is sent.
	AllowedOrigins []string `json:"allowed_origins,omitzero"`
	// CookielessDev is an older name. It may be null.
	//
	// Deprecated: Use URLBasedSessionSyncing.
	CookielessDev Opt[bool] `json:"cookieless_dev,omitzero"`
	// URLBasedSessionSyncing carries development sessions in URLs instead of third-party cookies. It may be null.
	URLBasedSessionSyncing Opt[bool] `json:"url_based_session_syncing,omitzero"`
	// PreferredSignInStrategyWhenPasswordRequired is what Clerk's components offer first where every user must have a
	// password; it has no effect elsewhere. Default: password. "" takes the choice back. It may be null.
	PreferredSignInStrategyWhenPasswordRequired Opt[PreferredSignInStrategy] `json:"preferred_sign_in_strategy_when_password_required,omitzero"`
	// EnhancedEmailDeliverability sends production emails about sign-ins the way they used to go out. The published document
	// does not name it among the params, while Clerk's own SDKs send it; Clerk may refuse it.
	//
	// Deprecated: Give the instance an email domain of its own instead.
	EnhancedEmailDeliverability Opt[bool] `json:"enhanced_email_deliverability,omitzero"`
}

// A PreferredSignInStrategy is what a sign-in begins with.
type PreferredSignInStrategy string

// What a sign-in begins with.
const (
	PreferredSignInStrategyPassword PreferredSignInStrategy = "password"
	PreferredSignInStrategyOTP      PreferredSignInStrategy = "otp" // a code by email or text message
)

// InstanceUpdateAuthSettingsParams are settings of an instance. What is absent stays as it is.
type InstanceUpdateAuthSettingsParams struct {
	// RestrictedToAllowlist lets only identifiers on the allowlist sign up. Default: false. It may be null.
	RestrictedToAllowlist Opt[bool] `json:"restricted_to_allowlist,omitzero"`
	// FromEmailAddress is the local part of the address that emails come from, letters and digits only: "hello" for
	// hello@example.com. It may be null.
	FromEmailAddress Opt[string] `json:"from_email_address,omitzero"`
	// ProgressiveSignUp turns the Progressive Sign Up flow on. It may be null.
	//
	// Deprecated: Those who need it ask Clerk's support.
	ProgressiveSignUp Opt[bool] `json:"progressive_sign_up,omitzero"`
	// TestMode lets email addresses and phone numbers that are made for tests be used. On by default in development. It may
	// be null.
	TestMode Opt[bool] `json:"test_mode,omitzero"`
}

// InstanceUpdateRestrictionsParams say who may sign up. What is absent stays as it is.
type InstanceUpdateRestrictionsParams struct {
	// Allowlist refuses who is not on the allowlist. It may be null.
	Allowlist Opt[bool] `json:"allowlist,omitzero"`
	// Blocklist refuses who is on the blocklist. It may be null.
	Blocklist Opt[bool] `json:"blocklist,omitzero"`
	// AllowlistBlocklistDisabledOnSignIn makes the lists count for sign-ups only. It may be null.
	AllowlistBlocklistDisabledOnSignIn Opt[bool] `json:"allowlist_blocklist_disabled_on_sign_in,omitzero"`
	// BlockEmailSubaddresses refuses addresses such as ada+1@example.com. It may be null.
	BlockEmailSubaddresses Opt[bool] `json:"block_email_subaddresses,omitzero"`
	// BlockDisposableEmailDomains refuses throw-away addresses. It may be null.
	BlockDisposableEmailDomains Opt[bool] `json:"block_disposable_email_domains,omitzero"`
	// IgnoreDotsForGmailAddresses takes a.da@gmail.com and ada@gmail.com for one address, as Gmail does. The published
	// document does not name it, while Clerk's own SDKs send it; Clerk may refuse it.
	IgnoreDotsForGmailAddresses Opt[bool] `json:"ignore_dots_for_gmail_addresses,omitzero"`
}

// InstanceUpdateProtectParams are settings of Clerk Protect. What is absent stays as it is.
type InstanceUpdateProtectParams struct {
	RulesEnabled   Opt[bool] `json:"rules_enabled,omitzero"`   // whether its rules apply; may be null
	SpecterEnabled Opt[bool] `json:"specter_enabled,omitzero"` // whether Specter is on; may be null
}

// InstanceUpdateCommunicationParams are settings for text messages.
type InstanceUpdateCommunicationParams struct {
	// BlockedCountryCodes are all countries that messages shall not be sent to, by ISO 3166-1 alpha-2 in upper case: "FR".
	// At most 250, each once. It may be null.
	BlockedCountryCodes Opt[[]string] `json:"blocked_country_codes,omitzero"`
}

// InstanceUpdateOAuthApplicationSettingsParams hold for all OAuth applications. What is absent stays as it is.
type InstanceUpdateOAuthApplicationSettingsParams struct {
	// DynamicOAuthClientRegistration lets applications register themselves (RFC 7591). It may be null.
	DynamicOAuthClientRegistration Opt[bool] `json:"dynamic_oauth_client_registration,omitzero"`
	// DefaultScopes are the scopes of an application that names none. It may be null, which
	// brings Clerk's own back.
	DefaultScopes Opt[[]string] `json:"default_scopes,omitzero"`
	// OAuthJWTAccessTokens makes access tokens JWTs instead of opaque ones. It may be null.
	OAuthJWTAccessTokens Opt[bool] `json:"oauth_jwt_access_tokens,omitzero"`
	// ClientIDMetadataDocumentsAdvertised offers Client ID Metadata Documents in the metadata of the authorization server.
	// It may be null.
	ClientIDMetadataDocumentsAdvertised Opt[bool] `json:"client_id_metadata_documents_advertised,omitzero"`
	// ClientIDMetadataDocumentsOnlyAllowPreRegisteredClients refuses clients with such a document that were never seen. It
	// may be null.
	ClientIDMetadataDocumentsOnlyAllowPreRegisteredClients Opt[bool] `json:"client_id_metadata_documents_only_allow_pre_registered_clients,omitzero"`
	// ClientIDMetadataDocumentsBlockImplicitlyAllowedClients refuses those, too, that were let in without anybody allowing
	// them by name. It revokes no tokens. It may be null.
	ClientIDMetadataDocumentsBlockImplicitlyAllowedClients Opt[bool] `json:"client_id_metadata_documents_block_implicitly_allowed_clients,omitzero"`
}

// InstanceUpdateOrganizationSettingsParams hold for all organizations. What is absent stays as it is.
type InstanceUpdateOrganizationSettingsParams struct {
	// Enabled gives the instance organizations. It may be null.
	Enabled Opt[bool] `json:"enabled,omitzero"`
	// MaxAllowedMemberships is how many members an organization may have unless it says otherwise. It may be null.
	MaxAllowedMemberships Opt[int] `json:"max_allowed_memberships,omitzero"`
	// AdminDeleteEnabled lets admins delete their organization. It may be null.
	AdminDeleteEnabled Opt[bool] `json:"admin_delete_enabled,omitzero"`
	// DomainsEnabled lets organizations have domains. It may be null.
	DomainsEnabled Opt[bool] `json:"domains_enabled,omitzero"`
	// SlugDisabled makes organizations do without slugs. It may be null.
	SlugDisabled Opt[bool] `json:"slug_disabled,omitzero"`
	// DomainsEnrollmentModes are the ways in which a domain may bring members in: automatic_invitation,
	// automatic_suggestion or both. An empty list is sent.
	DomainsEnrollmentModes []EnrollmentMode `json:"domains_enrollment_modes,omitzero"`
	// CreatorRoleID is the id of the role that the creator of an organization gets. It may be null.
	CreatorRoleID Opt[string] `json:"creator_role_id,omitzero"`
	// DomainsDefaultRoleID is the id of the role of those whom a domain brings in. It may be null.
	DomainsDefaultRoleID Opt[string] `json:"domains_default_role_id,omitzero"`
}
