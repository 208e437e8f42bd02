package token_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// A service that takes tokens from somewhere else than an HTTP header, a queue say, verifies them by itself.
func ExampleNew() {
	ck, err := clerktest.Start(clerktest.Config{}) // an in-process Clerk; leave it out to use your own
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()

	instance, err := ck.Options().Resolve()
	if err != nil {
		log.Fatal(err)
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer keys.Close()
	verifier := token.New(instance, keys)

	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	auth, err := verifier.Session(context.Background(), ck.SignIn(ada).Token())
	fmt.Println(auth.UserID(), err)

	_, err = verifier.Session(context.Background(), ck.SignIn(ada).Expired().Token())
	var refused *token.Error
	fmt.Println(errors.As(err, &refused), refused.Reason == clerk.ReasonTokenExpired, refused.Claim)
	// Output:
	// user_ada <nil>
	// true true exp
}
