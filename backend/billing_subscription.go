package backend

// A Subscription is all that one payer has subscribed to, one item for each plan.
type Subscription struct {
	// Object is always "commerce_subscription".
	Object string `json:"object"`
	// ID is the id of the subscription.
	ID string `json:"id"`
	// InstanceID is the instance of the payer.
	InstanceID string `json:"instance_id"`
	// Status is the state of the whole.
	Status SubscriptionStatus `json:"status"`
	// PayerID is who pays.
	PayerID string `json:"payer_id"`
	// CreatedAt is when it was made.
	CreatedAt Time `json:"created_at"`
	// UpdatedAt is when it was last changed.
	UpdatedAt Time `json:"updated_at"`
	// ActiveAt is when it became active; zero if it never was.
	ActiveAt Time `json:"active_at"`
	// PastDueAt is when a payment became overdue; zero if none is.
	PastDueAt Time `json:"past_due_at"`
	// SubscriptionItems are the plans.
	SubscriptionItems []SubscriptionItem `json:"subscription_items"`
	// NextPayment is what will be charged next, or nil.
	NextPayment *SubscriptionNextPayment `json:"next_payment"`
	// EligibleForFreeTrial says whether the payer may still have a free trial.
	EligibleForFreeTrial Opt[bool] `json:"eligible_for_free_trial"`
}

// A SubscriptionStatus is the state of a [Subscription].
type SubscriptionStatus string

// The states of a subscription.
const (
	SubscriptionStatusActive     SubscriptionStatus = "active"
	SubscriptionStatusPastDue    SubscriptionStatus = "past_due"
	SubscriptionStatusCanceled   SubscriptionStatus = "canceled"
	SubscriptionStatusEnded      SubscriptionStatus = "ended"
	SubscriptionStatusAbandoned  SubscriptionStatus = "abandoned"
	SubscriptionStatusIncomplete SubscriptionStatus = "incomplete"
)

// A SubscriptionNextPayment is what will be charged next for all items of a [Subscription].
type SubscriptionNextPayment struct {
	// Date is when it is due.
	Date Time `json:"date"`
	// Amount is the base fees only; Totals.GrandTotal has everything.
	Amount Money `json:"amount"`
	// PerUnitTotals are the parts that depend on units, such as seats.
	PerUnitTotals []PerUnitTotal `json:"per_unit_totals"`
	// Totals are how the renewal adds up, without tax and credits, which are not known before. It may be nil.
	Totals *Totals `json:"totals"`
}
