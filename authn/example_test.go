package authn_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// Another transport than net/http middleware, a gateway say, takes the decision itself and acts on it.
func ExampleNew() {
	ck, err := clerktest.Start(clerktest.Config{}) // a Clerk in the process; use clerk.Options{} for your own
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
	authenticator, err := authn.New(instance, token.New(instance, keys), authn.Config{Nonces: authn.NewNonces(instance)})
	if err != nil {
		log.Fatal(err)
	}

	r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	fmt.Println(authenticator.Authenticate(r))

	ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"})).Authorize(r)
	decision := authenticator.Authenticate(r)
	fmt.Println(decision.Status, decision.Auth().UserID())
	// Output:
	// signed-out (reason=dev-browser-missing)
	// signed-in user_ada
}
