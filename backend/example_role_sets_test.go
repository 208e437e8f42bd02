package backend_test

import (
	"context"
	"fmt"
	"log"

	"github.com/usher-auth/usher/backend"
)

// A role set goes, and its organizations get another one. That has no editors, so they become members.
func ExampleRoleSetsService_Replace() {
	c := stub(map[string]string{
		"POST /role_sets/role_set:trial/replace": `{"object":"role_set","id":"rset_1","deleted":true}`,
	})

	gone, err := c.RoleSets.Replace(context.Background(), "role_set:trial", &backend.RoleSetReplaceParams{
		DestRoleSetKey:       "role_set:default",
		ReassignmentMappings: map[string]string{"org:editor": "org:member"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(gone.ID, gone.Deleted)
	// Output: rset_1 true
}

func ExampleRoleSetsService_Create() {
	c := stub(map[string]string{
		"POST /role_sets": `{"object":"role_set","id":"rset_1","key":"role_set:enterprise","type":"custom",
			"roles":[{"id":"role_1","key":"org:admin"},{"id":"role_2","key":"org:auditor"}],"default_role":{"id":"role_2","key":"org:auditor"}}`,
	})

	set, err := c.RoleSets.Create(context.Background(), &backend.RoleSetCreateParams{
		Name:           "Enterprise",
		Key:            backend.Some("role_set:enterprise"),
		Roles:          []string{"org:admin", "org:auditor"},
		DefaultRoleKey: "org:auditor",
		CreatorRoleKey: "org:admin",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(set.Key, len(set.Roles), set.DefaultRole.Key)
	// Output: role_set:enterprise 2 org:auditor
}
