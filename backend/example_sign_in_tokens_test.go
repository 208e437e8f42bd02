package backend_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// A migrated user gets a link that signs in once. It works for a day.
func ExampleSignInTokensService_Create() {
	c := stub(map[string]string{
		"POST /sign_in_tokens": `{"id":"sit_1","status":"pending","user_id":"user_1","token":"eyJ…","url":"https://app.test/sign-in?t=…"}`,
	})
	token, err := c.SignInTokens.Create(context.Background(), &backend.SignInTokenCreateParams{
		UserID: "user_1", ExpiresInSeconds: backend.Some(24 * 60 * 60),
	})
	if errors.Is(err, backend.ErrNotFound) {
		fmt.Println("there is no such user")
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.ID, token.Status, token.Token)
	// Output: sit_1 pending [redacted]
}
