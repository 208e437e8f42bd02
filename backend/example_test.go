package backend_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// A service sets CLERK_SECRET_KEY and passes clerk.Options{}.
func ExampleNew() {
	_, err := backend.New(clerk.Options{
		PublishableKey: "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k",
		Getenv:         func(string) string { return "" },
	})
	fmt.Println(err)
	// Output: backend: options SecretKey and MachineSecretKey (CLERK_SECRET_KEY, CLERK_MACHINE_SECRET_KEY): neither is set; every operation but one needs a key from the API keys page of the Clerk Dashboard
}

func ExampleClient_With() {
	c := stub(map[string]string{"GET /users/count": `{"object":"total_count","total_count":42}`})

	patient, err := c.With(backend.WithTimeout(time.Minute), backend.WithRetry(backend.Retry{Attempts: 5}))
	if err != nil {
		panic(err)
	}
	n, err := patient.Users.Count(context.Background(), nil)
	fmt.Println(n, err)
	// Output: 42 <nil>
}

func ExampleNull() {
	c, asked := newStub(map[string]string{"PATCH /users/user_1": `{"id":"user_1"}`})

	_, err := c.Users.Update(context.Background(), "user_1", &backend.UserUpdateParams{
		FirstName: backend.Some("Ada"),
		LastName:  backend.Null[string](), // Username is absent, and stays what it is
	})
	fmt.Println(asked.asked[0].body, err)
	// Output: {"first_name":"Ada","last_name":null} <nil>
}

func ExampleJSON() {
	c, asked := newStub(map[string]string{"PATCH /users/user_1/metadata": `{"id":"user_1","public_metadata":{"plan":"pro"}}`})

	user, err := c.Users.MergeMetadata(context.Background(), "user_1", &backend.UserMergeMetadataParams{
		PublicMetadata: backend.JSON(map[string]any{"plan": "pro", "trial": nil}), // null removes trial
	})
	if err != nil {
		panic(err)
	}
	var meta struct{ Plan string }
	err = user.PublicMetadata.Decode(&meta)
	fmt.Println(asked.asked[0].body, meta.Plan, err)
	// Output: {"public_metadata":{"plan":"pro","trial":null}} pro <nil>
}

func ExampleHasCode() {
	c := stub(nil) // which knows nobody

	_, err := c.Users.Get(context.Background(), "user_1")
	fmt.Println(backend.HasCode(err, "resource_not_found"), errors.Is(err, backend.ErrNotFound))

	var refusal *backend.Error
	if errors.As(err, &refusal) {
		fmt.Println(refusal.Status, refusal.TraceID)
	}
	// Output:
	// true true
	// 404 trace_1
}

func ExampleWithRetryHook() {
	busy := refusing{status: http.StatusTooManyRequests, header: http.Header{"Retry-After": {"3600"}}}
	o := options()
	o.HTTPClient = &http.Client{Transport: busy}
	c, err := backend.New(o, backend.WithRetryHook(func(_ context.Context, a backend.Attempt) {
		fmt.Println("trying again in", a.Wait)
	}))
	if err != nil {
		panic(err)
	}
	_, err = c.Users.Get(context.Background(), "user_1")
	fmt.Println(err)
	// Output: backend: GET /users/{user_id}: 429 Too Many Requests; try again after 1h0m0s
}
