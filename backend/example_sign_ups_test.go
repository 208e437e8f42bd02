package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// The application ties a sign-up to its own record of the visitor.
func ExampleSignUpsService_Update() {
	c := stub(map[string]string{
		"PATCH /sign_ups/sua_1": `{"id":"sua_1","status":"missing_requirements","external_id":"lead_7",
			"missing_fields":["email_address"],"verifications":{"email_address":{"next_action":"needs_attempt"}}}`,
	})
	signUp, err := c.SignUps.Update(context.Background(), "sua_1",
		&backend.SignUpUpdateParams{ExternalID: backend.Some("lead_7")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(signUp.ExternalID, signUp.Status, signUp.MissingFields, signUp.Verifications.EmailAddress.NextAction)
	// Output: lead_7 missing_requirements [email_address] needs_attempt
}
