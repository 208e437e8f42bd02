package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

func ExampleDomainsService_Create() {
	c := stub(map[string]string{
		"POST /domains": `{"object": "domain", "id": "dmn_1", "name": "satellite.example", "is_satellite": true, "cname_targets": [
			{"host": "clerk.satellite.example", "value": "frontend-api.clerk.services", "required": true}
		]}`,
	})

	domain, err := c.Domains.Create(context.Background(), &backend.DomainCreateParams{Name: "satellite.example", IsSatellite: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, record := range domain.CNAMETargets {
		fmt.Println(record.Host, "CNAME", record.Value)
	}
	// Output: clerk.satellite.example CNAME frontend-api.clerk.services
}
