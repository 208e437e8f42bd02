package contract

import "github.com/usher-auth/usher/clerktest"

// key makes an API key of a user.
func (s *stage) key() thing {
	s.t.Helper()
	user := s.user()
	return s.do("POST", "/api_keys", fields{
		"name": "deploys", "subject": user.id(), "description": "for deploys", "claims": fields{"a": 1}, "scopes": []string{"a:b"},
		"created_by": user.id(), "seconds_until_expiration": 60,
	})
}

func onKey(body any) func(*stage) ask {
	return func(s *stage) ask { return ask{ids: []string{s.key().id()}, body: body} }
}

var apiKeyScenes = scenes{
	"createApiKey": func(s *stage) ask {
		user := s.user()
		return ask{body: fields{"name": "deploys", "subject": user.id(), "seconds_until_expiration": 1.5, "description": nil, "claims": nil}}
	},
	"getApiKeys": func(s *stage) ask {
		return ask{query: "include_invalid=true&query=DEPLOYS&limit=100&subject=" + s.key().text("subject")}
	},
	"getApiKey":       onKey(nil),
	"updateApiKey":    onKey(fields{"claims": nil, "scopes": []string{}, "description": "x", "seconds_until_expiration": nil}),
	"deleteApiKey":    onKey(nil),
	"getApiKeySecret": onKey(nil),
	"revokeApiKey":    onKey(fields{"revocation_reason": "leaked"}),
	"verifyApiKey":    func(s *stage) ask { return ask{body: fields{"secret": s.key().text("secret")}} },
	"verifyApiKey revoked": func(s *stage) ask {
		key := s.key()
		s.do("POST", "/api_keys/"+key.id()+"/revoke", fields{})
		return ask{body: fields{"secret": key.text("secret")}}
	},
}

// machine makes two machines, of which the first may call the second.
func (s *stage) machines() (caller, called thing) {
	s.t.Helper()
	called = s.do("POST", "/machines", fields{"name": "billing"})
	return s.do("POST", "/machines", fields{"name": "shop", "scoped_machines": []string{called.id()}, "default_token_ttl": 60}), called
}

func onMachine(body any) func(*stage) ask {
	return func(s *stage) ask {
		caller, _ := s.machines()
		return ask{ids: []string{caller.id()}, body: body}
	}
}

var machineScenes = scenes{
	"ListMachines":           func(s *stage) ask { s.machines(); return ask{query: "query=sho&order_by=name"} },
	"CreateMachine":          func(*stage) ask { return ask{body: fields{"name": "shop", "scoped_machines": []string{}}} },
	"GetMachine":             onMachine(nil),
	"UpdateMachine":          onMachine(fields{"name": "store", "default_token_ttl": 5}),
	"DeleteMachine":          onMachine(nil),
	"GetMachineSecretKey":    onMachine(nil),
	"RotateMachineSecretKey": onMachine(fields{"previous_token_ttl": 60}),
	"CreateMachineScope": func(s *stage) ask {
		caller, called := s.machines()
		return ask{ids: []string{called.id()}, body: fields{"to_machine_id": caller.id()}}
	},
	"DeleteMachineScope": func(s *stage) ask {
		caller, called := s.machines()
		return ask{ids: []string{caller.id(), called.id()}}
	},
}

// token issues an opaque token of a machine.
func (s *stage) token() clerktest.M2MToken {
	s.t.Helper()
	caller, _ := s.machines()
	return s.ck.IssueM2MToken(clerktest.M2MToken{MachineID: caller.id(), Claims: map[string]any{"a": 1}})
}

var m2mTokenScenes = scenes{
	"createM2MToken": func(s *stage) ask {
		caller, _ := s.machines()
		return ask{key: caller.text("secret_key"), body: fields{"claims": fields{"a": 1}, "min_remaining_ttl_seconds": 10}}
	},
	"createM2MToken jwt": func(s *stage) ask {
		caller, _ := s.machines()
		return ask{key: caller.text("secret_key"), body: fields{"token_format": "jwt", "seconds_until_expiration": nil}}
	},
	"getM2MTokens": func(s *stage) ask { return ask{query: "revoked=true&subject=" + s.token().MachineID} },
	"revokeM2MToken": func(s *stage) ask {
		return ask{ids: []string{s.token().ID}, body: fields{"revocation_reason": "leaked"}}
	},
	"verifyM2MToken": func(s *stage) ask { return ask{body: fields{"token": s.token().Token}} },
	"verifyM2MToken jwt": func(s *stage) ask {
		return ask{body: fields{"token": s.ck.IssueM2MToken(clerktest.M2MToken{JWT: true}).Token}}
	},
}

// app makes an OAuth application.
func (s *stage) app() thing {
	s.t.Helper()
	return s.do("POST", "/oauth_applications", fields{"name": "Desk", "redirect_uris": []string{"https://desk.example.com/cb"}})
}

func onApp(body any) func(*stage) ask {
	return func(s *stage) ask { return ask{ids: []string{s.app().id()}, body: body} }
}

func (s *stage) access(app thing, jwt bool) string {
	s.t.Helper()
	return s.ck.IssueOAuthToken(clerktest.OAuthToken{UserID: s.user().id(), ClientID: app.text("client_id"), JWT: jwt}).Token
}

var oauthScenes = scenes{
	"ListOAuthApplications": func(s *stage) ask { s.app(); return ask{query: "order_by=-name&name_query=desk"} },
	"CreateOAuthApplication": func(*stage) ask {
		return ask{body: fields{"name": "Desk", "redirect_uris": []string{"app://cb"}, "scopes": "profile", "public": true, "pkce_required": true}}
	},
	"GetOAuthApplication":    onApp(nil),
	"UpdateOAuthApplication": onApp(fields{"name": "New", "pkce_required": true, "scopes": nil}),
	"DeleteOAuthApplication": onApp(nil),
	"UploadOAuthApplicationLogo": func(s *stage) ask {
		return ask{ids: []string{s.app().id()}, upload: true}
	},
	"RotateOAuthApplicationSecret": onApp(nil),
	"RevokeOAuthApplicationToken": func(s *stage) ask {
		app := s.app()
		return ask{ids: []string{app.id()}, body: fields{"token": s.access(app, false)}}
	},
	"verifyOAuthAccessToken":     func(s *stage) ask { return ask{body: fields{"access_token": s.access(s.app(), false)}} },
	"verifyOAuthAccessToken jwt": func(s *stage) ask { return ask{body: fields{"secret": s.access(s.app(), true)}} },
	"verifyOAuthAccessToken inactive": func(s *stage) ask {
		token := s.access(s.app(), true)
		s.ck.Advance(1 << 47)
		return ask{body: fields{"access_token": token}}
	},
}
