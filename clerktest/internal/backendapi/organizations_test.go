package backendapi

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestWhatIsRefusedOfOrganizations(t *testing.T) {
	b := newBench(t)
	ada, bob := b.make(t, "POST /users", `{"email_address":["ada@example.com"]}`), b.make(t, "POST /users", `{"username":"bob"}`)
	acme := b.make(t, "POST /organizations", `{"name":"Acme","slug":"acme","created_by":"`+ada+`","max_allowed_memberships":3}`)
	zoo := b.make(t, "POST /organizations", `{"name":"Zoo"}`)
	invitation := b.make(t, "POST /organizations/"+acme+"/invitations", `{"email_address":"eve@example.com","role":"org:member"}`)
	members, invitations := "POST /organizations/"+acme+"/memberships", "POST /organizations/"+acme+"/invitations"
	rows := []refusalRow{
		{"POST /organizations", `{}`, 422, "form_param_missing(name)"},
		{"POST /organizations", `{"name":"A","slug":"A b"}`, 422, "form_param_format_invalid(slug)"},
		{"POST /organizations", `{"name":"A","slug":"acme"}`, 422, "form_identifier_exists(slug)"},
		{"POST /organizations", `{"name":"A","created_by":"user_x"}`, 400, "organization_creator_not_found"},
		{"POST /organizations", `{"name":"A","max_allowed_memberships":-1}`, 422, "form_param_value_invalid(max_allowed_memberships)"},
		{"PATCH /organizations/" + zoo, `{"slug":"acme"}`, 422, "form_identifier_exists(slug)"},
		{"PATCH /organizations/" + zoo, `{"name":""}`, 422, "form_param_nil(name)"},
		{"PATCH /organizations/" + zoo, `{"public_metadata":{}}`, 422, "form_param_unknown(public_metadata)"},
		{"PATCH /organizations/org_x", `{}`, 404, "resource_not_found"},
		{"PUT /organizations/" + zoo + "/logo", `{}`, 415, "unsupported_content_type"},

		{members, `{"user_id":"user_x","role":"org:admin"}`, 404, "resource_not_found"},
		{members, `{"user_id":"` + bob + `","role":"org:king"}`, 422, "form_resource_not_found(role)"},
		{members, `{"user_id":"` + ada + `","role":"org:admin"}`, 400, "already_a_member_in_organization"},
		{members, `{"user_id":"` + bob + `","role":"org:member"}`, 200, ""},
		{"PATCH /organizations/acme/memberships/" + bob, `{"role":"org:king"}`, 422, "form_resource_not_found(role)"},
		{"DELETE /organizations/" + zoo + "/memberships/" + bob, ``, 404, "resource_not_found"},

		{invitations, `{"email_address":"ada@example.com","role":"org:admin"}`, 400, "already_a_member_in_organization"},
		{invitations, `{"email_address":"EVE@example.com","role":"org:admin"}`, 400, "organization_invitation_not_unique"},
		{invitations, `{"email_address":"x@example.com","role":"org:admin","inviter_user_id":"user_x"}`, 422, "form_resource_not_found(inviter_user_id)"},
		{invitations, `{"email_address":"x@example.com","role":"org:admin","inviter_user_id":"` + bob + `"}`, 403, "not_an_admin_in_organization"},
		{invitations, `{"email_address":"x@example.com","role":"org:admin"}`, 403, "organization_membership_quota_exceeded"}, // Ada, Bob, and Eve is invited
		{invitations, `{"email_address":"x@example.com","role":"org:admin","expires_in_days":0}`, 422, "form_param_value_invalid(expires_in_days)"},
		{invitations + "/bulk", `[]`, 400, "request_body_invalid"},
		{invitations + "/bulk", `{}`, 400, "request_body_invalid"},
		{invitations + "/bulk", "[" + strings.TrimSuffix(strings.Repeat(`{"email_address":"x@example.com","role":"org:admin"},`, 11), ",") + "]", 400, "bulk_size_exceeded"},
		{invitations + "/bulk", `[{"email_address":"x@example.com","role":"org:admin"},{"email_address":"y"}]`, 422,
			"form_param_format_invalid(email_address) form_param_missing(role)"},
		{invitations + "/bulk", `[{"email_address":"eve@example.com","role":"org:admin"},{"email_address":"x@example.com","role":"org:admin"}]`, 400, "organization_invitation_not_unique"},
		{"GET /organizations/" + zoo + "/invitations/" + invitation, ``, 404, "resource_not_found"},
		{"POST /organizations/acme/invitations/" + invitation + "/revoke", `{"requesting_user_id":"` + bob + `"}`, 403, "not_an_admin_in_organization"},
		{"POST /organizations/acme/invitations/" + invitation + "/revoke", ``, 200, ""},
		{"POST /organizations/acme/invitations/" + invitation + "/revoke", ``, 400, "organization_invitation_not_pending"},
	}
	b.refusals(t, rows)
	if n := b.w.OrgInvitations.Len(); n != 1 {
		t.Errorf("of a bulk that failed something is left: %d invitations", n)
	}
	third, fourth := b.make(t, "POST /users", `{"email_address":["third@example.com"]}`), b.make(t, "POST /users", `{"username":"fourth"}`)
	b.refusals(t, []refusalRow{
		{invitations, `{"email_address":"third@example.com","role":"org:member"}`, 200, ""},
		{members, `{"user_id":"` + fourth + `","role":"org:member"}`, 403, "organization_membership_quota_exceeded"},
		{members, `{"user_id":"` + third + `","role":"org:member"}`, 200, ""}, // the place that was kept for them
		{members, `{"user_id":"` + fourth + `","role":"org:member"}`, 403, "organization_membership_quota_exceeded"},
	})
}

