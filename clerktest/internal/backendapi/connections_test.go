package backendapi

import (
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

const idpMetadata = `<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='https://idp.example.com'>` +
	`<IDPSSODescriptor><KeyDescriptor><KeyInfo><X509Data><X509Certificate>abcd</X509Certificate></X509Data></KeyInfo></KeyDescriptor>` +
	`<SingleSignOnService Location='https://idp.example.com/sso'/></IDPSSODescriptor></EntityDescriptor>`

func TestEnterpriseConnections(t *testing.T) {
	b := newBench(t)
	saml := b.ask("POST /enterprise_connections", `{"name":"Acme","provider":"saml_custom","domains":["ACME.example.com"]}`)
	if saml.status != 201 || !strings.Contains(saml.body, `"domains":["acme.example.com"]`) {
		t.Fatal(saml.body)
	}
	one, create := "PATCH /enterprise_connections/"+saml.id(), "POST /enterprise_connections"
	b.refusals(t, []refusalRow{
		{create, `{"name":"A","provider":"saml_x","domains":[]}`, 422, "form_param_nil(domains) form_param_value_invalid(provider)"},
		{create, `{"name":"A","provider":"oidc_custom","domains":["acme.example.com"]}`, 422, "form_identifier_exists(domains)"},
		{create, `{"name":"A","provider":"oidc_custom","domains":["not a domain"]}`, 422, "form_param_format_invalid(domains)"},
		{create, `{"name":"A","provider":"oidc_custom","domains":["b.example.com"],"saml":{}}`, 422, "form_param_value_invalid(saml)"},
		{create, `{"name":"A","provider":"oidc_custom","domains":["b.example.com"],"oidc":{"x":1}}`, 422, "form_param_unknown(oidc.x)"},
		{create, `{"name":"A","provider":"oidc_custom","domains":["b.example.com"],"oidc":[]}`, 422, "form_param_type_invalid(oidc)"},
		{create, `{"name":"A","provider":"oidc_custom","domains":["b.example.com"],"active":true}`, 422, "enterprise_connection_cant_be_activated"},
		{create, `{"name":"A","provider":"oidc_custom","domains":["b.example.com"],"organization_id":"org_x"}`, 422, "form_resource_not_found(organization_id)"},
		{create, `{"name":"A","provider":"oidc_custom","domains":["b.example.com"],"custom_attributes":[{"name":"T","key":"_t"}]}`, 422, "form_param_value_invalid(custom_attributes.key)"},
		{create, `{"name":"A","provider":"oidc_custom","domains":["b.example.com"],"custom_attributes":[null]}`, 422, "form_param_type_invalid(custom_attributes)"},
		{create, `{"name":"A","provider":"oidc_custom","domains":["b.example.com"],"custom_attributes":[{"name":"T","key":"t","scim_path":"a","directory_path":"b"}]}`, 422, "form_param_value_invalid(custom_attributes.directory_path)"},
		{one, `{"active":true}`, 422, "saml_connection_cant_be_activated"},
		{one, `{"saml":{"idp_metadata":"<a/>"}}`, 422, "form_param_format_invalid(saml.idp_metadata)"},
		{one, `{"saml":{"login_hint":{"mode":"custom_attribute"}}}`, 422, "form_conditional_param_missing(saml.login_hint.source)"},
		{one, `{"saml":{"idp_metadata":"` + idpMetadata + `"},"active":true,"domains":[]}`, 200, ""},
	})
	c := b.w.Connections.Get(saml.id())
	if c.SAML.EntityID != "https://idp.example.com" || c.SAML.SSOURL != "https://idp.example.com/sso" || c.SAML.Certificate != "abcd" || len(c.Domains) != 1 {
		t.Errorf("of the metadata is kept %+v", c)
	}
	// It is a SAML connection too.
	old := "/saml_connections/" + c.SAMLID
	if got := b.ask("GET "+old, ""); got.object["enterprise_connection_id"] != c.ID || got.object["active"] != true {
		t.Errorf("as a SAML connection it is %s", got.body)
	}
	b.refusals(t, []refusalRow{
		{"PATCH " + old, `{"domain":"c.example.com"}`, 200, ""},
		{"PATCH " + old, `{"idp_sso_url":null,"idp_certificate":null}`, 422, "saml_connection_cant_be_activated"},
		{"GET /saml_connections/" + c.ID, ``, 404, "resource_not_found"},
		{"POST /saml_connections", `{"name":"A","provider":"oidc_custom"}`, 422, "form_param_value_invalid(provider)"},
		{"DELETE " + old, ``, 200, ""},
		{"GET /enterprise_connections/" + c.ID, ``, 404, "resource_not_found"},
	})
}

func TestDirectories(t *testing.T) {
	b := newBench(t)
	connection := b.ask("POST /enterprise_connections", `{"name":"Acme","provider":"saml_custom","domains":["acme.example.com"]}`).id()
	made := b.ask("POST /directories", `{"enterprise_connection_id":"`+connection+`","provider":"okta"}`)
	id, key := made.id(), made.object["api_key"]
	member := b.w.OrgRoles.ByKey.Get(world.Member).ID
	mappings := "POST /directories/" + id + "/group_role_mappings"
	b.refusals(t, []refusalRow{
		{"POST /directories", `{"enterprise_connection_id":"x","provider":"okta"}`, 422, "form_resource_not_found(enterprise_connection_id)"},
		{mappings, `{"directory_group_id":"g","role_id":"` + member + `"}`, 400, "feature_not_enabled"},
		{"PATCH /directories/" + id, `{"group_role_mapping_enabled":true,"attribute_mapping":{"team":"team","username":null}}`, 200, ""},
		{mappings, `{"directory_group_id":"g","role_id":"role_x"}`, 422, "form_resource_not_found(role_id)"},
		{mappings, `{"role_id":"` + member + `"}`, 422, "form_param_missing(directory_group_id)"},
		{mappings, `{"directory_group_id":"g","scim_group_id":"h","role_id":"` + member + `"}`, 422, "form_param_value_invalid(directory_group_id)"},
		{mappings, `{"directory_group_id":"g","role_id":"` + member + `","precedence":0}`, 422, "form_param_value_invalid(precedence)"},
		{mappings, `{"scim_group_id":"g","role_id":"` + member + `"}`, 200, ""},
		{mappings, `{"directory_group_id":"h","role_id":"` + member + `","precedence":1}`, 200, ""},
		{mappings, `{"directory_group_id":"g","role_id":"` + member + `"}`, 422, "form_identifier_exists(directory_group_id)"},
	})
	order := func() string {
		var groups []string
		for _, m := range b.ask("GET /scim_directories/"+id+"/group_role_mappings", "").object["data"].([]any) {
			group, _ := m.(map[string]any)["scim_group_id"].(string)
			groups = append(groups, group)
		}
		return strings.Join(groups, " ")
	}
	if got := order(); got != "h g" {
		t.Errorf("by precedence the groups are %q", got)
	}
	b.ask("PUT /directories/"+id+"/group_role_mappings", `{"mappings":[{"directory_group_id":"x","role_id":"`+member+`"},{"directory_group_id":"x","role_id":"`+member+`"}]}`)
	if got := order(); got != "h g" {
		t.Errorf("a list that was refused left %q", got)
	}
	b.ask("PUT /directories/"+id+"/group_role_mappings", `{"mappings":[]}`)
	if got := order(); got != "" {
		t.Errorf("an empty list left %q", got)
	}
	if got := b.ask("GET /directories/"+id, ""); got.object["api_key"] != nil || !strings.Contains(got.body, `"team":"team"`) || strings.Contains(got.body, "userName") {
		t.Errorf("it is %s", got.body)
	}
	if got := b.ask("POST /directories/"+id+"/rotate_api_key", ""); got.object["api_key"] == nil || got.object["api_key"] == key {
		t.Errorf("the new key is %v", got.object["api_key"])
	}
	b.ask("DELETE /enterprise_connections/"+connection, "")
	if b.w.Directories.Len() != 0 {
		t.Error("the directory outlives its connection")
	}
}

func TestAdminPortalLinkTokens(t *testing.T) {
	b := newBench(t)
	made := b.ask("POST /admin_portal_link_tokens", `{"seconds_until_expiration":60}`)
	revoke := "POST /admin_portal_link_tokens/" + made.id() + "/revoke"
	b.refusals(t, []refusalRow{
		{"POST /admin_portal_link_tokens", `{"organization_id":"org_x"}`, 422, "form_resource_not_found(organization_id)"},
		{"POST /admin_portal_link_tokens", `{"seconds_until_expiration":86401}`, 422, "form_param_value_invalid(seconds_until_expiration)"},
		{"POST /admin_portal_link_tokens/aplt_x/revoke", ``, 404, "resource_not_found"},
	})
	b.now = b.now.Add(60e9)
	if got := b.ask(revoke, ""); made.object["token"] == nil || got.object["token"] != nil || got.object["expired"] != true || got.object["revoked"] != true {
		t.Errorf("made was %s, and revoked is %s", made.body, got.body)
	}
	b.refusals(t, []refusalRow{{revoke, ``, 400, "admin_portal_link_token_already_revoked"}})
}
