package contract

import (
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

// asking asks with a body, with nothing made ready.
func asking(body any) func(*stage) ask { return func(*stage) ask { return ask{body: body} } }

// inProduction asks a production instance.
func inProduction(body any) func(*stage) ask {
	return func(s *stage) ask {
		s.ck = clerktest.New(s.t, clerktest.Config{Kind: clerk.KindProduction})
		return ask{body: body}
	}
}

var instanceScenes = scenes{
	"GetInstance":                            asking(nil),
	"UpdateInstance":                         asking(fields{"allowed_origins": []string{"https://app.example.com"}, "test_mode": nil, "hibp": true}),
	"UpdateInstanceRestrictions":             asking(fields{"allowlist": true, "blocklist": nil}),
	"GetInstanceProtect":                     asking(nil),
	"UpdateInstanceProtect":                  asking(fields{"rules_enabled": true}),
	"GetInstanceCommunication":               asking(nil),
	"UpdateInstanceCommunication":            asking(fields{"blocked_country_codes": []string{"AQ"}}),
	"GetInstanceOAuthApplicationSettings":    asking(nil),
	"UpdateInstanceOAuthApplicationSettings": asking(fields{"default_scopes": []string{"email"}, "oauth_jwt_access_tokens": true}),
	"GetInstanceOrganizationSettings":        asking(nil),
	"UpdateInstanceOrganizationSettings": func(s *stage) ask {
		return ask{body: fields{"max_allowed_memberships": 5, "domains_enrollment_modes": []string{"automatic_invitation"}, "creator_role_id": s.roleID()}}
	},
	"ChangeProductionInstanceDomain": inProduction(fields{"home_url": "https://www.example.com", "is_secondary": false}),
	"UpdateInstanceAuthConfig":       asking(fields{"restricted_to_allowlist": true, "from_email_address": "hello"}),
	"UpdateProductionInstanceDomain": inProduction(fields{"home_url": "https://www.example.com"}),
}

// waiting makes a waitlist entry.
func (s *stage) waiting() thing {
	s.t.Helper()
	return s.do("POST", "/waitlist_entries", fields{"email_address": "bob@example.com"})
}

func onWaiting(body any) func(*stage) ask {
	return func(s *stage) ask { return ask{ids: []string{s.waiting().id()}, body: body} }
}

var waitlistScenes = scenes{
	"ListWaitlistEntries": func(s *stage) ask {
		s.do("POST", "/waitlist_entries/"+s.waiting().id()+"/invite", nil)
		return ask{query: "status=invited&order_by=invited_at"}
	},
	"CreateWaitlistEntry":       asking(fields{"email_address": "bob@example.com", "notify": false}),
	"CreateBulkWaitlistEntries": asking([]any{fields{"email_address": "bob@example.com"}}),
	"DeleteWaitlistEntry":       onWaiting(nil),
	"InviteWaitlistEntry":       onWaiting(fields{"ignore_existing": nil}),
	"RejectWaitlistEntry":       onWaiting(nil),
}
