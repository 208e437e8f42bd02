package backend_test

import (
	"context"
	"fmt"
)

func ExampleTestingTokensService_Create() {
	c := stub(map[string]string{
		"POST /testing_tokens": `{"object": "testing_token", "token": "1713877200-c_example", "expires_at": 1713880800}`,
	})

	token, err := c.TestingTokens.Create(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.Token, "until", token.ExpiresAt.UTC().Format("15:04"))
	fmt.Println("?__clerk_testing_token=" + string(token.Token))
	// Output:
	// [redacted] until 14:00
	// ?__clerk_testing_token=1713877200-c_example
}
