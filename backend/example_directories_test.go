package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// The admins of a customer are the admins of its organization. The first mapping of the list wins.
func ExampleDirectoriesService_ReplaceGroupRoleMappings() {
	c := stub(map[string]string{
		"PUT /directories/dir_1/group_role_mappings": `{"data":[
			{"directory_group_id":"it","role":{"key":"org:admin"},"precedence":1},
			{"directory_group_id":"staff","role":{"key":"org:member"},"precedence":2}],"total_count":2}`,
	})
	page, err := c.Directories.ReplaceGroupRoleMappings(context.Background(), "dir_1",
		&backend.DirectoryReplaceGroupRoleMappingsParams{Mappings: []backend.DirectoryReplaceGroupRoleMapping{
			{DirectoryGroupID: backend.Some("it"), RoleID: "role_admin"},
			{DirectoryGroupID: backend.Some("staff"), RoleID: "role_member"},
		}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, mapping := range page.Data {
		fmt.Println(mapping.Precedence, mapping.DirectoryGroupID, mapping.Role.Key)
	}
	// Output:
	// 1 it org:admin
	// 2 staff org:member
}
