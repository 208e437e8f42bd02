package backend_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// A service was called by another one. The client has the key of this machine, so Clerk has checked that the caller may.
func ExampleM2MTokensService_Verify() {
	c := stub(map[string]string{
		"POST /m2m_tokens/verify": `{"id":"mt_1","subject":"mch_caller","scopes":["mch_me"],"revoked":false,"expired":false,"claims":{"job":"export"}}`,
	})
	token, err := c.M2MTokens.Verify(context.Background(), &backend.M2MTokenVerifyParams{Token: "mt_from_the_request"})
	if err != nil {
		fmt.Println("not let in:", errors.Is(err, backend.ErrNotFound) || errors.Is(err, backend.ErrTokenInactive))
		return
	}
	fmt.Println(token.Subject, token.Claims)
	// Output: mch_caller {"job":"export"}
}

// A machine makes a token for its calls. Clerk returns one that it has already if ten minutes of its hour are left.
func ExampleM2MTokensService_Create() {
	c := stub(map[string]string{"POST /m2m_tokens": `{"id":"mt_1","subject":"mch_me","token":"mt_the_text"}`})
	token, err := c.M2MTokens.Create(context.Background(), &backend.M2MTokenCreateParams{
		SecondsUntilExpiration: backend.Some(3600),
		MinRemainingTTLSeconds: backend.Some(600),
	})
	if errors.Is(err, backend.ErrNoKey) {
		fmt.Println("set CLERK_MACHINE_SECRET_KEY")
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.ID, token.Token)
	// Output: mt_1 [redacted]
}
