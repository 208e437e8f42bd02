package backend_test

import (
	"context"
	"fmt"
	"log"

	"github.com/usher-auth/usher/backend"
)

// Whose domain is it? Only those that are verified say so for sure.
func ExampleOrganizationDomainsService_ListForInstance() {
	c := stub(map[string]string{
		"GET /organization_domains": `{"total_count":1,"data":[{"id":"orgdmn_1","organization_id":"org_1","name":"example.com",
			"enrollment_mode":"automatic_invitation","ownership_verification":{"status":"verified","strategy":"txt"}}]}`,
	})

	page, err := c.OrganizationDomains.ListForInstance(context.Background(), &backend.OrganizationDomainListForInstanceParams{
		Domains:        []string{"example.com", "example.org"},
		Verified:       backend.Some(true),
		EnrollmentMode: []backend.EnrollmentMode{"-" + backend.EnrollmentModeEnterpriseSSO},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, domain := range page.Data {
		fmt.Println(domain.Name, domain.OrganizationID, domain.OwnershipVerification.Status)
	}
	// Output: example.com org_1 verified
}

func ExampleOrganizationDomainsService_Create() {
	c := stub(map[string]string{
		"POST /organizations/org_1/domains": `{"id":"orgdmn_1","name":"example.com","enrollment_mode":"automatic_suggestion"}`,
	})

	domain, err := c.OrganizationDomains.Create(context.Background(), "org_1", &backend.OrganizationDomainCreateParams{
		Name:           backend.Some("example.com"),
		EnrollmentMode: backend.Some(backend.EnrollmentModeAutomaticSuggestion),
		Verified:       backend.Some(false), // anybody could claim example.com
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(domain.ID, domain.OwnershipVerification == nil)
	// Output: orgdmn_1 true
}
