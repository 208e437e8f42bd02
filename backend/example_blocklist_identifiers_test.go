package backend_test

import (
	"context"
	"fmt"
	"log"
)

// An entry is deleted by its id, which the list tells.
func ExampleBlocklistIdentifiersService_All() {
	c := stub(map[string]string{
		"GET /blocklist_identifiers": `{"total_count":2,"data":[
			{"object":"blocklist_identifier","id":"blid_1","identifier":"mallory@example.com","identifier_type":"email_address"},
			{"object":"blocklist_identifier","id":"blid_2","identifier":"+15555550100","identifier_type":"phone_number"}]}`,
		"DELETE /blocklist_identifiers/blid_2": `{"object":"blocklist_identifier","id":"blid_2","deleted":true}`,
	})
	ctx := context.Background()

	for entry, err := range c.BlocklistIdentifiers.All(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		if entry.Identifier != "+15555550100" {
			continue
		}
		gone, err := c.BlocklistIdentifiers.Delete(ctx, entry.ID)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(gone.ID, gone.Deleted)
	}
	// Output: blid_2 true
}
