package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

func ExampleRedirectURLsService_Create() {
	c := stub(map[string]string{
		"POST /redirect_urls": `{"object": "redirect_url", "id": "ru_1", "url": "my-app://oauth-callback"}`,
		"GET /redirect_urls":  `{"data": [{"id": "ru_1", "url": "my-app://oauth-callback"}], "total_count": 1}`,
	})
	ctx := context.Background()

	_, err := c.RedirectURLs.Create(ctx, &backend.RedirectURLCreateParams{URL: "my-app://oauth-callback"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for allowed, err := range c.RedirectURLs.All(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(allowed.ID, allowed.URL)
	}
	// Output: ru_1 my-app://oauth-callback
}
