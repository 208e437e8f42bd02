package backend_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

func ExampleBillingService_AllSubscriptionItems() {
	c := stub(map[string]string{
		"GET /billing/subscription_items": `{"total_count": 2, "data": [
			{"id": "csub_item_1", "status": "active", "plan": {"slug": "pro", "fee": {"amount": 4999, "amount_formatted": "$49.99"}}},
			{"id": "csub_item_2", "status": "active", "plan": {"slug": "free", "fee": null}}
		]}`,
	})

	params := &backend.BillingListSubscriptionItemsParams{
		Status:      backend.SubscriptionItemStatusActive,
		IncludeFree: backend.Some(true),
	}
	for item, err := range c.Billing.AllSubscriptionItems(context.Background(), params) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if fee := item.Plan.Fee; fee != nil {
			fmt.Println(item.Plan.Slug, fee.AmountFormatted)
		} else {
			fmt.Println(item.Plan.Slug, "costs nothing")
		}
	}
	// Output:
	// pro $49.99
	// free costs nothing
}

func ExampleBillingService_CancelSubscriptionItem() {
	c := stub(map[string]string{
		"DELETE /billing/subscription_items/csub_item_1": `{"id": "csub_item_1", "status": "canceled", "period_end": 1767225600000}`,
	})
	ctx := context.Background()

	item, err := c.Billing.CancelSubscriptionItem(ctx, "csub_item_1", nil) // with its period; EndNow does it at once
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(item.Status, "ends", item.PeriodEnd.UTC().Format("2 January 2006"))

	_, err = c.Billing.CancelSubscriptionItem(ctx, "csub_item_2", nil)
	fmt.Println(errors.Is(err, backend.ErrNotFound))
	// Output:
	// canceled ends 1 January 2026
	// true
}
