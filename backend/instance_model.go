package backend

// An Instance is one environment of an application: development or production.
type Instance struct {
	Object          string   `json:"object"`           // always "instance"
	ID              string   `json:"id"`               // the id of the instance
	EnvironmentType string   `json:"environment_type"` // "development" or "production"
	AllowedOrigins  []string `json:"allowed_origins"`  // the origins beside its domains that may call the Frontend API
	WorkspaceID     string   `json:"workspace_id"`     // the Clerk workspace that owns the application; "" without an owner
}

// InstanceAuthSettings are the settings that UpdateAuthSettings changes.
type InstanceAuthSettings struct {
	// Object is always "instance_settings".
	Object string `json:"object"`
	// ID is the id of the instance.
	ID string `json:"id"`
	// RestrictedToAllowlist says that only identifiers on the allowlist may sign up.
	RestrictedToAllowlist Opt[bool] `json:"restricted_to_allowlist"`
	// FromEmailAddress is the local part of the address that emails come from.
	FromEmailAddress string `json:"from_email_address"`
	// ProgressiveSignUp says that the Progressive Sign Up flow is on.
	//
	// Deprecated: Those who need it ask Clerk's support.
	ProgressiveSignUp Opt[bool] `json:"progressive_sign_up"`
	// EnhancedEmailDeliverability says that production emails about sign-ins go out the way they used to.
	//
	// Deprecated: Give the instance an email domain of its own instead.
	EnhancedEmailDeliverability Opt[bool] `json:"enhanced_email_deliverability"`
}

// InstanceRestrictions say who may sign up.
type InstanceRestrictions struct {
	Object                             string `json:"object"`                                  // always "instance_restrictions"
	Allowlist                          bool   `json:"allowlist"`                               // only who is on the allowlist
	Blocklist                          bool   `json:"blocklist"`                               // nobody who is on the blocklist
	AllowlistBlocklistDisabledOnSignIn bool   `json:"allowlist_blocklist_disabled_on_sign_in"` // the lists count for sign-ups alone
	BlockEmailSubaddresses             bool   `json:"block_email_subaddresses"`                // no addresses such as ada+1@example.com
	BlockDisposableEmailDomains        bool   `json:"block_disposable_email_domains"`          // no throw-away addresses
}

// InstanceProtect are the settings of Clerk Protect.
type InstanceProtect struct {
	Object         string `json:"object"`          // always "instance_protect"
	RulesEnabled   bool   `json:"rules_enabled"`   // whether its rules apply
	SpecterEnabled bool   `json:"specter_enabled"` // whether Specter, which tells people from bots, is on
	ChecksBypassed bool   `json:"checks_bypassed"` // whether the instance vouches for its setup instead of having it checked
}

// InstanceCommunication are the settings for text messages.
type InstanceCommunication struct {
	Object              string   `json:"object"`                // always "instance_communication"
	BlockedCountryCodes []string `json:"blocked_country_codes"` // where none are sent, by ISO 3166-1 alpha-2: "FR"
}

// OAuthApplicationSettings hold for all OAuth applications of an instance.
type OAuthApplicationSettings struct {
	// Object is always "oauth_application_settings".
	Object string `json:"object"`
	// DynamicOAuthClientRegistration says that applications may register themselves (RFC 7591).
	DynamicOAuthClientRegistration bool `json:"dynamic_oauth_client_registration"`
	// DefaultScopes are the scopes of an application that names none.
	DefaultScopes []string `json:"default_scopes"`
	// OAuthJWTAccessTokens says that access tokens are JWTs; otherwise they are opaque.
	OAuthJWTAccessTokens bool `json:"oauth_jwt_access_tokens"`
	// ClientIDMetadataDocumentsAdvertised says that the metadata of the authorization server offers Client ID Metadata
	// Documents: a client id that is the address of a document about the client.
	ClientIDMetadataDocumentsAdvertised bool `json:"client_id_metadata_documents_advertised"`
	// ClientIDMetadataDocumentsOnlyAllowPreRegisteredClients refuses clients with such a document that were never seen. A
	// client that is deleted counts as never seen.
	ClientIDMetadataDocumentsOnlyAllowPreRegisteredClients bool `json:"client_id_metadata_documents_only_allow_pre_registered_clients"`
	// ClientIDMetadataDocumentsBlockImplicitlyAllowedClients refuses those, too, that were let in without anybody allowing
	// them by name. Tokens that they have stay good.
	ClientIDMetadataDocumentsBlockImplicitlyAllowedClients bool `json:"client_id_metadata_documents_block_implicitly_allowed_clients"`
}

// OrganizationSettings hold for all organizations of an instance.
type OrganizationSettings struct {
	// Object is always "organization_settings".
	Object string `json:"object"`
	// Enabled says that the instance has organizations.
	Enabled bool `json:"enabled"`
	// MaxAllowedMemberships is how many members an organization may have unless it says otherwise.
	MaxAllowedMemberships int `json:"max_allowed_memberships"`
	// MaxAllowedRoles is how many roles the instance may have.
	MaxAllowedRoles int `json:"max_allowed_roles"`
	// MaxRoleSetsAllowed is how many role sets the instance may have.
	MaxRoleSetsAllowed Opt[int] `json:"max_role_sets_allowed"`
	// MaxAllowedDomains is how many domains an organization may have.
	MaxAllowedDomains int `json:"max_allowed_domains"`
	// MaxAllowedPermissions means nothing any more.
	//
	// Deprecated: The number of permissions is not limited.
	MaxAllowedPermissions Opt[int] `json:"max_allowed_permissions"`
	// CreatorRole is the key of the role that the creator of an organization gets: "org:admin".
	CreatorRole string `json:"creator_role"`
	// AdminDeleteEnabled says that admins may delete their organization, unless the organization itself says otherwise.
	AdminDeleteEnabled bool `json:"admin_delete_enabled"`
	// DomainsEnabled says that organizations may have domains.
	DomainsEnabled bool `json:"domains_enabled"`
	// SlugDisabled says that organizations have no slugs.
	SlugDisabled Opt[bool] `json:"slug_disabled"`
	// DomainsEnrollmentModes are the ways in which a domain may bring members in.
	DomainsEnrollmentModes []EnrollmentMode `json:"domains_enrollment_modes"`
	// DomainsDefaultRole is the key of the role that those get: "org:member".
	DomainsDefaultRole string `json:"domains_default_role"`
	// InitialRoleSetKey is the key of the role set of a new organization, or "".
	InitialRoleSetKey string `json:"initial_role_set_key"`
}

// An EnrollmentMode says what happens to a user whose email address is on a domain of an organization.
type EnrollmentMode string

// What happens to such a user.
const (
	EnrollmentModeManualInvitation    EnrollmentMode = "manual_invitation"    // nothing: somebody has to invite them
	EnrollmentModeAutomaticInvitation EnrollmentMode = "automatic_invitation" // they are invited
	EnrollmentModeAutomaticSuggestion EnrollmentMode = "automatic_suggestion" // they may ask to join
	EnrollmentModeEnterpriseSSO       EnrollmentMode = "enterprise_sso"       // they join by signing in with single sign-on
)
