package backend_test

import (
	"context"
	"fmt"
	"log"

	"github.com/usher-auth/usher/backend"
)

// Two people are invited in one request; one of them has only a week.
func ExampleOrganizationInvitationsService_CreateBulk() {
	c := stub(map[string]string{
		"POST /organizations/org_1/invitations/bulk": `{"total_count":2,"data":[
			{"id":"orginv_1","email_address":"ada@example.com","role":"org:admin","status":"pending"},
			{"id":"orginv_2","email_address":"bob@example.com","role":"org:member","status":"pending"}]}`,
	})

	page, err := c.OrganizationInvitations.CreateBulk(context.Background(), "org_1", []backend.OrganizationInvitationCreateBulkParams{
		{EmailAddress: "ada@example.com", Role: "org:admin"},
		{EmailAddress: "bob@example.com", Role: "org:member", ExpiresInDays: backend.Some(7)},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, invitation := range page.Data {
		fmt.Println(invitation.EmailAddress, invitation.Role, invitation.Status == backend.InvitationStatusPending)
	}
	// Output:
	// ada@example.com org:admin true
	// bob@example.com org:member true
}

// The link goes out by the application's own email.
func ExampleOrganizationInvitationsService_Create() {
	c := stub(map[string]string{
		"POST /organizations/org_1/invitations": `{"id":"orginv_1","email_address":"ada@example.com",
			"url":"https://clerk.example.com/v1/tickets/accept?ticket=eyJ"}`,
	})

	invitation, err := c.OrganizationInvitations.Create(context.Background(), "org_1", &backend.OrganizationInvitationCreateParams{
		EmailAddress:   "ada@example.com",
		Role:           "org:member",
		Notify:         backend.Some(false),
		PublicMetadata: backend.JSON(map[string]string{"team": "engines"}),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(invitation.ID, invitation.URL != "")
	// Output: orginv_1 true
}
