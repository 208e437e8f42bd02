package backend

// A SubscriptionItem is one plan that a payer has subscribed to.
//
// The answers of ExtendSubscriptionItemFreeTrial and CreatePriceTransition have a legacy form. It has the four fields at the
// end, from PaymentSourceID on, which are empty elsewhere; it has no PaymentMethod, Credits, Seats and Totals; and its Plan is
// in the legacy form too.
type SubscriptionItem struct {
	// Object is always "commerce_subscription_item".
	Object string `json:"object"`
	// ID is the id of the item.
	ID string `json:"id"`
	// InstanceID is the instance of the payer.
	InstanceID string `json:"instance_id"`
	// Status is the state of the item.
	Status SubscriptionItemStatus `json:"status"`
	// Credit is a credit for an unused part of a period. Clerk tells it in webhook events about payment attempts only.
	Credit *SubscriptionCredit `json:"credit"`
	// Credits are what lowers the charge because it was paid before, or nil.
	Credits *Credits `json:"credits"`
	// PlanID is the plan; "" if there is none any more.
	PlanID string `json:"plan_id"`
	// PriceID is the price of the plan that this payer has.
	PriceID string `json:"price_id"`
	// Plan is the plan itself, or nil.
	Plan *Plan `json:"plan"`
	// PlanPeriod is how often it is paid.
	PlanPeriod PlanPeriod `json:"plan_period"`
	// PaymentMethod is what it is paid with, or nil.
	PaymentMethod *PaymentMethod `json:"payment_method"`
	// LifetimePaid is all that was paid for this item, or nil if the answer does not tell.
	LifetimePaid *Money `json:"lifetime_paid"`
	// NextPayment is what will be charged next, or nil.
	NextPayment *SubscriptionItemNextPayment `json:"next_payment"`
	// PayerID is the id of the payer.
	PayerID string `json:"payer_id"`
	// Payer is who pays, or nil if the answer does not tell.
	Payer *Payer `json:"payer"`
	// IsFreeTrial says that the item is in its free trial.
	IsFreeTrial bool `json:"is_free_trial"`
	// PeriodStart is when the current period began.
	PeriodStart Time `json:"period_start"`
	// PeriodEnd is when the current period ends; zero if it does not.
	PeriodEnd Time `json:"period_end"`
	// ProrationDate is the day that a partial charge was counted from, as "2006-01-02", or "".
	ProrationDate string `json:"proration_date"`
	// CanceledAt is when it was canceled; zero if it was not.
	CanceledAt Time `json:"canceled_at"`
	// PastDueAt is when its payment became overdue; zero if it is not.
	PastDueAt Time `json:"past_due_at"`
	// EndedAt is when it ended; zero if it has not.
	EndedAt Time `json:"ended_at"`
	// CreatedAt is when it was made.
	CreatedAt Time `json:"created_at"`
	// UpdatedAt is when it was last changed.
	UpdatedAt Time `json:"updated_at"`
	// Seats are how many seats are paid for, or nil where the plan has none.
	Seats *SubscriptionItemSeats `json:"seats"`
	// Totals are how the charge adds up, or nil if the answer does not tell.
	Totals *Totals `json:"totals"`

	PaymentSourceID string                       `json:"payment_source_id"` // legacy form: the id of what it is paid with
	PaymentSource   *PaymentSource               `json:"payment_source"`    // legacy form: what it is paid with
	Amount          *Money                       `json:"amount"`            // legacy form: what it costs now
	NextInvoice     *SubscriptionItemNextPayment `json:"next_invoice"`      // legacy form: what will be charged next
}

// A SubscriptionItemStatus is the state of a [SubscriptionItem].
type SubscriptionItemStatus string

// The states of a subscription item.
const (
	SubscriptionItemStatusActive     SubscriptionItemStatus = "active"
	SubscriptionItemStatusCanceled   SubscriptionItemStatus = "canceled" // ends with its period
	SubscriptionItemStatusExpired    SubscriptionItemStatus = "expired"
	SubscriptionItemStatusEnded      SubscriptionItemStatus = "ended"
	SubscriptionItemStatusPastDue    SubscriptionItemStatus = "past_due"
	SubscriptionItemStatusUpcoming   SubscriptionItemStatus = "upcoming" // begins when another one ends
	SubscriptionItemStatusIncomplete SubscriptionItemStatus = "incomplete"
	SubscriptionItemStatusAbandoned  SubscriptionItemStatus = "abandoned"
	// SubscriptionItemStatusFreeTrial is for filters only: an item in its trial tells so in IsFreeTrial.
	SubscriptionItemStatusFreeTrial SubscriptionItemStatus = "free_trial"
)

// A SubscriptionItemNextPayment is what will be charged next for a [SubscriptionItem].
type SubscriptionItemNextPayment struct {
	// Amount is the base fee only; Totals.GrandTotal has everything. It may be nil.
	Amount *Money `json:"amount"`
	// Date is when it is due; zero if that is not known.
	Date Time `json:"date"`
	// PerUnitTotals are the parts that depend on units, such as seats.
	PerUnitTotals []PerUnitTotal `json:"per_unit_totals"`
	// Totals are how the renewal adds up, without tax and credits, which are not known before. It may be nil.
	Totals *Totals `json:"totals"`
}

// SubscriptionItemSeats are the seats that are paid for.
type SubscriptionItemSeats struct {
	Quantity Opt[int]           `json:"quantity"` // how many; null is without limit
	Tiers    []PerUnitTotalTier `json:"tiers"`    // what they cost, by tier
}

// A SubscriptionCredit is the credit for an unused part of a period.
type SubscriptionCredit struct {
	Amount                *Money       `json:"amount"`                  // the credit; may be nil
	CycleRemainingPercent Opt[float64] `json:"cycle_remaining_percent"` // the unused share of the period in percent
}
