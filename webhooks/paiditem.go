package webhooks

import "github.com/usher-auth/usher/backend"

// A PaidItem is an item of a subscription that a [PaymentAttempt] pays for.
type PaidItem struct {
	// Object is "commerce_subscription_item".
	Object string `json:"object"`
	// ID is the id of the item.
	ID string `json:"id"`
	// Status is "active", "upcoming", "past_due", "canceled", "ended", "expired", "abandoned", "incomplete", or what Clerk adds.
	Status string `json:"status"`
	// CreatedAt is when the item was created.
	CreatedAt backend.Time `json:"created_at"`
	// UpdatedAt is when it last changed.
	UpdatedAt backend.Time `json:"updated_at"`
	// PeriodStart is when the period that is paid for begins.
	PeriodStart backend.Time `json:"period_start"`
	// PeriodEnd is when it ends, zero if it has no end.
	PeriodEnd backend.Time `json:"period_end"`
	// Interval is how long a period is: "month" or "annual".
	Interval string `json:"interval"`
	// PlanID is the id of the plan.
	PlanID string `json:"plan_id"`
	// Plan is the plan, or nil if Clerk did not say more.
	Plan *Plan `json:"plan"`
	// Payer is who pays, or nil if Clerk did not say; the [PaymentAttempt] has it too.
	Payer *backend.Payer `json:"payer"`
	// SubscriptionID is the subscription that the item belongs to.
	SubscriptionID string `json:"subscription_id"`
	// Credit is what an earlier period leaves over.
	//
	// Deprecated: Clerk has Credits instead.
	Credit *Credit `json:"credit"`
	// Credits are what is taken off the price, or nil.
	Credits *Credits `json:"credits"`
}

// A Credit is what the rest of a period that was paid for is worth.
type Credit struct {
	// Amount is the credit.
	Amount backend.Money `json:"amount"`
	// CycleDaysRemaining is how many days of the period are left.
	CycleDaysRemaining int64 `json:"cycle_days_remaining"`
	// CycleDaysTotal is how many days the period has.
	CycleDaysTotal int64 `json:"cycle_days_total"`
	// CycleRemainingPercent is the one by the other.
	CycleRemainingPercent float64 `json:"cycle_remaining_percent"`
}

// Credits are what is taken off a price.
type Credits struct {
	// Proration is for the rest of a period, or nil.
	Proration *Credit `json:"proration"`
	// Payer is from the balance of the payer, or nil.
	Payer *PayerCredit `json:"payer"`
	// Total is all of it.
	Total backend.Money `json:"total"`
}

// A PayerCredit is what is taken from the balance of a payer.
type PayerCredit struct {
	// AppliedAmount is how much is taken.
	AppliedAmount backend.Money `json:"applied_amount"`
	// RemainingBalance is how much is left.
	RemainingBalance backend.Money `json:"remaining_balance"`
}
