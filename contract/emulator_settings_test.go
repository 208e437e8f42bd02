package contract

var restrictionScenes = scenes{
	"ListAllowlistIdentifiers": func(s *stage) ask {
		s.do("POST", "/allowlist_identifiers", fields{"identifier": "*@example.com"})
		return ask{}
	},
	"ListAllowlistIdentifiers paginated": func(s *stage) ask {
		s.do("POST", "/allowlist_identifiers", fields{"identifier": "+12025550143"})
		return ask{query: "paginated=true"}
	},
	"CreateAllowlistIdentifier": func(*stage) ask { return ask{body: fields{"identifier": "ada@example.com", "notify": true}} },
	"DeleteAllowlistIdentifier": func(s *stage) ask {
		return ask{ids: []string{s.do("POST", "/allowlist_identifiers", fields{"identifier": "ada@example.com"}).id()}}
	},
	"ListBlocklistIdentifiers": func(s *stage) ask {
		s.do("POST", "/blocklist_identifiers", fields{"identifier": "ada@example.com"})
		return ask{}
	},
	"CreateBlocklistIdentifier": func(*stage) ask { return ask{body: fields{"identifier": "ada@example.com"}} },
	"DeleteBlocklistIdentifier": func(s *stage) ask {
		return ask{ids: []string{s.do("POST", "/blocklist_identifiers", fields{"identifier": "ada@example.com"}).id()}}
	},
}

// redirect makes a redirect URL.
func (s *stage) redirect() thing {
	s.t.Helper()
	return s.do("POST", "/redirect_urls", fields{"url": "my-app://callback"})
}

// satellite makes a satellite domain.
func (s *stage) satellite() thing {
	s.t.Helper()
	return s.do("POST", "/domains", fields{"name": "sat.example.com", "is_satellite": true})
}

var addressScenes = scenes{
	"ListRedirectURLs":           func(s *stage) ask { s.redirect(); return ask{} },
	"ListRedirectURLs paginated": func(s *stage) ask { s.redirect(); return ask{query: "paginated=true"} },
	"CreateRedirectURL":          func(*stage) ask { return ask{body: fields{"url": "https://app.example.com/callback"}} },
	"GetRedirectURL":             func(s *stage) ask { return ask{ids: []string{s.redirect().id()}} },
	"DeleteRedirectURL":          func(s *stage) ask { return ask{ids: []string{s.redirect().id()}} },

	"ListDomains": func(s *stage) ask { s.satellite(); return ask{} },
	"AddDomain": func(*stage) ask {
		return ask{body: fields{"name": "localhost:3000", "is_satellite": true, "proxy_url": nil}}
	},
	"DeleteDomain": func(s *stage) ask { return ask{ids: []string{s.satellite().id()}} },
	"UpdateDomain": func(s *stage) ask {
		return ask{ids: []string{s.satellite().id()}, body: fields{"name": "other.example.com", "is_secondary": true}}
	},
	"VerifyDomainProxy": func(s *stage) ask {
		return ask{body: fields{"domain_id": s.satellite().id(), "proxy_url": "https://sat.example.com/__clerk"}}
	},

	"CreateSvixApp":         func(*stage) ask { return ask{} },
	"DeleteSvixApp":         func(s *stage) ask { s.do("POST", "/webhooks/svix", nil); return ask{} },
	"GenerateSvixAuthURL":   func(s *stage) ask { s.do("POST", "/webhooks/svix", nil); return ask{} },
	"GetPublicInterstitial": func(*stage) ask { return ask{query: "publishable_key=pk_test_x", page: true} },
}

// template makes a JWT template.
func (s *stage) template() thing {
	s.t.Helper()
	return s.do("POST", "/jwt_templates", fields{"name": "supabase", "claims": fields{"email": "{{user.primary_email_address}}"}})
}

var jwtTemplateScenes = scenes{
	"ListJWTTemplates":           func(s *stage) ask { s.template(); return ask{} },
	"ListJWTTemplates paginated": func(s *stage) ask { s.template(); return ask{query: "paginated=true"} },
	"CreateJWTTemplate": func(*stage) ask {
		return ask{body: fields{
			"name": "own", "claims": fields{}, "lifetime": 60, "allowed_clock_skew": 5, "custom_signing_key": true,
			"signing_algorithm": "HS256", "signing_key": "a secret that both know",
		}}
	},
	"GetJWTTemplate": func(s *stage) ask { return ask{ids: []string{s.template().id()}} },
	"UpdateJWTTemplate": func(s *stage) ask {
		return ask{ids: []string{s.template().id()}, body: fields{"name": "new", "claims": fields{"aud": "x"}, "lifetime": nil}}
	},
	"DeleteJWTTemplate": func(s *stage) ask { return ask{ids: []string{s.template().id()}} },
}

var messageTemplateScenes = scenes{
	"GetTemplateList":           func(*stage) ask { return ask{ids: []string{"email"}, query: "limit=3&offset=2"} },
	"GetTemplateList paginated": func(*stage) ask { return ask{ids: []string{"sms"}, query: "paginated=true"} },
	"GetTemplate":               func(*stage) ask { return ask{ids: []string{"sms", "verification_code"}} },
	"UpsertTemplate": func(*stage) ask {
		return ask{ids: []string{"email", "verification_code"}, body: fields{
			"name": "Code", "subject": "Hi", "body": "{{otp_code}}", "markup": nil, "delivered_by_clerk": false, "from_email_name": "hello",
		}}
	},
	"RevertTemplate": func(*stage) ask { return ask{ids: []string{"email", "verification_code"}} },
	"PreviewTemplate": func(*stage) ask {
		return ask{ids: []string{"email", "verification_code"}, body: fields{"body": "Your code: {{ otp_code }}"}}
	},
	"ToggleTemplateDelivery": func(*stage) ask {
		return ask{ids: []string{"sms", "verification_code"}, body: fields{"delivered_by_clerk": false}}
	},
}
