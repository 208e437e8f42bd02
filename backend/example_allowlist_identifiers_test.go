package backend_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/usher-auth/usher/backend"
)

func ExampleAllowlistIdentifiersService_Create() {
	c := stub(map[string]string{
		"POST /allowlist_identifiers": `{"object":"allowlist_identifier","id":"alid_1","identifier":"ada@example.com",
			"identifier_type":"email_address","invitation_id":"inv_1"}`,
	})

	entry, err := c.AllowlistIdentifiers.Create(context.Background(), &backend.AllowlistIdentifierCreateParams{
		Identifier: "ada@example.com", Notify: backend.Some(true),
	})
	switch {
	case errors.Is(err, backend.ErrPaymentRequired):
		log.Fatal("the plan of the instance has no allowlist")
	case err != nil:
		log.Fatal(err)
	}
	fmt.Println(entry.ID, entry.IdentifierType, entry.InvitationID)
	// Output: alid_1 email_address inv_1
}
