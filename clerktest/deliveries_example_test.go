package clerktest_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

// What a test changes reaches the service as it would from Clerk.
func ExampleClerk_DeliverWebhooks() {
	run(func(t clerktest.TB) {
		ck := clerktest.New(t)
		verifier, err := webhooks.New(ck.Options())
		if err != nil {
			t.Fatalf("webhooks.New: %v", err)
		}
		mux, err := webhooks.NewMux(verifier)
		if err != nil {
			t.Fatalf("webhooks.NewMux: %v", err)
		}
		webhooks.On(mux, func(_ context.Context, e webhooks.UserCreated) error {
			fmt.Println("welcome,", e.Data.FirstName)
			return nil
		})
		service := httptest.NewServer(mux)
		t.Cleanup(service.Close)

		ck.DeliverWebhooks(service.URL)
		ck.AddUser(clerktest.User{FirstName: "Ada"})

		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := ck.WaitForDeliveries(ctx); err != nil {
			t.Fatalf("%v", err)
		}
		fmt.Println(ck.Deliveries()[0].State)
	})
	// Output:
	// welcome, Ada
	// delivered
}
