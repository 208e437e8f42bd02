package backend_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// A customer's people sign in over their Okta, whose metadata says the rest.
func ExampleEnterpriseConnectionsService_Create() {
	c := stub(map[string]string{
		"POST /enterprise_connections": `{"id":"ent_1","name":"Acme","provider":"saml_okta","active":false,
			"saml_connection":{"acs_url":"https://clerk.example.com/v1/saml/acs/1","sp_entity_id":"https://clerk.example.com/saml/1"}}`,
	})
	connection, err := c.EnterpriseConnections.Create(context.Background(), &backend.EnterpriseConnectionCreateParams{
		Name: "Acme", Provider: backend.EnterpriseConnectionProviderSAMLOkta, Domains: []string{"acme.example"},
		OrganizationID: backend.Some("org_1"),
		SAML: backend.Some(backend.EnterpriseConnectionCreateSAML{
			IDPMetadataURL: backend.Some("https://acme.okta.example/metadata"),
		}),
	})
	if errors.Is(err, backend.ErrPaymentRequired) {
		fmt.Println("the plan of this instance has no enterprise connections")
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(connection.ID, connection.SAMLConnection.ACSURL)
	// Output: ent_1 https://clerk.example.com/v1/saml/acs/1
}
