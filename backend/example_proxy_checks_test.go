package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

func ExampleProxyChecksService_Verify() {
	c := stub(map[string]string{
		"POST /proxy_checks":   `{"object": "proxy_check", "domain_id": "dmn_1", "successful": true}`,
		"PATCH /domains/dmn_1": `{"object": "domain", "id": "dmn_1", "proxy_url": "https://example.com/__clerk"}`,
	})
	ctx, proxy := context.Background(), backend.Some("https://example.com/__clerk")

	check, err := c.ProxyChecks.Verify(ctx, &backend.ProxyCheckVerifyParams{DomainID: backend.Some("dmn_1"), ProxyURL: proxy})
	if err != nil || !check.Successful {
		fmt.Println("the proxy does not work", err)
		return
	}
	domain, err := c.Domains.Update(ctx, "dmn_1", &backend.DomainUpdateParams{ProxyURL: proxy})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(domain.ProxyURL)
	// Output: https://example.com/__clerk
}
