package backend

// A Price is what a plan costs: the default, or a custom one for some customers.
type Price struct {
	// Object is always "commerce_price".
	Object string `json:"object"`
	// ID is the id of the price.
	ID string `json:"id"`
	// PlanID is the plan that costs this.
	PlanID string `json:"plan_id"`
	// InstanceID is the instance of the plan.
	InstanceID string `json:"instance_id"`
	// Currency is an ISO 4217 code: "USD".
	Currency string `json:"currency"`
	// CurrencySymbol is for people: "$".
	CurrencySymbol string `json:"currency_symbol"`
	// Amount is what a month costs, in cents.
	Amount int64 `json:"amount"`
	// AnnualMonthlyAmount is what a month costs those who pay by the year, in cents.
	AnnualMonthlyAmount int64 `json:"annual_monthly_amount"`
	// Fee is Amount with its currency. It may be nil.
	Fee *Money `json:"fee"`
	// AnnualMonthlyFee is AnnualMonthlyAmount with its currency. It may be nil.
	AnnualMonthlyFee *Money `json:"annual_monthly_fee"`
	// Description tells prices apart.
	Description string `json:"description"`
	// IsDefault says that the plan costs this unless something else was agreed.
	IsDefault bool `json:"is_default"`
	// CreatedAt is when the price was made.
	CreatedAt Time `json:"created_at"`
	// SupportedBillingPeriods says how often it can be paid.
	SupportedBillingPeriods BillingPeriods `json:"supported_billing_periods"`
}

// BillingPeriods say how often a price can be paid.
type BillingPeriods string

// How often a price can be paid.
const (
	BillingPeriodsMonth  BillingPeriods = "month"
	BillingPeriodsAnnual BillingPeriods = "annual"
	BillingPeriodsBoth   BillingPeriods = "both"
)

// A PriceTransition is what came of moving a subscription item to another price.
type PriceTransition struct {
	// Object is always "commerce_price_transition".
	Object string `json:"object"`
	// SubscriptionItem is the item with the new price, in the legacy form.
	SubscriptionItem SubscriptionItem `json:"subscription_item"`
	// Transition says what happened.
	Transition PriceTransitionDetails `json:"transition"`
}

// PriceTransitionDetails say when a new price takes effect and what it replaced.
type PriceTransitionDetails struct {
	// PreviousPlan is the plan of the price before, in the legacy form.
	PreviousPlan Plan `json:"previous_plan"`
	// PreviousPrice is the price before.
	PreviousPrice Price `json:"previous_price"`
	// EffectiveAt is when the new price begins.
	EffectiveAt Time `json:"effective_at"`
	// EffectiveMode says whether that was at once.
	EffectiveMode EffectiveMode `json:"effective_mode"`
	// NextBillingDate is when the next payment is due; zero if there is none.
	NextBillingDate Time `json:"next_billing_date"`
	// ChargedImmediately says that the payer was charged for the transition.
	ChargedImmediately bool `json:"charged_immediately"`
	// ImmediateCharge is that charge, or nil.
	ImmediateCharge *Money `json:"immediate_charge"`
	// PreviousSubscriptionItemStatus is what became of the item before: canceled, ended or abandoned.
	PreviousSubscriptionItemStatus SubscriptionItemStatus `json:"previous_subscription_item_status"`
	// PreviousSubscriptionItemID is the id of the item before.
	PreviousSubscriptionItemID string `json:"previous_subscription_item_id"`
}

// An EffectiveMode says when the price of a [PriceTransition] begins.
type EffectiveMode string

// When a new price begins.
const (
	EffectiveModeImmediate   EffectiveMode = "immediate"
	EffectiveModeEndOfPeriod EffectiveMode = "end_of_period"
)
