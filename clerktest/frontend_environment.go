package clerktest

import (
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/backendapi"
)

// An attribute is what an instance wants of users of one kind.
type attribute struct {
	Enabled             bool     `json:"enabled"`
	Required            bool     `json:"required"`
	UsedForFirstFactor  bool     `json:"used_for_first_factor"`
	FirstFactors        []string `json:"first_factors"`
	UsedForSecondFactor bool     `json:"used_for_second_factor"`
	SecondFactors       []string `json:"second_factors"`
	Verifications       []string `json:"verifications"`
	VerifyAtSignUp      bool     `json:"verify_at_sign_up"`
	Name                string   `json:"name,omitempty"`
}

// attributes are those of an instance: an email address that is verified, and what else one likes.
func attributes() map[string]attribute {
	all := map[string]attribute{}
	for _, name := range []string{
		"email_address", "phone_number", "username", "first_name", "last_name", "password", "web3_wallet", "passkey", "authenticator_app",
		"backup_code", "ticket",
	} {
		a := attribute{Name: name, FirstFactors: []string{}, SecondFactors: []string{}, Verifications: []string{}}
		switch name {
		case "email_address":
			a.Enabled, a.Required, a.UsedForFirstFactor, a.VerifyAtSignUp = true, true, true, true
			a.FirstFactors, a.Verifications = []string{byEmailCode, byReset}, []string{byEmailCode}
		case "authenticator_app":
			a.Enabled, a.UsedForSecondFactor, a.SecondFactors = true, true, []string{byTOTP}
		case "backup_code":
			a.Enabled, a.UsedForSecondFactor, a.SecondFactors = true, true, []string{byBackup}
		case "username", "first_name", "last_name", "password":
			a.Enabled, a.UsedForFirstFactor = true, name == "username"
		}
		all[name] = a
	}
	return all
}

// getEnvironment answers how the instance is set up. Nothing of it can be changed.
func (c *Clerk) getEnvironment(*visitor) (any, error) {
	type object = map[string]any
	off := object{"enabled": false}
	kind := "development"
	if c.config.Kind == clerk.KindProduction {
		kind = "production"
	}
	return unwrapped{object{
		"object":           "environment",
		"maintenance_mode": false,
		"auth_config": object{
			"object": "auth_config", "single_session_mode": false, "claimed_at": nil, "reverification": true,
			"preferred_channels": object{}, "cookieless_dev": true, "url_based_session_syncing": true,
		},
		"display_config": object{
			"object": "display_config", "id": "display_config", "instance_environment_type": kind, "application_name": "clerktest",
			"theme": object{}, "branded": false, "preferred_sign_in_strategy": "password", "captcha_widget_type": nil,
			"captcha_public_key": nil, "captcha_provider": "turnstile", "captcha_oauth_bypass": []string{}, "captcha_heartbeat": false,
			"home_url": "/", "sign_in_url": c.SignInURL(), "sign_up_url": c.SignInURL(), "user_profile_url": "", "after_sign_in_url": "/",
			"after_sign_up_url": "/", "after_sign_out_one_url": "/", "after_sign_out_all_url": "/", "after_switch_session_url": "/",
			"organization_profile_url": "", "create_organization_url": "", "after_leave_organization_url": "/",
			"after_create_organization_url": "/", "show_devmode_warning": false, "support_email": "", "logo_image_url": "",
			"favicon_image_url": "", "waitlist_url": "", "after_join_waitlist_url": "",
		},
		"user_settings": object{
			"attributes": attributes(), "social": object{}, "saml": off, "enterprise_sso": off,
			"actions":           object{"delete_self": true, "create_organization": true, "create_organizations_limit": nil},
			"sign_in":           object{"second_factor": object{"required": false, "enabled": true}},
			"sign_up":           object{"captcha_enabled": false, "captcha_widget_type": nil, "custom_action_required": false, "progressive": true, "mode": "public", "legal_consent_enabled": false},
			"password_settings": object{"min_length": 8, "max_length": 72, "allowed_special_characters": "", "disable_hibp": true, "show_zxcvbn": false, "min_zxcvbn_strength": 0},
			"username_settings": object{"min_length": c.config.MinUsername, "max_length": backendapi.MaxUsername},
			"passkey_settings":  object{"allow_autofill": false, "show_sign_in_button": false},
		},
		"organization_settings": object{
			"enabled": true, "max_allowed_memberships": 0, "force_organization_selection": false, "creator_role": "org:admin",
			"actions": object{"admin_delete": true}, "slug": object{"disabled": false},
			"domains": object{"enabled": true, "enrollment_modes": []string{"manual_invitation"}, "default_role": "org:member"},
		},
		"commerce_settings": object{"billing": object{
			"stripe_publishable_key": nil, "organization": object{"enabled": false, "has_paid_plans": false}, "user": object{"enabled": false, "has_paid_plans": false},
		}},
		"api_keys_settings": off,
	}}, nil
}
