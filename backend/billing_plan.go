package backend

// A Plan is something to subscribe to.
//
// The answers of ExtendSubscriptionItemFreeTrial and CreatePriceTransition hold plans in a legacy form. It has the fields at
// the end, from Amount on, which are empty elsewhere, and has no UnitPrices; Fee, AnnualMonthlyFee and AnnualFee are in both.
type Plan struct {
	// Object is always "commerce_plan".
	Object string `json:"object"`
	// ID is the id of the plan.
	ID string `json:"id"`
	// Name is for people.
	Name string `json:"name"`
	// Fee is what a month costs. It is nil if the plan cannot be paid by the month.
	Fee *Money `json:"fee"`
	// AnnualMonthlyFee is what a month costs those who pay by the year. It is nil if the plan cannot be paid so.
	AnnualMonthlyFee *Money `json:"annual_monthly_fee"`
	// AnnualFee is what a year costs those who pay by the year. It is nil if the plan cannot be paid so.
	AnnualFee *Money `json:"annual_fee"`
	// Description says what the plan is.
	Description string `json:"description"`
	// ProductID is the id of the product that the plan belongs to.
	//
	// Deprecated: Clerk has withdrawn it and names nothing to use instead.
	ProductID string `json:"product_id"`
	// IsDefault says that it is the plan of payers who chose none.
	IsDefault bool `json:"is_default"`
	// IsRecurring says that it is paid again and again.
	IsRecurring bool `json:"is_recurring"`
	// PubliclyVisible says that Clerk's pricing table shows it.
	PubliclyVisible bool `json:"publicly_visible"`
	// HasBaseFee says that it costs something whatever the units.
	HasBaseFee bool `json:"has_base_fee"`
	// ForPayerType says who may subscribe.
	ForPayerType PayerType `json:"for_payer_type"`
	// Slug is the name that session tokens and checks know it by.
	Slug string `json:"slug"`
	// AvatarURL is the address of a picture.
	AvatarURL string `json:"avatar_url"`
	// Features are what the plan includes.
	Features []Feature `json:"features"`
	// FreeTrialEnabled says whether the plan begins with a free trial. The legacy form may leave it out.
	FreeTrialEnabled Opt[bool] `json:"free_trial_enabled"`
	// FreeTrialDays is how long a free trial lasts.
	FreeTrialDays Opt[int] `json:"free_trial_days"`
	// UnitPrices are what units cost, such as seats.
	UnitPrices []PlanUnitPrice `json:"unit_prices"`

	Amount                       Opt[int64]  `json:"amount"`                          // legacy form: what a month costs, in cents
	AmountFormatted              string      `json:"amount_formatted"`                // legacy form: "$49.99"
	AnnualMonthlyAmount          Opt[int64]  `json:"annual_monthly_amount"`           // legacy form: paid by the year, in cents
	AnnualMonthlyAmountFormatted string      `json:"annual_monthly_amount_formatted"` // legacy form: the same for people
	AnnualAmount                 Opt[int64]  `json:"annual_amount"`                   // legacy form: what a year costs, in cents
	AnnualAmountFormatted        string      `json:"annual_amount_formatted"`         // legacy form: the same for people
	CurrencySymbol               string      `json:"currency_symbol"`                 // legacy form: "$"
	Currency                     string      `json:"currency"`                        // legacy form: "USD"
	PayerType                    []PayerType `json:"payer_type"`                      // legacy form: who may subscribe
	Period                       PlanPeriod  `json:"period"`                          // legacy form: how often it is paid
	Interval                     Opt[int]    `json:"interval"`                        // legacy form: the billing interval
}

// A PlanPeriod is how often something is paid.
type PlanPeriod string

// The periods.
const (
	PlanPeriodMonth  PlanPeriod = "month"
	PlanPeriodAnnual PlanPeriod = "annual"
)

// A Feature is something that a plan includes and that an application can check for.
type Feature struct {
	Object      string `json:"object"`      // always "feature"
	ID          string `json:"id"`          // the id of the feature
	Name        string `json:"name"`        // for people
	Description string `json:"description"` // what it is
	Slug        string `json:"slug"`        // the name that session tokens and checks know it by
	AvatarURL   string `json:"avatar_url"`  // the address of a picture
}

// A PlanUnitPrice is what the units of one kind cost.
type PlanUnitPrice struct {
	Name      string              `json:"name"`       // the kind of unit: "seats"
	BlockSize int                 `json:"block_size"` // how many units are sold together
	Tiers     []PlanUnitPriceTier `json:"tiers"`      // fees by the number of blocks
}

// A PlanUnitPriceTier is the fee for a range of blocks.
type PlanUnitPriceTier struct {
	StartsAtBlock  int      `json:"starts_at_block"`  // the first block of the range
	EndsAfterBlock Opt[int] `json:"ends_after_block"` // the last one, which still belongs to it; null is without limit
	FeePerBlock    Money    `json:"fee_per_block"`    // what each block costs
}
