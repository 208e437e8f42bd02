package backend_test

import (
	"context"
	"fmt"
)

// Old code finds out which enterprise connection has taken the place of a SAML connection.
func ExampleSAMLConnectionsService_Get() {
	c := stub(map[string]string{
		"GET /saml_connections/samlc_1":     `{"id":"samlc_1","enterprise_connection_id":"ent_1"}`,
		"GET /enterprise_connections/ent_1": `{"id":"ent_1","name":"Acme","active":true}`,
	})
	ctx := context.Background()
	old, err := c.SAMLConnections.Get(ctx, "samlc_1")
	if err != nil {
		fmt.Println(err)
		return
	}
	connection, err := c.EnterpriseConnections.Get(ctx, old.EnterpriseConnectionID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(connection.ID, connection.Name)
	// Output: ent_1 Acme
}
