package backend_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/usher-auth/usher/backend"
)

// A role is looked up by its key, as other operations want its id, and gets one permission more.
func ExampleOrganizationRolesService_AssignPermission() {
	c := stub(map[string]string{
		"GET /organization_roles": `{"total_count":1,"data":[{"object":"role","id":"role_1","key":"org:accountant"}]}`,
		"POST /organization_roles/role_1/permissions/perm_1": `{"object":"role","id":"role_1","key":"org:accountant",
			"permissions":[{"object":"permission","id":"perm_1","key":"org:invoices:manage"}]}`,
	})
	ctx := context.Background()

	for role, err := range c.OrganizationRoles.All(ctx, &backend.OrganizationRoleListParams{Query: "org:accountant"}) {
		if err != nil {
			log.Fatal(err)
		}
		if role.Key != "org:accountant" {
			continue // Query finds parts too
		}
		role, err = c.OrganizationRoles.AssignPermission(ctx, role.ID, "perm_1")
		if errors.Is(err, backend.ErrConflict) {
			return // it has it already
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(role.Key, role.Permissions[0].Key)
	}
	// Output: org:accountant org:invoices:manage
}
