package backend

import "time"

// BillingListPlansParams choose what ListPlans returns.
type BillingListPlansParams struct {
	Limit     int       `query:"limit"`      // how many at once, 1 to 500; default: 10, and 100 for the iterator
	Offset    int       `query:"offset"`     // how many to skip
	PayerType PayerType `query:"payer_type"` // only plans for payers of this kind
}

// BillingListPricesParams choose what ListPrices returns.
type BillingListPricesParams struct {
	Limit  int    `query:"limit"`   // how many at once, 1 to 500; default: 10, and 100 for the iterator
	Offset int    `query:"offset"`  // how many to skip
	PlanID string `query:"plan_id"` // only prices of this plan; one that does not exist is ErrNotFound
}

// BillingCreatePriceParams describe a new price. PlanID is required, and an Amount that is absent is sent as null.
type BillingCreatePriceParams struct {
	// PlanID names the plan that gets the price.
	PlanID string `json:"plan_id"`
	// Currency is an ISO 4217 code. Default: "USD".
	Currency Opt[string] `json:"currency,omitzero"`
	// Amount is what a month costs, in cents: 0 for a gift, otherwise at least 100. It may be null.
	Amount Opt[int64] `json:"amount"`
	// AnnualMonthlyAmount is what a month costs those who pay by the year, in cents: 0 for a gift, otherwise at least 100.
	// It may be null.
	AnnualMonthlyAmount Opt[int64] `json:"annual_monthly_amount,omitzero"`
	// Description tells prices apart.
	Description Opt[string] `json:"description,omitzero"`
	// SupportedBillingPeriods says how often the price can be paid. Default: what follows from the amounts that are set.
	SupportedBillingPeriods Opt[BillingPeriods] `json:"supported_billing_periods,omitzero"`
}

// BillingListSubscriptionItemsParams choose what ListSubscriptionItems returns.
type BillingListSubscriptionItemsParams struct {
	// Limit is how many come at once, 1 to 500. Default: 10, and 100 for the iterator.
	Limit int `query:"limit"`
	// Offset is how many to skip.
	Offset int `query:"offset"`
	// Status is one of active, ended, past_due, upcoming and free_trial; items cannot be asked for by the other ones.
	Status SubscriptionItemStatus `query:"status"`
	// PayerType leaves only items of users or of organizations.
	PayerType PayerType `query:"payer_type"`
	// PlanID leaves only items of one plan.
	PlanID string `query:"plan_id"`
	// IncludeFree adds the items of free plans. Default: false.
	IncludeFree Opt[bool] `query:"include_free"`
	// Query is a text to search for.
	Query string `query:"query"`
}

// BillingCancelSubscriptionItemParams say when a subscription item ends.
type BillingCancelSubscriptionItemParams struct {
	// EndNow ends the item at once instead of with its period. Default: false.
	EndNow Opt[bool] `query:"end_now"`
}

// BillingExtendSubscriptionItemFreeTrialParams say how long a trial lasts.
type BillingExtendSubscriptionItemFreeTrialParams struct {
	// ExtendTo is when the trial shall end: in the future, and at most 365 days ahead. Clerk's document counts the days once
	// from now and once from the end that the trial has. It is required.
	ExtendTo time.Time `json:"extend_to"`
}

// BillingCreatePriceTransitionParams name two prices. Both are required.
type BillingCreatePriceTransitionParams struct {
	FromPriceID string `json:"from_price_id"` // the price that the item has
	ToPriceID   string `json:"to_price_id"`   // the price that it shall have
}

// BillingApplySubscriptionItemDiscountParams name a discount.
type BillingApplySubscriptionItemDiscountParams struct {
	DiscountID string `json:"discount_id"` // a discount that exists; required
}

// BillingListStatementsParams choose what ListStatements returns.
type BillingListStatementsParams struct {
	Limit  int `query:"limit"`  // how many at once, 1 to 500; default: 10, and 100 for the iterator
	Offset int `query:"offset"` // how many to skip
}

// BillingListStatementPaymentAttemptsParams choose what ListStatementPaymentAttempts returns.
type BillingListStatementPaymentAttemptsParams struct {
	Limit  int `query:"limit"`  // how many at once, 1 to 500; default: 10, and 100 for the iterator
	Offset int `query:"offset"` // how many to skip
}
