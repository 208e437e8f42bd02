package backend_test

import (
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestJWTTemplateBodies(t *testing.T) {
	for _, row := range []struct {
		name   string
		params *backend.JWTTemplateUpdateParams
		want   string
	}{
		{
			"nulls inside claims are sent", &backend.JWTTemplateUpdateParams{
				Name: "a", Claims: backend.JSON(map[string]any{"aud": nil, "n": 0}), Lifetime: backend.Null[int](),
			},
			`{"name":"a","claims":{"aud":null,"n":0},"lifetime":null}`,
		},
		{
			"claims of an answer go back as they came", &backend.JWTTemplateUpdateParams{
				Name: "a", Claims: backend.JSON(backend.Metadata(`{"b":1,"a":2}`)), AllowedClockSkew: backend.Some(0),
			},
			`{"name":"a","claims":{"b":1,"a":2},"allowed_clock_skew":0}`,
		},
		{
			"a key of one's own", &backend.JWTTemplateUpdateParams{
				Name: "a", Claims: backend.JSON(struct{}{}), CustomSigningKey: backend.Some(true),
				SigningAlgorithm: backend.Some("RS256"), SigningKey: backend.Some("pem"),
			},
			`{"name":"a","claims":{},"custom_signing_key":true,"signing_algorithm":"RS256","signing_key":"pem"}`,
		},
	} {
		c, asked := newStub(map[string]string{"PATCH /jwt_templates/jtmp_1": `{"id":"jtmp_1"}`})
		if _, err := c.JWTTemplates.Update(t.Context(), "jtmp_1", row.params); err != nil {
			t.Errorf("%s: %v", row.name, err)
		}
		if got := asked.last(t).body; got != row.want {
			t.Errorf("%s: sent %s, want %s", row.name, got, row.want)
		}
	}
}
