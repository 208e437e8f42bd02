package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// The cookie __client names the browser, and the browser knows its sessions.
func ExampleClientsService_Verify() {
	c := stub(map[string]string{
		"POST /clients/verify": `{"id":"client_1","last_active_session_id":"sess_2",
			"sessions":[{"id":"sess_1","status":"ended"},{"id":"sess_2","status":"active","user_id":"user_1"}]}`,
	})
	client, err := c.Clients.Verify(context.Background(), &backend.ClientVerifyParams{Token: "eyJhbGciOi…"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, session := range client.Sessions {
		if session.Status == backend.SessionStatusActive {
			fmt.Println(client.ID, session.ID, session.UserID)
		}
	}
	// Output: client_1 sess_2 user_1
}
