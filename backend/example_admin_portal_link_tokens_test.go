package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// A customer's IT contact gets a link that works for a day.
func ExampleAdminPortalLinkTokensService_Create() {
	c := stub(map[string]string{
		"POST /admin_portal_link_tokens": `{"id":"aplt_1","organization_id":"org_1","token":"for the link","expiration":1778673600000}`,
	})
	token, err := c.AdminPortalLinkTokens.Create(context.Background(), &backend.AdminPortalLinkTokenCreateParams{
		OrganizationID: backend.Some("org_1"), SecondsUntilExpiration: backend.Some(86400),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.ID, token.Token, token.Expiration.UTC())
	// Output: aplt_1 [redacted] 2026-05-13 12:00:00 +0000 UTC
}
