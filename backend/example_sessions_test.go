package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// A user who lost a laptop is signed out everywhere.
func ExampleSessionsService_All() {
	c := stub(map[string]string{
		"GET /sessions":                `{"data":[{"id":"sess_1","status":"active"},{"id":"sess_2","status":"active"},{"id":"sess_3","status":"ended"}],"total_count":3}`,
		"POST /sessions/sess_1/revoke": `{"id":"sess_1","status":"revoked"}`,
		"POST /sessions/sess_2/revoke": `{"id":"sess_2","status":"revoked"}`,
	})
	ctx := context.Background()
	// Without Status: a list of the active ones would get shorter under the iterator.
	for session, err := range c.Sessions.All(ctx, &backend.SessionListParams{UserID: "user_1"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if session.Status != backend.SessionStatusActive {
			continue
		}
		session, err = c.Sessions.Revoke(ctx, session.ID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(session.ID, session.Status)
	}
	// Output:
	// sess_1 revoked
	// sess_2 revoked
}

// A job that works for a user gets a token of the template that the other service expects.
func ExampleSessionsService_CreateTokenFromTemplate() {
	c := stub(map[string]string{"POST /sessions/sess_1/tokens/warehouse": `{"object":"token","jwt":"eyJhbGciOi…"}`})
	token, err := c.Sessions.CreateTokenFromTemplate(context.Background(), "sess_1", "warehouse",
		&backend.SessionCreateTokenFromTemplateParams{ExpiresInSeconds: backend.Some(300)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.JWT) // a Secret prints as this; string(token.JWT) is the text
	// Output: [redacted]
}
