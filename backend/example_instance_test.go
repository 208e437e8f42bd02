package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

func ExampleInstanceService_UpdateRestrictions() {
	c := stub(map[string]string{
		"PATCH /instance/restrictions": `{"object": "instance_restrictions", "allowlist": false, "block_disposable_email_domains": true}`,
	})

	restrictions, err := c.Instance.UpdateRestrictions(context.Background(), &backend.InstanceUpdateRestrictionsParams{
		Allowlist:                   backend.Some(false), // sent; what is absent stays as it is
		BlockDisposableEmailDomains: backend.Some(true),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(restrictions.Allowlist, restrictions.BlockDisposableEmailDomains)
	// Output: false true
}
