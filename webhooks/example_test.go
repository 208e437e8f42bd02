package webhooks_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

// instance stands in for Clerk, and for CLERK_WEBHOOK_SIGNING_SECRET in the environment.
func instance() (*clerktest.Clerk, clerk.Options) {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		panic(err)
	}
	return ck, options(ck)
}

// A service sets CLERK_WEBHOOK_SIGNING_SECRET and passes clerk.Options{}.
func ExampleNew() {
	_, err := webhooks.New(clerk.Options{
		WebhookSigningSecrets: []string{"whsec_c2VjcmV0"},
		Getenv:                func(string) string { return "" },
	})
	fmt.Println(err)
	// Output: clerk: WebhookSigningSecrets: entry 1: it stands for 6 bytes, and a signing secret has 16 to 256; copy the signing secret, which begins with whsec_, from the page of the endpoint in the Clerk Dashboard
}

func ExampleNewMux() {
	ck, options := instance()
	defer ck.Close()

	verifier, err := webhooks.New(options)
	if err != nil {
		panic(err)
	}
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		panic(err)
	}
	mux.Handle("dinosaur.created", func(_ context.Context, e *webhooks.Event) error {
		fmt.Println("a type that Usher does not know:", string(e.Data))
		return nil
	})
	routes := http.NewServeMux()
	routes.Handle("/webhooks/clerk", mux)

	event := ck.Webhook("dinosaur.created", map[string]string{"id": "dino_1"})
	fmt.Println(event.Deliver(routes).Code)
	fmt.Println(event.Deliver(routes).Code, "and not handled again")
	fmt.Println(event.Forged().Deliver(routes).Code)
	// Output:
	// a type that Usher does not know: {"id":"dino_1"}
	// 204
	// 204 and not handled again
	// 400
}

func ExampleOn() {
	ck, options := instance()
	defer ck.Close()
	verifier, err := webhooks.New(options)
	if err != nil {
		panic(err)
	}
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		panic(err)
	}

	webhooks.On(mux, func(_ context.Context, e webhooks.UserCreated) error {
		fmt.Println("welcome,", e.Data.FirstName)
		return nil
	})
	webhooks.On(mux, func(_ context.Context, e webhooks.UserDeleted) error {
		fmt.Println("good-bye,", e.Data.ID)
		return nil
	})

	ck.Webhook("user.created", map[string]string{"id": "user_1", "first_name": "Ada"}).Deliver(mux)
	ck.Webhook("user.deleted", map[string]any{"id": "user_1", "deleted": true}).Deliver(mux)
	// Output:
	// welcome, Ada
	// good-bye, user_1
}

// One function for users, whether they are new or changed.
func ExampleOnData() {
	ck, options := instance()
	defer ck.Close()
	verifier, err := webhooks.New(options)
	if err != nil {
		panic(err)
	}
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		panic(err)
	}

	webhooks.OnData(mux, func(_ context.Context, e *webhooks.Event, user *backend.User) error {
		fmt.Println(e.Type, user.ID)
		return nil
	}, webhooks.TypeUserCreated, webhooks.TypeUserUpdated)

	ck.Webhook("user.created", map[string]string{"id": "user_1"}).Deliver(mux)
	ck.Webhook("user.updated", map[string]string{"id": "user_1"}).Deliver(mux)
	// Output:
	// user.created user_1
	// user.updated user_1
}

// A change of Clerk's that this package does not know yet costs no event: it is kept until a newer version can decode it.
func ExampleMux_HandleUndecodable() {
	ck, options := instance()
	defer ck.Close()
	verifier, err := webhooks.New(options)
	if err != nil {
		panic(err)
	}
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		panic(err)
	}

	webhooks.On(mux, func(_ context.Context, e webhooks.UserCreated) error {
		fmt.Println("welcome,", e.Data.ID)
		return nil
	})
	mux.HandleUndecodable(func(_ context.Context, e *webhooks.Event, cause error) error {
		fmt.Println("kept:", e.Type, len(e.Raw) > 0, errors.Unwrap(cause))
		return nil
	})

	event := ck.Webhook("user.created", map[string]any{"id": "user_1", "banned": []string{"from", "chess"}})
	fmt.Println(event.Deliver(mux).Code)
	// Output:
	// kept: user.created true the member "banned" of the data is not a Go bool
	// 204
}

// Without a Mux, as behind a queue or a gateway that hands on headers and body.
func ExampleVerifier_Verify() {
	ck, options := instance()
	defer ck.Close()
	verifier, err := webhooks.New(options)
	if err != nil {
		panic(err)
	}

	request := ck.Webhook("user.updated", map[string]string{"id": "user_1", "username": "ada"}).Sign(httptest.NewRequest("POST", "/", nil))
	body, err := io.ReadAll(request.Body)
	if err != nil {
		panic(err)
	}

	event, err := verifier.Verify(request.Header, body)
	if err != nil {
		fmt.Println(err)
		return
	}
	updated, err := webhooks.As[webhooks.UserUpdated](event)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(updated.Type, updated.Data.Username)

	_, err = verifier.Verify(request.Header, append(body, '\n'))
	fmt.Println(err)
	// Output:
	// user.updated ada
	// webhooks: no configured signing secret made this signature; compare the secret with the one of this endpoint in the Clerk Dashboard, and make sure that the body arrives unchanged (reason=webhook-signature-invalid)
}
