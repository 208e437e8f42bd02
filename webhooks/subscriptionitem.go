package webhooks

import "github.com/usher-auth/usher/backend"

// A SubscriptionItem is one plan in a subscription, as events have it.
type SubscriptionItem struct {
	// Object is "commerce_subscription_item"; in some events Clerk writes "subscription_item".
	Object string `json:"object"`
	// ID is the id of the item.
	ID string `json:"id"`
	// Status is "active", "upcoming", "past_due", "canceled", "ended", "abandoned", "incomplete", or what Clerk adds.
	Status string `json:"status"`
	// IsFreeTrial says that the payer tries the plan for free.
	IsFreeTrial bool `json:"is_free_trial"`
	// CreatedAt is when the item was created.
	CreatedAt backend.Time `json:"created_at"`
	// UpdatedAt is when it last changed.
	UpdatedAt backend.Time `json:"updated_at"`
	// PeriodStart is when the current period began.
	PeriodStart backend.Time `json:"period_start"`
	// PeriodEnd is when the current period ends, zero if it has no end.
	PeriodEnd backend.Time `json:"period_end"`
	// Interval is how long a period is, such as "month" or "annual".
	Interval string `json:"interval"`
	// PlanID is the id of the plan.
	PlanID string `json:"plan_id"`
	// Plan is the plan, or nil if Clerk did not say more.
	Plan *Plan `json:"plan"`
	// Payer is who pays, or nil if Clerk did not say, as within a [Subscription], which has its own.
	Payer *backend.Payer `json:"payer"`
	// SubscriptionID is the subscription that the item belongs to; within a [Subscription] it may be empty.
	SubscriptionID string `json:"subscription_id"`
	// Seats are how many seats are paid for, or nil where seats are not counted.
	Seats *Seats `json:"seats"`
}

// A Plan is what can be subscribed to, as events have it.
type Plan struct {
	// ID is the id of the plan.
	ID string `json:"id"`
	// Slug is its name in URLs.
	Slug string `json:"slug"`
	// Name is its name for people.
	Name string `json:"name"`
	// IsRecurring says that it is paid for in every period.
	IsRecurring bool `json:"is_recurring"`
	// Amount is the price, in the smallest unit of the currency.
	Amount int64 `json:"amount"`
	// Currency is the currency, such as "USD".
	Currency string `json:"currency"`
	// UnitPrices are the prices by quantity, such as by seat; nil if there are none.
	UnitPrices []UnitPrice `json:"unit_prices"`
}

// A UnitPrice is what a [Plan] costs by quantity.
type UnitPrice struct {
	// Name is what is counted, such as "seats".
	Name string `json:"name"`
	// BlockSize is how many units make a block.
	BlockSize int64 `json:"block_size"`
	// Tiers are the prices of blocks, by how many there are.
	Tiers []UnitPriceTier `json:"tiers"`
}

// A UnitPriceTier is the price of some of the blocks of a [UnitPrice].
type UnitPriceTier struct {
	// StartsAtBlock is the first block that has this price.
	StartsAtBlock int64 `json:"starts_at_block"`
	// EndsAfterBlock is the last one; it is null where there is no last one.
	EndsAfterBlock backend.Opt[int64] `json:"ends_after_block"`
	// AmountPerBlock is the price of one block, in the smallest unit of the currency.
	AmountPerBlock int64 `json:"amount_per_block"`
	// Currency is the currency, such as "USD".
	Currency string `json:"currency"`
}

// Seats are how many members a subscription is for.
type Seats struct {
	// Quantity is the number of seats; it is null where they are not limited.
	Quantity backend.Opt[int64] `json:"quantity"`
}
