package backendapi

import (
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

func TestWhatIsRefusedOfTickets(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"email_address":["ada@example.com"],"username":"Ada","phone_number":["+12025550143"],"phone_number_identification_status":["reserved"]}`)
	org := b.make(t, "POST /organizations", `{"name":"Acme"}`)
	user := `"user_id":"` + ada + `"`
	sit, act := b.make(t, "POST /sign_in_tokens", `{`+user+`}`), b.make(t, "POST /actor_tokens", `{`+user+`,"actor":{"sub":"user_x"}}`)
	task := func(of string) string {
		return `{"on_behalf_of":` + of + `,"permissions":"*","agent_name":"a","task_description":"b","redirect_url":"http://localhost:3000/"}`
	}
	made := b.ask("POST /agents/tasks", task(`{`+user+`}`))
	job := made.object["agent_task_id"].(string)
	b.refusals(t, []refusalRow{
		{"POST /sign_in_tokens", `{}`, 422, "form_param_missing(user_id)"},
		{"POST /sign_in_tokens", `{"user_id":"user_x"}`, 404, "resource_not_found"},
		{"POST /sign_in_tokens", `{` + user + `,"expires_in_seconds":0}`, 422, "form_param_value_invalid(expires_in_seconds)"},
		{"POST /sign_in_tokens", `{` + user + `,"expires_in_seconds":9223372036854775807}`, 422, "form_param_value_invalid(expires_in_seconds)"},
		{"POST /sign_in_tokens", `{` + user + `,"org_id":"org_x"}`, 422, "form_resource_not_found(org_id)"},
		{"POST /sign_in_tokens", `{` + user + `,"org_id":"` + org + `"}`, 403, "not_a_member_in_organization"},
		{"POST /sign_in_tokens/" + sit + "/revoke", ``, 200, ""},
		{"POST /sign_in_tokens/" + sit + "/revoke", ``, 400, "sign_in_token_cannot_be_revoked_code"},
		{"POST /sign_in_tokens/sit_x/revoke", ``, 404, "resource_not_found"},

		{"POST /actor_tokens", `{` + user + `}`, 422, "form_param_missing(actor)"},
		{"POST /actor_tokens", `{` + user + `,"actor":{}}`, 422, "form_param_value_invalid(actor)"},
		{"POST /actor_tokens", `{` + user + `,"actor":{"sub":1}}`, 422, "form_param_value_invalid(actor)"},
		{"POST /actor_tokens", `{"user_id":"user_x","actor":{"sub":"a"}}`, 422, "form_resource_not_found(user_id)"},
		{"POST /actor_tokens", `{` + user + `,"actor":{"sub":"a"},"session_max_duration_in_seconds":-1}`, 422, "form_param_value_invalid(session_max_duration_in_seconds)"},
		{"POST /actor_tokens", `{` + user + `,"actor":{"sub":"` + strings.Repeat("a", maxMetadata) + `"}}`, 422, "form_param_exceeds_allowed_size(actor)"},
		{"POST /actor_tokens/" + act + "/revoke", ``, 200, ""},
		{"POST /actor_tokens/" + act + "/revoke", ``, 400, "actor_token_cannot_be_revoked_code"},
		{"POST /actor_tokens/act_x/revoke", ``, 404, "resource_not_found"},

		{"POST /agents/tasks", `{}`, 422, "form_param_missing(agent_name) form_param_missing(on_behalf_of) form_param_missing(permissions) form_param_missing(redirect_url) form_param_missing(task_description)"},
		{"POST /agents/tasks", task(`{}`), 422, "form_param_value_invalid(on_behalf_of)"},
		{"POST /agents/tasks", task(`{"user_id":"` + ada + `","identifier":"ada@example.com"}`), 422, "form_param_value_invalid(on_behalf_of)"},
		{"POST /agents/tasks", task(`{"user_id":"user_x"}`), 404, "resource_not_found"},
		{"POST /agents/tasks", task(`{"identifier":"+12025550143"}`), 404, "resource_not_found"},
		{"POST /agents/tasks", task(`{"identifier":"ADA@example.com"}`), 200, ""},
		{"POST /agents/tasks", task(`{"identifier":"ada"}`), 200, ""},
		{"POST /agents/tasks", strings.Replace(task(`{`+user+`}`), `"*"`, `"some"`, 1), 422, "form_param_value_invalid(permissions)"},
		{"POST /agents/tasks", strings.Replace(task(`{`+user+`}`), "http:", "javascript:", 1), 422, "form_param_format_invalid(redirect_url)"},
		{"POST /agents/tasks/" + job + "/revoke", ``, 200, ""},
		{"POST /agents/tasks/" + job + "/revoke", ``, 400, "agent_task_cannot_be_revoked"},
		{"POST /agents/tasks/agent_task_x/revoke", ``, 404, "resource_not_found"},
	})
	if again := b.ask("POST /agents/tasks", task(`{`+user+`}`)); again.object["agent_id"] != made.object["agent_id"] || again.object["agent_task_id"] == job {
		t.Errorf("the same agent is told apart, or two tasks are not: %s, %s", made.body, again.body)
	}
	b.production = true
	b.refusals(t, []refusalRow{
		{"POST /agents/tasks", task(`{` + user + `}`), 422, "form_param_format_invalid(redirect_url)"},
		{"POST /agents/tasks", strings.Replace(task(`{`+user+`}`), "http:", "https:", 1), 200, ""},
	})
	b.ask("DELETE /users/"+ada, "")
	if n := b.w.SignInTokens.Len() + b.w.ActorTokens.Len() + b.w.AgentTasks.Len(); n != 0 {
		t.Errorf("%d tickets outlive their user", n)
	}
}

func TestSignUpsThatHaveEndedStayAsTheyAre(t *testing.T) {
	b := newBench(t)
	if err := b.w.Update(func() error {
		for id, s := range map[string]world.SignUp{"open": {AbandonAt: moment.Add(time.Hour)}, "done": {Complete: true}} {
			s.ID = id
			if err := b.w.SignUps.Put(s); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	b.refusals(t, []refusalRow{
		{"PATCH /sign_ups/open", `{"external_id":"42","custom_action":true}`, 200, ""},
		{"PATCH /sign_ups/open", `{"custom_action":null}`, 200, ""},
		{"PATCH /sign_ups/open", `{"email_address":"a"}`, 422, "form_param_unknown(email_address)"},
		{"PATCH /sign_ups/done", `{"external_id":"42"}`, 403, "sign_up_cannot_be_updated"},
		{"GET /sign_ups/x", ``, 404, "resource_not_found"},
	})
	if got := b.ask("GET /sign_ups/open", ""); got.object["external_id"] != "42" || got.object["custom_action"] != true {
		t.Errorf("it is %s", got.body)
	}
	b.now = b.now.Add(time.Hour)
	b.refusals(t, []refusalRow{{"PATCH /sign_ups/open", `{"external_id":null}`, 403, "sign_up_cannot_be_updated"}})
	if got := b.ask("GET /sign_ups/open", ""); got.object["status"] != "abandoned" {
		t.Errorf("it is %s", got.body)
	}
}
