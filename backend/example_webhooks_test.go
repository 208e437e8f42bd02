package backend_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

func ExampleWebhooksService_GenerateSvixAuthURL() {
	c := stub(map[string]string{
		"POST /webhooks/svix_url": `{"svix_url": "https://app.svix.com/login#key=example"}`,
	})
	ctx := context.Background()

	dashboard, err := c.Webhooks.GenerateSvixAuthURL(ctx)
	if errors.Is(err, backend.ErrBadRequest) { // there is no application yet
		dashboard, err = c.Webhooks.CreateSvixApp(ctx)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("in a log:", dashboard.URL)
	fmt.Println("in a redirect:", string(dashboard.URL))
	// Output:
	// in a log: [redacted]
	// in a redirect: https://app.svix.com/login#key=example
}
