package backend_test

import (
	"context"
	"fmt"
	"log"

	"github.com/usher-auth/usher/backend"
)

// All asks for the next page only when the loop comes to it.
func ExampleOrganizationMembershipsService_All() {
	c := stub(map[string]string{
		"GET /organizations/org_1/memberships": `{"total_count":2,"data":[
			{"id":"orgmem_1","role":"org:admin","public_user_data":{"user_id":"user_ada","identifier":"ada@example.com"}},
			{"id":"orgmem_2","role":"org:admin","public_user_data":{"user_id":"user_bob","identifier":"bob@example.com"}}]}`,
	})

	params := &backend.OrganizationMembershipListParams{Role: []string{"org:admin"}, OrderBy: "email_address"}
	for member, err := range c.OrganizationMemberships.All(context.Background(), "org_1", params) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(member.PublicUserData.Identifier)
	}
	// Output:
	// ada@example.com
	// bob@example.com
}

func ExampleOrganizationMembershipsService_Update() {
	c := stub(map[string]string{
		"PATCH /organizations/org_1/memberships/user_ada": `{"id":"orgmem_1","role":"org:admin","permissions":["org:invoices:manage"]}`,
	})

	member, err := c.OrganizationMemberships.Update(context.Background(), "org_1", "user_ada",
		&backend.OrganizationMembershipUpdateParams{Role: "org:admin"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(member.Role, member.Permissions)
	// Output: org:admin [org:invoices:manage]
}
