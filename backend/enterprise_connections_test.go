package backend_test

import (
	"context"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestUpdateAnEnterpriseConnection(t *testing.T) {
	for _, row := range []struct {
		name   string
		params backend.EnterpriseConnectionUpdateParams
		body   string
	}{
		{"nothing set changes nothing", backend.EnterpriseConnectionUpdateParams{}, `{}`},
		{
			"what the published document does not name is sent when it is set",
			backend.EnterpriseConnectionUpdateParams{Authenticatable: backend.Some(false), DisableJITProvisioning: backend.Some(true)},
			`{"authenticatable":false,"disable_jit_provisioning":true}`,
		},
		{
			"the SAML side is changed field by field",
			backend.EnterpriseConnectionUpdateParams{SAML: backend.Some(backend.EnterpriseConnectionUpdateSAML{
				IDPMetadataURL: backend.Some("https://idp.test/metadata"), IDPCertificate: backend.Null[string](),
				AttributeMapping: backend.Some(backend.EnterpriseConnectionAttributeMappingParams{UserID: backend.Some("uid")}),
				LoginHint:        backend.Some(backend.LoginHintParams{Mode: backend.LoginHintModeOff}),
			})},
			`{"saml":{"idp_certificate":null,"idp_metadata_url":"https://idp.test/metadata",` +
				`"attribute_mapping":{"user_id":"uid"},"login_hint":{"mode":"off"}}}`,
		},
		{
			"custom attributes are removed by an empty list",
			backend.EnterpriseConnectionUpdateParams{CustomAttributes: backend.Some([]backend.CustomAttributeParams{})},
			`{"custom_attributes":[]}`,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(map[string]string{"PATCH /enterprise_connections/ent_1": `{"id":"ent_1","provider":"oidc_new"}`})
			got, err := c.EnterpriseConnections.Update(context.Background(), "ent_1", &row.params)
			if err != nil || got.Provider != "oidc_new" || got.SAMLConnection != nil {
				t.Fatalf("got %+v, error %v", got, err)
			}
			if body := asked.last(t).body; body != row.body {
				t.Errorf("the body is %s, want %s", body, row.body)
			}
		})
	}
}

func TestListTestRuns(t *testing.T) {
	c, asked := newStub(map[string]string{"GET /enterprise_connections/ent_1/test_runs": `{"total_count":1,"data":[{"id":"run_1",
		"status":"success","connection_type":"oauth","saml":null,"oauth":{"id_token":"eyJ","access_token":"at"}}]}`})
	page, err := c.EnterpriseConnections.ListTestRuns(context.Background(), "ent_1", &backend.EnterpriseConnectionListTestRunsParams{
		Status: []backend.TestRunStatus{backend.TestRunStatusSuccess, backend.TestRunStatusFailed},
	})
	if err != nil || page.Data[0].SAML != nil || page.Data[0].OAuth.IDToken.String() != "[redacted]" {
		t.Fatalf("got %+v, error %v", page, err)
	}
	if got := asked.last(t).query; got != "status=success&status=failed" {
		t.Errorf("the query is %q", got)
	}
}
