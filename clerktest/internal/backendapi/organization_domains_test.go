package backendapi

import (
	"slices"
	"testing"
	"time"
)

func TestDomainsOfOrganizations(t *testing.T) {
	b := newBench(t)
	acme, zoo := b.make(t, "POST /organizations", `{"name":"Acme"}`), b.make(t, "POST /organizations", `{"name":"Zoo"}`)
	ofAcme, ofZoo := "/organizations/"+acme+"/domains", "/organizations/"+zoo+"/domains"
	b.events = nil
	example := b.make(t, "POST "+ofAcme, `{"name":"Example.com","enrollment_mode":"automatic_suggestion"}`)
	maybe := b.make(t, "POST "+ofZoo, `{"name":"example.org","verified":false}`)
	b.make(t, "POST "+ofAcme, `{"name":"example.org"}`)
	b.refusals(t, []refusalRow{
		{"POST " + ofAcme, `{}`, 422, "form_param_missing(name)"},
		{"POST " + ofAcme, `{"name":"example"}`, 422, "form_param_format_invalid(name)"},
		{"POST " + ofAcme, `{"name":"-a.example.com"}`, 422, "form_param_format_invalid(name)"},
		{"POST " + ofAcme, `{"name":"gmail.com"}`, 422, "organization_domain_common(name)"},
		{"POST " + ofAcme, `{"name":"a.com","enrollment_mode":"x"}`, 422, "form_param_value_invalid(enrollment_mode)"},
		{"POST " + ofAcme, `{"name":"EXAMPLE.com"}`, 422, "organization_domain_already_exists(name)"},
		{"POST " + ofZoo, `{"name":"example.com","verified":false}`, 422, "organization_domain_already_exists(name)"},
		{"PATCH " + ofZoo + "/" + maybe, `{"verified":true}`, 422, "organization_domain_already_exists(name)"},
		{"PATCH " + ofZoo + "/" + example, `{}`, 404, "resource_not_found"},
		{"DELETE " + ofAcme + "/orgdmn_x", ``, 404, "resource_not_found"},
		{"GET " + ofAcme + "?enrollment_mode=x", ``, 422, "form_param_value_invalid(enrollment_mode)"},
		{"GET " + ofAcme + "?verified=x", ``, 422, "form_param_value_invalid(verified)"},
		{"GET /organization_domains?query=%20", ``, 422, "form_param_nil(query)"},
		{"GET /organization_domains?enrollment_mode=-x", ``, 422, "form_param_value_invalid(enrollment_mode)"},
	})
	for query, want := range map[string]float64{
		"?": 3, "?verified=false": 1, "?organization_id=" + acme: 2, "?query=" + zoo: 1, "?query=EXAMPLE.C": 1, "?domains=example.org": 2,
		"?enrollment_mode=-manual_invitation": 1, "?enrollment_mode=manual_invitation&verified=true": 1, "?limit=1": 3,
	} {
		if got := b.ask("GET /organization_domains"+query, ""); got.object["total_count"] != want {
			t.Errorf("%s: %s", query, got.body)
		}
	}

	owned := b.ask("POST "+ofAcme+"/"+example+"/verify_ownership", "")
	ownership, _ := owned.object["ownership_verification"].(map[string]any)
	if ownership["strategy"] != "manual_override" || ownership["verified_at"] != float64(moment.UnixMilli()) {
		t.Errorf("its ownership is %s", owned.body)
	}
	b.now = b.now.Add(time.Hour)
	if again := b.ask("POST "+ofAcme+"/"+example+"/verify_ownership", ""); again.body != owned.body {
		t.Errorf("who verifies again changes something: %s", again.body)
	}
	if got := b.ask("PATCH "+ofAcme+"/"+example, `{"verified":false}`); got.object["verification"] != nil || got.object["ownership_verification"] == nil {
		t.Errorf("it is not verified any more: %s", got.body)
	}
	b.ask("DELETE "+ofAcme+"/"+example, "")
	b.ask("DELETE /organizations/"+zoo, "")
	want := []string{
		"organizationDomain.created", "organizationDomain.created", "organizationDomain.created", "organizationDomain.updated",
		"organizationDomain.updated", "organizationDomain.deleted", "organizationDomain.deleted", "organization.deleted",
	}
	if !slices.Equal(b.events, want) || b.w.OrgDomains.Len() != 1 {
		t.Errorf("told is %q", b.events)
	}
}
