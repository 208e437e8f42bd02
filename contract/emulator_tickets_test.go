package contract

var ticketScenes = scenes{
	"CreateSignInToken": func(s *stage) ask {
		org, admin := s.org()
		return ask{body: fields{"user_id": admin.id(), "org_id": org.id(), "expires_in_seconds": 60}}
	},
	"RevokeSignInToken": func(s *stage) ask {
		return ask{ids: []string{s.do("POST", "/sign_in_tokens", fields{"user_id": s.user().id()}).id()}}
	},
	"CreateActorToken": func(s *stage) ask {
		return ask{body: fields{
			"user_id": s.user().id(), "actor": fields{"sub": "user_admin", "reason": "support"}, "session_max_duration_in_seconds": 60,
		}}
	},
	"RevokeActorToken": func(s *stage) ask {
		made := s.do("POST", "/actor_tokens", fields{"user_id": s.user().id(), "actor": fields{"sub": "user_admin"}})
		return ask{ids: []string{made.id()}}
	},
	"CreateTestingToken": func(*stage) ask { return ask{} },
}

func task(onBehalfOf fields) fields {
	return fields{
		"on_behalf_of": onBehalfOf, "permissions": "*", "agent_name": "helper", "task_description": "books a table",
		"redirect_url": "https://app.example.com/",
	}
}

var agentTaskScenes = scenes{
	"CreateAgentTask": func(s *stage) ask { s.user(); return ask{body: task(fields{"identifier": "ada@example.com"})} },
	"RevokeAgentTask": func(s *stage) ask {
		return ask{ids: []string{s.do("POST", "/agents/tasks", task(fields{"user_id": s.user().id()})).text("agent_task_id")}}
	},
}

// onSignUp asks about a sign-up that waits for an email address to be verified.
func onSignUp(body any) func(*stage) ask {
	return func(s *stage) ask {
		s.seed("sign_ups", fields{
			"ID": "sua_1", "Email": "ada@example.com", "Required": []string{"email_address"}, "Unverified": []string{"email_address"},
			"PublicMetadata": fields{"a": 1},
		})
		return ask{ids: []string{"sua_1"}, body: body}
	}
}

var signUpScenes = scenes{
	"GetSignUp":    onSignUp(nil),
	"UpdateSignUp": onSignUp(fields{"external_id": "42", "custom_action": true}),
}
