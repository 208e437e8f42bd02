package backend_test

import (
	"context"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestUpdateADirectory(t *testing.T) {
	for _, row := range []struct {
		name   string
		params *backend.DirectoryUpdateParams
		body   string
	}{
		{"nothing set changes nothing", &backend.DirectoryUpdateParams{}, `{}`},
		{"no params change nothing", nil, `{}`},
		{
			"an attribute is mapped, another one no longer",
			&backend.DirectoryUpdateParams{AttributeMapping: map[string]backend.Opt[string]{
				"first_name": backend.Some("name.givenName"), "title": backend.Null[string](),
			}},
			`{"attribute_mapping":{"first_name":"name.givenName","title":null}}`,
		},
		{"false is sent", &backend.DirectoryUpdateParams{Enabled: backend.Some(false)}, `{"enabled":false}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(map[string]string{
				"PATCH /directories/dir_1":      `{"object":"directory","id":"dir_1","attribute_mapping":{"first_name":"name.givenName"}}`,
				"PATCH /scim_directories/dir_1": `{"object":"scim_directory","id":"dir_1"}`,
			})
			for path, update := range map[string]func(context.Context, string, *backend.DirectoryUpdateParams) (*backend.Directory, error){
				"/directories/dir_1": c.Directories.Update, "/scim_directories/dir_1": c.SCIMDirectories.Update,
			} {
				directory, err := update(context.Background(), "dir_1", row.params)
				if err != nil || directory.ID != "dir_1" {
					t.Fatalf("got %+v, error %v", directory, err)
				}
				if r := asked.last(t); r.path != path || r.body != row.body {
					t.Errorf("%s was asked with %s, want %s", r.path, r.body, row.body)
				}
			}
		})
	}
}

func TestReplaceGroupRoleMappings(t *testing.T) {
	for _, row := range []struct {
		name     string
		mappings []backend.DirectoryReplaceGroupRoleMapping
		body     string
	}{
		{"an empty list is sent as one, which removes all", []backend.DirectoryReplaceGroupRoleMapping{}, `{"mappings":[]}`},
		{"a list that was forgotten is null, which Clerk refuses", nil, `{"mappings":null}`},
		{
			"a group gets a role", []backend.DirectoryReplaceGroupRoleMapping{{DirectoryGroupID: backend.Some("g1"), RoleID: "role_1"}},
			`{"mappings":[{"directory_group_id":"g1","role_id":"role_1"}]}`,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(map[string]string{"PUT /directories/dir_1/group_role_mappings": `{"data":[],"total_count":0}`})
			_, err := c.Directories.ReplaceGroupRoleMappings(context.Background(), "dir_1",
				&backend.DirectoryReplaceGroupRoleMappingsParams{Mappings: row.mappings})
			if got := asked.last(t).body; err != nil || got != row.body {
				t.Errorf("the body is %s, error %v", got, err)
			}
		})
	}
}
