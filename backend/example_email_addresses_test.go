package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// A wrong code is no error: look at the status.
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
	if err != nil {
		fmt.Println(err)
		return
	}
	if tried.Status != backend.VerificationStatusVerified {
		fmt.Println("wrong code, tries so far:", tried.Attempts)
		return
	}
	fmt.Println("verified")
	// Output: wrong code, tries so far: 1
}
