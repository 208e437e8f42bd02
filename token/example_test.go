package token_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
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

// A service that learns of something that changes a verdict has the tokens that it concerns verified anew.
func ExampleVerifier_Forget() {
	ck, err := clerktest.Start(clerktest.Config{})
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
	verifier := token.New(instance, keys, token.WithCache(token.CacheOptions{MaxTokens: 10_000}))
	defer verifier.Close()

	_, err = verifier.Session(context.Background(), ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"})).Token())
	fmt.Println(err)
	fmt.Println(verifier.Forget(func(caller *authobject.Auth) bool { return caller.UserID() == "user_ada" }))
	// Output:
	// <nil>
	// 1
}

// A job that takes work from a queue lets in the programs whose API keys have the right scope.
func ExampleNewMachines() {
	clerkAPI := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { // stands in for Clerk
		fmt.Fprint(w, `{"id":"ak_1","subject":"org_acme","scopes":["jobs:write"],"revoked":false,"expired":false}`)
	}))
	defer clerkAPI.Close()
	options := clerk.Options{SecretKey: "sk_test_example", APIURL: clerkAPI.URL}

	instance, err := options.Resolve()
	if err != nil {
		log.Fatal(err)
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer keys.Close()
	client, err := backend.New(options)
	if err != nil {
		log.Fatal(err)
	}
	machines, err := token.NewMachines(instance, keys, client, token.MachineOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer machines.Close()

	const credential = "ak_from_the_message"
	kind, _ := token.KindOf(credential)
	caller, err := machines.Verify(context.Background(), kind, credential)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(caller, caller.Has(authobject.Scope("jobs:write")), caller.Has(authobject.Scope("jobs:delete")))
	// Output:
	// machine=api_key id=ak_1 subject=org_acme true false
}

func ExampleKindOf() {
	for _, credential := range []string{"ak_4f…", "mt_9c…", "oat_1d…", "eyJhbGciOi…"} {
		kind, ok := token.KindOf(credential)
		fmt.Printf("%q %v\n", kind, ok)
	}
	// Output:
	// "api_key" true
	// "m2m_token" true
	// "oauth_token" true
	// "" false
}
