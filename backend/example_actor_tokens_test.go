package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// A support engineer looks at the application as a customer sees it, for ten minutes.
func ExampleActorTokensService_Create() {
	c := stub(map[string]string{
		"POST /actor_tokens": `{"id":"act_1","status":"pending","user_id":"user_customer","actor":{"sub":"user_engineer"},"url":"https://…"}`,
	})
	token, err := c.ActorTokens.Create(context.Background(), &backend.ActorTokenCreateParams{
		UserID:                      "user_customer",
		Actor:                       backend.ActorTokenActor{Sub: "user_engineer"},
		SessionMaxDurationInSeconds: backend.Some(600),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.Actor, "may act as", token.UserID)
	// Output: {"sub":"user_engineer"} may act as user_customer
}
