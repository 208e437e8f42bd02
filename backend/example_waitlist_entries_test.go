package backend_test

import (
	"context"
	"fmt"
	"log"

	"github.com/usher-auth/usher/backend"
)

// Those who have waited longest come first.
func ExampleWaitlistEntriesService_Invite() {
	c := stub(map[string]string{
		"GET /waitlist_entries": `{"total_count":2,"data":[
			{"object":"waitlist_entry","id":"wle_1","email_address":"ada@example.com","status":"pending"},
			{"object":"waitlist_entry","id":"wle_2","email_address":"bob@example.com","status":"pending","is_locked":true}]}`,
		"POST /waitlist_entries/wle_1/invite": `{"object":"waitlist_entry","id":"wle_1","email_address":"ada@example.com","status":"invited",
			"invitation":{"object":"invitation","id":"inv_1"}}`,
	})
	ctx := context.Background()

	page, err := c.WaitlistEntries.List(ctx, &backend.WaitlistEntryListParams{
		Status: backend.WaitlistEntryStatusPending, OrderBy: "created_at", Limit: 50,
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, waiting := range page.Data {
		if waiting.IsLocked.Or(false) {
			continue
		}
		entry, err := c.WaitlistEntries.Invite(ctx, waiting.ID, nil)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(entry.EmailAddress, entry.Status, entry.Invitation.ID)
	}
	// Output: ada@example.com invited inv_1
}
