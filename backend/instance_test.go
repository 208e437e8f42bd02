package backend_test

import (
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestInstanceBodies(t *testing.T) {
	for _, row := range []struct {
		name string
		call func(*backend.InstanceService) error
		want string // method, path and body
	}{
		{
			"what the document does not name is sent all the same", func(s *backend.InstanceService) error {
				_, err := s.UpdateRestrictions(t.Context(), &backend.InstanceUpdateRestrictionsParams{
					Blocklist: backend.Null[bool](), IgnoreDotsForGmailAddresses: backend.Some(false),
				})
				return err
			},
			`PATCH /instance/restrictions {"blocklist":null,"ignore_dots_for_gmail_addresses":false}`,
		},
		{
			"an empty list is sent, an empty text too", func(s *backend.InstanceService) error {
				return s.Update(t.Context(), &backend.InstanceUpdateParams{
					AllowedOrigins: []string{},
					PreferredSignInStrategyWhenPasswordRequired: backend.Some[backend.PreferredSignInStrategy](""),
				})
			},
			`PATCH /instance {"allowed_origins":[],"preferred_sign_in_strategy_when_password_required":""}`,
		},
		{
			"nil params change nothing", func(s *backend.InstanceService) error { return s.Update(t.Context(), nil) },
			"PATCH /instance {}",
		},
		{
			"null brings Clerk's scopes back", func(s *backend.InstanceService) error {
				_, err := s.UpdateOAuthApplicationSettings(t.Context(), &backend.InstanceUpdateOAuthApplicationSettingsParams{
					DefaultScopes: backend.Null[[]string](),
				})
				return err
			},
			`PATCH /instance/oauth_application_settings {"default_scopes":null}`,
		},
		{
			"no country is an empty list", func(s *backend.InstanceService) error {
				_, err := s.UpdateCommunication(t.Context(), &backend.InstanceUpdateCommunicationParams{BlockedCountryCodes: backend.Some([]string{})})
				return err
			},
			`PATCH /instance/communication {"blocked_country_codes":[]}`,
		},
		{
			"enrollment modes are names", func(s *backend.InstanceService) error {
				_, err := s.UpdateOrganizationSettings(t.Context(), &backend.InstanceUpdateOrganizationSettingsParams{
					DomainsEnrollmentModes: []backend.EnrollmentMode{backend.EnrollmentModeAutomaticSuggestion}, MaxAllowedMemberships: backend.Some(0),
				})
				return err
			},
			`PATCH /instance/organization_settings {"max_allowed_memberships":0,"domains_enrollment_modes":["automatic_suggestion"]}`,
		},
	} {
		c, asked := newStub(nil)
		if err := row.call(c.Instance); err == nil {
			t.Errorf("%s: no error", row.name)
		}
		if got := asked.last(t); got.method+" "+got.path+" "+got.body != row.want {
			t.Errorf("%s:\n got %s %s %s\nwant %s", row.name, got.method, got.path, got.body, row.want)
		}
	}
}

func TestAnswersWithoutABodyAreNoErrors(t *testing.T) {
	c := stub(map[string]string{
		"PATCH /instance": "", "POST /instance/change_domain": "", "PUT /beta_features/domain": "", "DELETE /webhooks/svix": "",
	})
	for _, row := range []struct {
		name string
		call func() error
	}{
		{"settings", func() error { return c.Instance.Update(t.Context(), nil) }},
		{"the domain", func() error { return c.Instance.ChangeDomain(t.Context(), nil) }},
		{"the domain, as it used to be", func() error { return c.Instance.UpdateProductionDomain(t.Context(), nil) }},
		{"the application at Svix", func() error { return c.Webhooks.DeleteSvixApp(t.Context()) }},
	} {
		if err := row.call(); err != nil {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

func TestTheInterstitialIsHTMLAndNeedsNoKey(t *testing.T) {
	const page = "<!doctype html><title>Loading</title>"
	c, asked := newStub(map[string]string{"GET /public/interstitial": page})
	got, err := c.Instance.PublicInterstitial(t.Context(), &backend.InstancePublicInterstitialParams{
		FrontendAPI: "clerk.example.com", LegacyFrontendAPI: "old.example.com", UseDomainForScript: backend.Some(false),
	})
	if err != nil || string(got) != page {
		t.Errorf("got %q, error %v", got, err)
	}
	r := asked.last(t)
	if want := "frontendApi=old.example.com&frontend_api=clerk.example.com&use_domain_for_script=false"; r.query != want {
		t.Errorf("asked with %s, want %s", r.query, want)
	}
	if r.header.Get("Authorization") != "" {
		t.Error("the key was sent")
	}
}

func TestInstanceAnswersTellNullFromFalse(t *testing.T) {
	c := stub(map[string]string{
		"GET /instance":                          `{"id":"ins_1","environment_type":"staging","allowed_origins":null,"workspace_id":null}`,
		"PATCH /beta_features/instance_settings": `{"restricted_to_allowlist":false}`,
		"GET /instance/organization_settings":    `{"domains_enrollment_modes":["by_pigeon"],"max_role_sets_allowed":0,"initial_role_set_key":null}`,
	})
	instance, err := c.Instance.Get(t.Context())
	if err != nil || instance.EnvironmentType != "staging" || instance.AllowedOrigins != nil || instance.WorkspaceID != "" {
		t.Errorf("got %+v, error %v", instance, err)
	}
	auth, err := c.Instance.UpdateAuthSettings(t.Context(), nil)
	if err != nil || auth.RestrictedToAllowlist.Or(true) || auth.ProgressiveSignUp.Or(true) != true {
		t.Errorf("got %+v, error %v", auth, err)
	}
	organizations, err := c.Instance.GetOrganizationSettings(t.Context())
	if err != nil || organizations.DomainsEnrollmentModes[0] != "by_pigeon" || organizations.MaxRoleSetsAllowed.Or(1) != 0 {
		t.Errorf("got %+v, error %v", organizations, err)
	}
	if text := strings.ToLower(organizations.SlugDisabled.String()); text != "absent" {
		t.Errorf("slug_disabled is %s", text)
	}
}
