package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

func ExamplePhoneNumbersService_Create() {
	c := stub(map[string]string{
		"POST /phone_numbers": `{"id":"idn_1","phone_number":"+12025550143","verification":{"status":"verified","strategy":"admin"}}`,
	})
	number, err := c.PhoneNumbers.Create(context.Background(), &backend.PhoneNumberCreateParams{
		UserID:                  "user_1",
		PhoneNumber:             "+12025550143",
		Verified:                backend.Some(true),
		ReservedForSecondFactor: backend.Some(true),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(number.PhoneNumber, number.Verification.Status, "by", number.Verification.Strategy)
	// Output: +12025550143 verified by admin
}
