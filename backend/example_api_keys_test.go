package backend_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// A request came with an API key: it acts for the subject of the key, within its scopes.
func ExampleAPIKeysService_Verify() {
	c := stub(map[string]string{
		"POST /api_keys/verify": `{"id":"ak_1","subject":"org_1","scopes":["invoices:read"],"revoked":false,"expired":false}`,
	})
	key, err := c.APIKeys.Verify(context.Background(), &backend.APIKeyVerifyParams{Secret: "ak_from_the_request"})
	switch {
	case errors.Is(err, backend.ErrNotFound), errors.Is(err, backend.ErrTokenInactive):
		fmt.Println("401: this key is not accepted")
	case err != nil:
		fmt.Println("500: the key could not be checked")
	default:
		fmt.Println(key.Subject, key.Scopes)
	}
	// Output: org_1 [invoices:read]
}

// A revoked key is an error, although Clerk answers with the status 200.
func ExampleAPIKeysService_Verify_revoked() {
	c := stub(map[string]string{"POST /api_keys/verify": `{"id":"ak_1","subject":"org_1","revoked":true}`})
	_, err := c.APIKeys.Verify(context.Background(), &backend.APIKeyVerifyParams{Secret: "ak_from_the_request"})
	fmt.Println(errors.Is(err, backend.ErrTokenInactive))
	// Output: true
}

// A user makes a key for a script, good for 90 days.
func ExampleAPIKeysService_Create() {
	c := stub(map[string]string{"POST /api_keys": `{"id":"ak_1","name":"nightly export","secret":"ak_shown_once"}`})
	key, err := c.APIKeys.Create(context.Background(), &backend.APIKeyCreateParams{
		Name: "nightly export", Subject: "user_1", Scopes: []string{"invoices:read"},
		Claims:                 backend.JSON(map[string]any{"plan": "pro"}),
		SecondsUntilExpiration: backend.Some(90 * 24 * 60 * 60),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(key.ID, key.Secret) // show string(key.Secret) to the user, and do not log it
	// Output: ak_1 [redacted]
}
