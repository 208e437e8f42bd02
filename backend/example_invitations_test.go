package backend_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/usher-auth/usher/backend"
)

func ExampleInvitationsService_Create() {
	c := stub(map[string]string{
		"POST /invitations": `{"object":"invitation","id":"inv_1","email_address":"ada@example.com",
			"status":"pending","expires_at":1780000000000}`,
	})

	invitation, err := c.Invitations.Create(context.Background(), &backend.InvitationCreateParams{
		EmailAddress:   "ada@example.com",
		PublicMetadata: backend.JSON(map[string]string{"plan": "beta"}),
		ExpiresInDays:  backend.Some(14),
	})
	var refused *backend.Error
	if errors.As(err, &refused) {
		for _, detail := range refused.Errors {
			fmt.Println(detail.Code, detail.Message) // such as that she has an account already
		}
		return
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(invitation.ID, invitation.Status, invitation.ExpiresAt.UTC().Format("2006-01-02"))
	// Output: inv_1 pending 2026-05-28
}

// Everybody who has not answered in time is invited again.
func ExampleInvitationsService_All() {
	c := stub(map[string]string{
		"GET /invitations": `{"total_count":1,"data":[{"object":"invitation","id":"inv_1","email_address":"ada@example.com",
			"status":"expired"}]}`,
	})

	params := &backend.InvitationListParams{Status: backend.InvitationStatusExpired, OrderBy: "-expires_at"}
	for invitation, err := range c.Invitations.All(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(invitation.EmailAddress)
	}
	// Output: ada@example.com
}
