package backend_test

import (
	"context"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestListAPIKeys(t *testing.T) {
	for _, row := range []struct {
		name   string
		params backend.APIKeyListParams
		query  string
	}{
		{"by default nothing is said of invalid keys", backend.APIKeyListParams{Subject: "user_1"}, "subject=user_1"},
		{
			"invalid keys are asked for", backend.APIKeyListParams{Subject: "org_1", IncludeInvalid: backend.Some(true), Limit: 100},
			"include_invalid=true&limit=100&subject=org_1",
		},
		{
			"a false is sent", backend.APIKeyListParams{Subject: "org_1", IncludeInvalid: backend.Some(false)},
			"include_invalid=false&subject=org_1",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(map[string]string{"GET /api_keys": `{"data":[],"total_count":0}`})
			_, err := c.APIKeys.List(context.Background(), &row.params)
			if got := asked.last(t).query; err != nil || got != row.query {
				t.Errorf("the query is %q, error %v, want %q", got, err, row.query)
			}
		})
	}
}

func TestUpdateAnAPIKey(t *testing.T) {
	for _, row := range []struct {
		name   string
		params backend.APIKeyUpdateParams
		body   string
	}{
		{"no scopes named keep them", backend.APIKeyUpdateParams{Description: backend.Some("")}, `{"description":""}`},
		{"an empty list removes the scopes", backend.APIKeyUpdateParams{Scopes: []string{}}, `{"scopes":[]}`},
		{
			"null removes claims and expiration",
			backend.APIKeyUpdateParams{Claims: backend.Null[any](), SecondsUntilExpiration: backend.Null[int]()},
			`{"claims":null,"seconds_until_expiration":null}`,
		},
		{
			"nulls inside claims are kept", backend.APIKeyUpdateParams{Claims: backend.JSON(map[string]any{"plan": nil})},
			`{"claims":{"plan":null}}`,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(map[string]string{"PATCH /api_keys/ak_1": `{"id":"ak_1"}`})
			_, err := c.APIKeys.Update(context.Background(), "ak_1", &row.params)
			if got := asked.last(t).body; err != nil || got != row.body {
				t.Errorf("the body is %s, error %v, want %s", got, err, row.body)
			}
		})
	}
}
