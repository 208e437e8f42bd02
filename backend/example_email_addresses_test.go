package backend_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// No error means that the code is right. With a wrong one comes how often it was tried.
func ExampleEmailAddressesService_AttemptVerification() {
	c := stub(map[string]string{
		"POST /email_addresses/idn_1/prepare_verification": `{"id":"ver_1","status":"unverified","attempts":null}`,
		"POST /email_addresses/idn_1/attempt_verification": `{"id":"ver_1","status":"unverified","attempts":1}`,
	})
	sent, err := c.EmailAddresses.PrepareVerification(context.Background(), "idn_1")
	if err != nil {
		fmt.Println(err)
		return
	}
	tried, err := c.EmailAddresses.AttemptVerification(context.Background(), "idn_1", &backend.EmailAddressAttemptVerificationParams{
		VerificationID: sent.ID,
		Code:           "424242",
	})
	switch {
	case err == nil:
		fmt.Println("right")
	case errors.Is(err, backend.ErrNotVerified) && tried != nil:
		fmt.Println("wrong; tries so far:", tried.Attempts)
	default:
		fmt.Println("nobody knows:", err)
	}
	// Output: wrong; tries so far: 1
}
