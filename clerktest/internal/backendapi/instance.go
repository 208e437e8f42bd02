package backendapi

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// instance is the settings. What concerns what this package does is honoured: those of organizations hold for the ones that are
// made, the restrictions for sign-ups, and another domain ends all sessions. The rest is for components, and is kept.
func (a *API) instance() []Operation {
	return []Operation{
		read("GET /instance", a.getInstance),
		write("PATCH /instance", a.updateInstance),
		write("PATCH /instance/restrictions", a.updateRestrictions),
		read("GET /instance/protect", func(Call, none) (any, error) { return a.viewProtect(a.w.Set()), nil }),
		write("PATCH /instance/protect", a.updateProtect),
		read("GET /instance/communication", func(Call, none) (any, error) { return viewCommunication(a.w.Set()), nil }),
		write("PATCH /instance/communication", a.updateCommunication),
		read("GET /instance/oauth_application_settings", func(Call, none) (any, error) { return viewOAuthSettings(a.w.Set()), nil }),
		write("PATCH /instance/oauth_application_settings", a.updateOAuthSettings),
		read("GET /instance/organization_settings", func(Call, none) (any, error) { return a.viewOrgSettings(a.w.Set()), nil }),
		write("PATCH /instance/organization_settings", a.updateOrgSettings),
		write("POST /instance/change_domain", a.changeDomain),
		write("PATCH /beta_features/instance_settings", a.updateAuthConfig),
		write("PUT /beta_features/domain", a.changeDomain),
	}
}

// changeSettings puts changed settings in their place.
func (a *API) changeSettings(change func(s *world.Settings)) (world.Settings, error) {
	s := a.w.Set()
	change(&s)
	return s, a.w.Settings.Put(s)
}

type instanceView struct {
	Object          string   `json:"object"`
	ID              string   `json:"id"`
	EnvironmentType string   `json:"environment_type"`
	AllowedOrigins  []string `json:"allowed_origins"`
	WorkspaceID     *string  `json:"workspace_id"`
}

func (a *API) getInstance(Call, none) (any, error) {
	kind := "development"
	if a.Instance().Production {
		kind = "production"
	}
	return instanceView{Object: "instance", ID: a.Instance().ID, EnvironmentType: kind, AllowedOrigins: a.w.Set().AllowedOrigins}, nil
}

type instanceUpdate struct {
	TestMode          Opt[bool]     `body:"test_mode,nullable"`
	HIBP              Opt[bool]     `body:"hibp,nullable"`
	SupportEmail      Opt[string]   `body:"support_email,nullable"`
	ClerkJSVersion    Opt[string]   `body:"clerk_js_version,nullable"`
	DevelopmentOrigin Opt[string]   `body:"development_origin,nullable"`
	AllowedOrigins    Opt[[]string] `body:"allowed_origins"`
	CookielessDev     Opt[bool]     `body:"cookieless_dev,nullable"`
	URLSync           Opt[bool]     `body:"url_based_session_syncing,nullable"`
	FirstFactor       Opt[string]   `body:"preferred_sign_in_strategy_when_password_required,nullable"`
}

func (p *instanceUpdate) check(wrong *problems) {
	if f := p.FirstFactor; f.Set && !slices.Contains([]string{"password", "otp", ""}, f.Value) {
		wrong.invalid("preferred_sign_in_strategy_when_password_required", "must be password, otp or empty.")
	}
	for _, origin := range p.AllowedOrigins.Value {
		if u, err := url.Parse(origin); err != nil || u.Scheme == "" || u.Host == "" {
			wrong.invalid("allowed_origins", "has %.80q, which is no origin as in https://app.example.com or chrome-extension://id.", origin)
		}
	}
	checkOptionalEmail("support_email", p.SupportEmail, wrong)
}

func checkOptionalEmail(param string, p Opt[string], wrong *problems) {
	if p.Value != "" && !wellFormed(world.Email, p.Value) {
		wrong.add(refusal.About(param, "form_param_format_invalid", "is invalid", "must be an address as in help@example.com."))
	}
}

func (a *API) updateInstance(_ Call, p instanceUpdate) (any, error) {
	_, err := a.changeSettings(func(s *world.Settings) {
		p.TestMode.Keep(&s.TestMode)
		p.HIBP.Keep(&s.HIBP)
		p.SupportEmail.Keep(&s.SupportEmail)
		p.ClerkJSVersion.Keep(&s.ClerkJSVersion)
		p.DevelopmentOrigin.Keep(&s.DevelopmentOrigin)
		p.AllowedOrigins.Into(&s.AllowedOrigins)
		p.CookielessDev.Keep(&s.CookielessDev)
		p.URLSync.Keep(&s.URLSync)
		p.FirstFactor.Keep(&s.FirstFactor)
	})
	return reply{status: http.StatusNoContent}, err
}

type authConfig struct {
	Allowlist         Opt[bool]   `body:"restricted_to_allowlist,nullable"`
	FromEmail         Opt[string] `body:"from_email_address,nullable"`
	ProgressiveSignUp Opt[bool]   `body:"progressive_sign_up,nullable"`
	TestMode          Opt[bool]   `body:"test_mode,nullable"`
}

var localPart = regexp.MustCompile(`^[A-Za-z0-9]+$`)

func (p *authConfig) check(wrong *problems) {
	if p.FromEmail.Set && !p.FromEmail.Null && !localPart.MatchString(p.FromEmail.Value) {
		wrong.invalid("from_email_address", "must be what is before the @ of an address, of letters and digits.")
	}
}

type authConfigView struct {
	Object                      string `json:"object"`
	ID                          string `json:"id"`
	RestrictedToAllowlist       bool   `json:"restricted_to_allowlist"`
	FromEmailAddress            string `json:"from_email_address"`
	ProgressiveSignUp           bool   `json:"progressive_sign_up"`
	EnhancedEmailDeliverability bool   `json:"enhanced_email_deliverability"`
}

func (a *API) updateAuthConfig(_ Call, p authConfig) (any, error) {
	s, err := a.changeSettings(func(s *world.Settings) {
		p.Allowlist.Keep(&s.Allowlist)
		p.FromEmail.Keep(&s.FromEmail)
		p.ProgressiveSignUp.Keep(&s.ProgressiveSignUp)
		p.TestMode.Keep(&s.TestMode)
	})
	return authConfigView{"instance_settings", a.Instance().ID, s.Allowlist, s.FromEmail, s.ProgressiveSignUp, false}, err
}

type domainChange struct {
	HomeURL   string    `body:"home_url"`
	Secondary Opt[bool] `body:"is_secondary"`
}

// changeDomain ends all sessions, as Clerk says that it does. The server stays where it is.
func (a *API) changeDomain(_ Call, p domainChange) (any, error) {
	if !a.Instance().Production {
		return nil, refusal.New(http.StatusBadRequest, "domain_update_forbidden", "Not a production instance",
			"A development instance has no domain of its own; start one whose Config.Kind is clerk.KindProduction.")
	}
	if u, err := url.Parse(p.HomeURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, refusal.Unprocessable(refusal.Invalid("home_url", "must be an address as in https://www.example.com."))
	}
	for u := range a.w.Users.Rows().Each() {
		a.w.EndSessions(u.ID)
	}
	_, err := a.changeSettings(func(s *world.Settings) { s.HomeURL, s.Secondary = p.HomeURL, p.Secondary.Value })
	return reply{status: http.StatusAccepted}, err
}
