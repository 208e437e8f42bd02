package backend_test

import (
	"context"
	"fmt"
	"log"

	"github.com/usher-auth/usher/backend"
)

func ExampleOrganizationPermissionsService_Create() {
	c := stub(map[string]string{
		"POST /organization_permissions": `{"object":"permission","id":"perm_1","name":"Manage invoices","key":"org:invoices:manage"}`,
	})

	permission, err := c.OrganizationPermissions.Create(context.Background(), &backend.OrganizationPermissionCreateParams{
		Name: "Manage invoices", Key: "org:invoices:manage",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(permission.ID, permission.Key)
	// Output: perm_1 org:invoices:manage
}