func TestWhatBelongsToAnOrganizationGoesWithItAndIsTold(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	b.events = nil
	acme := b.make(t, "POST /organizations", `{"name":"Acme & Sons","created_by":"`+ada+`"}`)
	b.make(t, "POST /organizations/"+acme+"/invitations", `{"email_address":"eve@example.com","role":"org:member"}`)
	if got := b.ask("DELETE /organizations/"+acme, ""); got.status != 200 || !strings.HasPrefix(fmt.Sprint(got.object["slug"]), "acme-sons-") {
		t.Errorf("it is deleted with %s", got.body)
	}
	want := []string{"organization.created", "organizationMembership.created", "organizationInvitation.created",
		"organizationMembership.deleted", "organization.deleted"}
	if !slices.Equal(b.events, want) || b.w.Memberships.Len()+b.w.OrgInvitations.Len() != 0 {
		t.Errorf("told is %q, and %d memberships are left", b.events, b.w.Memberships.Len())
	}
}

func TestInvitationsExpire(t *testing.T) {
	b := newBench(t)
	b.signIn(t, b.make(t, "POST /users", `{"email_address":["ada@example.com"]}`))
	id := b.make(t, "POST /invitations", `{"email_address":"bob@example.com","expires_in_days":2}`)
	b.refusals(t, []refusalRow{
		{"POST /invitations", `{"email_address":"bob@example.com"}`, 400, "duplicate_record"},
		{"POST /invitations", `{"email_address":"ada@example.com"}`, 422, "form_identifier_exists(email_address)"},
		{"POST /invitations", `{"email_address":"ada@example.com","ignore_existing":true}`, 200, ""},
		{"POST /invitations/bulk", `[{"email_address":"ada@example.com","ignore_existing":true}]`, 422, "form_identifier_exists(email_address)"},
		{"POST /invitations/bulk", `[{"email_address":"bob@example.com"}]`, 400, "duplicate_record"},
		{"POST /invitations/bulk", `[]`, 400, "request_body_invalid"},
		{"POST /invitations", `{"email_address":"x"}`, 422, "form_param_format_invalid(email_address)"},
		{"POST /invitations", `{"email_address":"x@example.com","template_slug":"x"}`, 422, "form_param_value_invalid(template_slug)"},
		{"GET /invitations?status=lost", ``, 422, "form_param_value_invalid(status)"},
		{"POST /invitations/inv_x/revoke", ``, 404, "resource_not_found"},
	})
	if got := b.ask("GET /invitations?status=pending&paginated=true&query=BOB", ""); got.object["total_count"] != 1.0 {
		t.Errorf("the pending ones are %s", got.body)
	}
	b.now = b.now.Add(48 * time.Hour)
	if got := b.ask("GET /invitations?status=expired", ""); !strings.Contains(got.body, id) || !strings.HasPrefix(got.body, "[") {
		t.Errorf("the expired ones are %s", got.body)
	}
	b.refusals(t, []refusalRow{
		{"POST /invitations/" + id + "/revoke", ``, 400, "invitation_already_expired"},
		{"POST /invitations", `{"email_address":"bob@example.com"}`, 200, ""},
	})
	if len(b.ended()) != 0 {
		t.Error("sessions ended")
	}
}
