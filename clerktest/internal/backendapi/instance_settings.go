package backendapi

import (
	"regexp"
	"slices"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

type restrictions struct {
	Allowlist         Opt[bool] `body:"allowlist,nullable"`
	Blocklist         Opt[bool] `body:"blocklist,nullable"`
	ListsOffOnSignIn  Opt[bool] `body:"allowlist_blocklist_disabled_on_sign_in,nullable"`
	BlockSubaddresses Opt[bool] `body:"block_email_subaddresses,nullable"`
	BlockDisposable   Opt[bool] `body:"block_disposable_email_domains,nullable"`
}

type restrictionsView struct {
	Object            string `json:"object"`
	Allowlist         bool   `json:"allowlist"`
	Blocklist         bool   `json:"blocklist"`
	ListsOffOnSignIn  bool   `json:"allowlist_blocklist_disabled_on_sign_in"`
	BlockSubaddresses bool   `json:"block_email_subaddresses"`
	BlockDisposable   bool   `json:"block_disposable_email_domains"`
}

func (a *API) updateRestrictions(_ Call, p restrictions) (any, error) {
	s, err := a.changeSettings(func(s *world.Settings) {
		p.Allowlist.Keep(&s.Allowlist)
		p.Blocklist.Keep(&s.Blocklist)
		p.ListsOffOnSignIn.Keep(&s.ListsOffOnSignIn)
		p.BlockSubaddresses.Keep(&s.BlockSubaddresses)
		p.BlockDisposable.Keep(&s.BlockDisposable)
	})
	return restrictionsView{"instance_restrictions", s.Allowlist, s.Blocklist, s.ListsOffOnSignIn, s.BlockSubaddresses, s.BlockDisposable}, err
}

type protection struct {
	Rules   Opt[bool] `body:"rules_enabled,nullable"`
	Specter Opt[bool] `body:"specter_enabled,nullable"`
}

type protectView struct {
	Object         string `json:"object"`
	RulesEnabled   bool   `json:"rules_enabled"`
	SpecterEnabled bool   `json:"specter_enabled"`
	ChecksBypassed bool   `json:"checks_bypassed"`
}

func (a *API) viewProtect(s world.Settings) protectView {
	return protectView{"instance_protect", s.ProtectRules, s.ProtectSpecter, false}
}

func (a *API) updateProtect(_ Call, p protection) (any, error) {
	s, err := a.changeSettings(func(s *world.Settings) {
		p.Rules.Keep(&s.ProtectRules)
		p.Specter.Keep(&s.ProtectSpecter)
	})
	return a.viewProtect(s), err
}

type communication struct {
	Blocked Opt[[]string] `body:"blocked_country_codes,nullable"`
}

const maxCountries = 250

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`) // ISO 3166-1 alpha-2

func (p *communication) check(wrong *problems) {
	codes := p.Blocked.Value
	if len(codes) > maxCountries {
		wrong.add(refusal.About("blocked_country_codes", "form_param_array_size_exceeded", "exceeds maximum size", "must not have over %d values.", maxCountries))
	}
	for i, code := range codes {
		if !countryCode.MatchString(code) || slices.Contains(codes[:i], code) {
			wrong.invalid("blocked_country_codes", "must have codes of two upper-case letters, each once; %.20q is none, or there twice.", code)
		}
	}
}

type communicationView struct {
	Object  string   `json:"object"`
	Blocked []string `json:"blocked_country_codes"`
}

func viewCommunication(s world.Settings) communicationView {
	return communicationView{"instance_communication", append([]string{}, s.BlockedCountries...)}
}

func (a *API) updateCommunication(_ Call, p communication) (any, error) {
	s, err := a.changeSettings(func(s *world.Settings) { p.Blocked.Keep(&s.BlockedCountries) })
	return viewCommunication(s), err
}

type oauthSettings struct {
	ClientRegistration Opt[bool]     `body:"dynamic_oauth_client_registration,nullable"`
	DefaultScopes      Opt[[]string] `body:"default_scopes,nullable"`
	JWTAccessTokens    Opt[bool]     `body:"oauth_jwt_access_tokens,nullable"`
	Advertise          Opt[bool]     `body:"client_id_metadata_documents_advertised,nullable"`
	OnlyKnown          Opt[bool]     `body:"client_id_metadata_documents_only_allow_pre_registered_clients,nullable"`
	BlockImplicit      Opt[bool]     `body:"client_id_metadata_documents_block_implicitly_allowed_clients,nullable"`
}

type oauthSettingsView struct {
	Object             string   `json:"object"`
	ClientRegistration bool     `json:"dynamic_oauth_client_registration"`
	DefaultScopes      []string `json:"default_scopes"`
	JWTAccessTokens    bool     `json:"oauth_jwt_access_tokens"`
	Advertise          bool     `json:"client_id_metadata_documents_advertised"`
	OnlyKnown          bool     `json:"client_id_metadata_documents_only_allow_pre_registered_clients"`
	BlockImplicit      bool     `json:"client_id_metadata_documents_block_implicitly_allowed_clients"`
}

func viewOAuthSettings(s world.Settings) oauthSettingsView {
	return oauthSettingsView{
		"oauth_application_settings", s.ClientRegistration, s.DefaultScopes, s.JWTAccessTokens, s.AdvertiseCIMD, s.OnlyKnownCIMD, s.BlockImplicitCIMD,
	}
}

func (a *API) updateOAuthSettings(_ Call, p oauthSettings) (any, error) {
	s, err := a.changeSettings(func(s *world.Settings) {
		p.ClientRegistration.Keep(&s.ClientRegistration)
		p.DefaultScopes.Into(&s.DefaultScopes) // null is what Clerk provides
		p.JWTAccessTokens.Keep(&s.JWTAccessTokens)
		p.Advertise.Keep(&s.AdvertiseCIMD)
		p.OnlyKnown.Keep(&s.OnlyKnownCIMD)
		p.BlockImplicit.Keep(&s.BlockImplicitCIMD)
	})
	return viewOAuthSettings(s), err
}

type orgSettings struct {
	Enabled         Opt[bool]     `body:"enabled,nullable"`
	MaxMembers      Opt[int64]    `body:"max_allowed_memberships,nullable"`
	AdminDelete     Opt[bool]     `body:"admin_delete_enabled,nullable"`
	Domains         Opt[bool]     `body:"domains_enabled,nullable"`
	NoSlugs         Opt[bool]     `body:"slug_disabled,nullable"`
	EnrollmentModes Opt[[]string] `body:"domains_enrollment_modes" oneof:"manual_invitation automatic_invitation automatic_suggestion"`
	CreatorRole     Opt[string]   `body:"creator_role_id,nullable"`
	DomainsRole     Opt[string]   `body:"domains_default_role_id,nullable"`
}

func (p *orgSettings) check(wrong *problems) { checkMaxMembers(p.MaxMembers, wrong) }

func (a *API) updateOrgSettings(_ Call, p orgSettings) (any, error) {
	if err := a.setInitialRoles(p.CreatorRole, p.DomainsRole); err != nil {
		return nil, err
	}
	s, err := a.changeSettings(func(s *world.Settings) {
		p.MaxMembers.Keep(&s.Orgs.MaxMembers)
		p.Domains.Keep(&s.Orgs.Domains)
		p.NoSlugs.Keep(&s.Orgs.NoSlugs)
		p.EnrollmentModes.Into(&s.Orgs.EnrollmentModes)
		if p.Enabled.Set && !p.Enabled.Null {
			s.Orgs.Disabled = !p.Enabled.Value
		}
		if p.AdminDelete.Set && !p.AdminDelete.Null {
			s.Orgs.NoAdminDelete = !p.AdminDelete.Value
		}
	})
	return a.viewOrgSettings(s), err
}

// setInitialRoles changes the roles of the role set of new organizations. A role may be called by its id or its key.
func (a *API) setInitialRoles(ofCreators, byDefault Opt[string]) error {
	initial := a.w.RoleSets.Initial()
	if initial == nil {
		return nil // all roles can be given, and creators are admins
	}
	set := *initial
	for _, one := range []struct {
		param string
		role  Opt[string]
		place *string
	}{{"creator_role_id", ofCreators, &set.CreatorRoleID}, {"domains_default_role_id", byDefault, &set.DefaultRoleID}} {
		if !one.role.Set || one.role.Null {
			continue
		}
		r := a.w.OrgRoles.Find(one.role.Value)
		if r == nil {
			return refusal.Unprocessable(refusal.NoResource(one.param, "role", one.role.Value))
		}
		if _, err := a.roleIn(&set, one.param, r.Key); err != nil {
			return err
		}
		*one.place = r.ID
	}
	if err := a.checkCreator(a.w.OrgRoles.Get(set.CreatorRoleID)); err != nil || set.CreatorRoleID == initial.CreatorRoleID && set.DefaultRoleID == initial.DefaultRoleID {
		return err
	}
	return a.putRoleSet(&set)
}

// maxDomains is what Clerk allows without an add-on (Clerk: GetInstanceOrganizationSettings).
const maxDomains = 10

type orgSettingsView struct {
	Object             string   `json:"object"`
	Enabled            bool     `json:"enabled"`
	MaxMemberships     int64    `json:"max_allowed_memberships"`
	MaxRoles           int      `json:"max_allowed_roles"`
	MaxRoleSets        int      `json:"max_role_sets_allowed"`
	MaxDomains         int      `json:"max_allowed_domains"`
	CreatorRole        string   `json:"creator_role"`
	AdminDeleteEnabled bool     `json:"admin_delete_enabled"`
	DomainsEnabled     bool     `json:"domains_enabled"`
	SlugDisabled       bool     `json:"slug_disabled"`
	EnrollmentModes    []string `json:"domains_enrollment_modes"`
	DomainsDefaultRole string   `json:"domains_default_role"`
	InitialRoleSetKey  *string  `json:"initial_role_set_key"`
}

func (a *API) viewOrgSettings(s world.Settings) orgSettingsView {
	v := orgSettingsView{
		Object: "organization_settings", Enabled: !s.Orgs.Disabled, MaxMemberships: s.Orgs.MaxMembers, MaxRoles: maxSetRoles,
		MaxRoleSets: max(1, a.w.RoleSets.Len()), MaxDomains: maxDomains, CreatorRole: world.Admin, AdminDeleteEnabled: !s.Orgs.NoAdminDelete,
		DomainsEnabled: s.Orgs.Domains, SlugDisabled: s.Orgs.NoSlugs, EnrollmentModes: append([]string{}, s.Orgs.EnrollmentModes...),
		DomainsDefaultRole: world.Member,
	}
	if set := a.w.RoleSets.Initial(); set != nil {
		v.CreatorRole, v.DomainsDefaultRole = a.w.OrgRoles.Get(set.CreatorRoleID).Key, a.w.OrgRoles.Get(set.DefaultRoleID).Key
		v.InitialRoleSetKey = &set.Key
	}
	return v
}
