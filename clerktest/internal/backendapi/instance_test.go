package backendapi

import (
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

func TestSettingsOfOrganizationsHoldForNewOnes(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	member, admin := b.w.OrgRoles.ByKey.Get(world.Member).ID, b.w.OrgRoles.ByKey.Get(world.Admin)
	owner := b.make(t, "POST /organization_roles",
		`{"name":"Owner","key":"org:owner","include_in_initial_role_set":true,"permissions":["`+strings.Join(admin.PermissionIDs, `","`)+`"]}`)
	settings := "PATCH /instance/organization_settings"
	b.refusals(t, []refusalRow{
		{settings, `{"max_allowed_memberships":-1}`, 422, "form_param_value_invalid(max_allowed_memberships)"},
		{settings, `{"domains_enrollment_modes":["magic"]}`, 422, "form_param_value_invalid(domains_enrollment_modes)"},
		{settings, `{"creator_role_id":"role_x","enabled":false}`, 422, "form_resource_not_found(creator_role_id)"},
		{"POST /organizations", `{"name":"still on"}`, 200, ""},
		{settings, `{"max_allowed_memberships":1,"admin_delete_enabled":false,"slug_disabled":true,"creator_role_id":"` + owner + `"}`, 200, ""},
		{settings, `{"creator_role_id":"` + member + `"}`, 422, "organization_missing_creator_role_permissions"},
		{settings, `{"domains_default_role_id":"role_x"}`, 422, "form_resource_not_found(domains_default_role_id)"},
		{"POST /organizations", `{"name":"Acme","slug":"acme"}`, 422, "form_param_value_invalid(slug)"},
	})
	made := b.ask("POST /organizations", `{"name":"Acme","created_by":"`+ada+`"}`).object
	if made["slug"] != "" || made["admin_delete_enabled"] != false || made["max_allowed_memberships"] != 1.0 {
		t.Errorf("a new organization is %v", made)
	}
	id, _ := made["id"].(string)
	if m := b.w.Memberships.Find(id, ada); m == nil || m.Role != "org:owner" {
		t.Errorf("the creator is %+v", m)
	}
	bob := b.make(t, "POST /users", `{"username":"bob"}`)
	b.refusals(t, []refusalRow{
		{"POST /organizations/" + id + "/memberships", `{"user_id":"` + bob + `","role":"org:member"}`, 403, "organization_membership_quota_exceeded"},
		{"PATCH /organizations/" + id, `{"slug":"acme"}`, 422, "form_param_value_invalid(slug)"},
		{settings, `{"enabled":false}`, 200, ""},
		{"POST /organizations", `{"name":"Zoo"}`, 403, "organization_not_enabled_in_instance"},
		{settings, `{"enabled":null}`, 200, ""},
		{"POST /organizations", `{"name":"Zoo"}`, 403, "organization_not_enabled_in_instance"},
	})
}

func TestSettingsAreKept(t *testing.T) {
	b := newBench(t)
	for _, step := range []struct{ request, body, read, want string }{
		{"PATCH /instance", `{"allowed_origins":["https://app.example.com"]}`, "GET /instance", `"allowed_origins":["https://app.example.com"]`},
		{"PATCH /instance/restrictions", `{"blocklist":true}`, "", `"allowlist":false,"blocklist":true`},
		{"PATCH /instance/restrictions", `{"allowlist":true}`, "", `"allowlist":true,"blocklist":true`},
		{"PATCH /beta_features/instance_settings", `{"restricted_to_allowlist":false}`, "", `"restricted_to_allowlist":false`},
		{"PATCH /instance/restrictions", `{}`, "", `"allowlist":false,"blocklist":true`},
		{"PATCH /instance/protect", `{"rules_enabled":true}`, "GET /instance/protect", `"rules_enabled":true,"specter_enabled":false`},
		{"PATCH /instance/communication", `{"blocked_country_codes":["AQ"]}`, "GET /instance/communication", `["AQ"]`},
		{"PATCH /instance/communication", `{}`, "GET /instance/communication", `["AQ"]`},
		{"PATCH /instance/oauth_application_settings", `{"default_scopes":["email"]}`, "GET /instance/oauth_application_settings", `["email"]`},
		{"PATCH /instance/oauth_application_settings", `{"default_scopes":null}`, "GET /instance/oauth_application_settings", `"default_scopes":null`},
	} {
		got := b.ask(step.request, step.body)
		if step.read != "" {
			got = b.ask(step.read, "")
		}
		if !strings.Contains(got.body, step.want) {
			t.Errorf("after %s %s it is %s, want %s", step.request, step.body, got.body, step.want)
		}
	}
	b.refusals(t, []refusalRow{
		{"PATCH /instance", `{"allowed_origins":["app"]}`, 422, "form_param_value_invalid(allowed_origins)"},
		{"PATCH /instance", `{"support_email":"x"}`, 422, "form_param_format_invalid(support_email)"},
		{"PATCH /instance", `{"preferred_sign_in_strategy_when_password_required":"x"}`, 422, "form_param_value_invalid(preferred_sign_in_strategy_when_password_required)"},
		{"PATCH /beta_features/instance_settings", `{"from_email_address":"a@b"}`, 422, "form_param_value_invalid(from_email_address)"},
		{"PATCH /instance/communication", `{"blocked_country_codes":["aq"]}`, 422, "form_param_value_invalid(blocked_country_codes)"},
		{"PATCH /instance/communication", `{"blocked_country_codes":["AQ","AQ"]}`, 422, "form_param_value_invalid(blocked_country_codes)"},
		{"POST /instance/change_domain", `{"home_url":"https://www.example.com"}`, 400, "domain_update_forbidden"},
	})
}

func TestAnotherDomainEndsAllSessions(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	b.signIn(t, ada)
	b.production = true
	b.refusals(t, []refusalRow{{"POST /instance/change_domain", `{"home_url":"example"}`, 422, "form_param_value_invalid(home_url)"}})
	if len(b.ended()) != 0 {
		t.Error("a refused change ended sessions")
	}
	b.refusals(t, []refusalRow{{"POST /instance/change_domain", `{"home_url":"https://www.example.com"}`, 202, ""}})
	if !slices.Equal(b.ended(), []string{ada}) {
		t.Errorf("the sessions of %q ended", b.ended())
	}
}

func TestTheWaitlist(t *testing.T) {
	b := newBench(t)
	bob := b.make(t, "POST /waitlist_entries", `{"email_address":"bob@example.com"}`)
	if again := b.make(t, "POST /waitlist_entries", `{"email_address":"BOB@example.com"}`); again != bob {
		t.Error("somebody waits twice")
	}
	eve := b.make(t, "POST /waitlist_entries", `{"email_address":"eve@example.com"}`)
	one := func(id, verb string) string { return "POST /waitlist_entries/" + id + verb }
	b.refusals(t, []refusalRow{
		{"POST /waitlist_entries", `{"email_address":"x"}`, 422, "form_param_format_invalid(email_address)"},
		{"POST /waitlist_entries/bulk", `[]`, 400, "request_body_invalid"},
		{"POST /waitlist_entries/bulk", `[{"email_address":"x@example.com"},{"email_address":"X@example.com"}]`, 400, "duplicate_record"},
		{"GET /waitlist_entries?status=lost", ``, 422, "form_param_value_invalid(status)"},
		{one("wle_x", "/invite"), ``, 404, "resource_not_found"},
		{one(eve, "/reject"), ``, 200, ""},
		{one(eve, "/reject"), ``, 409, "waitlist_entry_not_pending"},
		{"DELETE /waitlist_entries/" + eve, ``, 409, "waitlist_entry_not_pending"},
		{one(eve, "/invite"), ``, 200, ""}, // whoever was rejected may be invited later
		{one(bob, "/invite"), ``, 200, ""},
		{one(bob, "/invite"), ``, 409, "waitlist_entry_already_invited"},
		{one(bob, "/invite"), `{"ignore_existing":true}`, 200, ""},
	})
	if n := b.w.Waitlist.Len(); n != 2 {
		t.Errorf("a bulk that was refused left something: %d entries", n)
	}
	b.make(t, "POST /users", `{"email_address":["bob@example.com"]}`)
	if got := b.ask("GET /waitlist_entries?status=completed", ""); got.object["total_count"] != 1.0 || !strings.Contains(got.body, bob) {
		t.Errorf("who has an account by now: %s", got.body)
	}
	want := []string{"waitlistEntry.created", "waitlistEntry.created", "waitlistEntry.updated", "waitlistEntry.updated", "waitlistEntry.updated", "waitlistEntry.updated"}
	if got := slices.DeleteFunc(b.events, func(e string) bool { return !strings.HasPrefix(e, "waitlist") }); !slices.Equal(got, want) {
		t.Errorf("told is %q", got)
	}
}
