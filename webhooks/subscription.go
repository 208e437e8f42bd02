package webhooks

import "github.com/usher-auth/usher/backend"

// A Subscription is what a payer is subscribed to, as events have it.
type Subscription struct {
	// Object is "commerce_subscription".
	Object string `json:"object"`
	// ID is the id of the subscription.
	ID string `json:"id"`
	// Status is "active", "past_due", "canceled", "ended", "abandoned", "incomplete", or what Clerk adds.
	Status string `json:"status"`
	// ActiveAt is when it became active.
	ActiveAt backend.Time `json:"active_at"`
	// CanceledAt is when it was canceled, zero if it was not.
	CanceledAt backend.Time `json:"canceled_at"`
	// CreatedAt is when it was created.
	CreatedAt backend.Time `json:"created_at"`
	// EndedAt is when it ended, zero if it has not.
	EndedAt backend.Time `json:"ended_at"`
	// PastDueAt is since when a payment is overdue, zero if none is.
	PastDueAt backend.Time `json:"past_due_at"`
	// UpdatedAt is when it last changed.
	UpdatedAt backend.Time `json:"updated_at"`
	// LatestPaymentID is the last payment; empty if there was none.
	LatestPaymentID string `json:"latest_payment_id"`
	// PayerID is the id of who pays.
	PayerID string `json:"payer_id"`
	// Payer is who pays: a user or an organization.
	Payer *backend.Payer `json:"payer"`
	// PaymentSourceID is what is paid with; empty if there is nothing.
	PaymentSourceID string `json:"payment_source_id"`
	// Items are the plans that are subscribed to.
	Items []SubscriptionItem `json:"items"`
}

// A SubscriptionCreated says that a subscription was created.
type SubscriptionCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the subscription, with its items.
	Data *Subscription
}

func (e *SubscriptionCreated) slots() (Type, *Event, any) {
	return TypeSubscriptionCreated, &e.Event, &e.Data
}

// A SubscriptionUpdated says that a subscription changed.
type SubscriptionUpdated struct {
	// Event is what all events have in common.
	Event
	// Data is the subscription, with its items.
	Data *Subscription
}

func (e *SubscriptionUpdated) slots() (Type, *Event, any) {
	return TypeSubscriptionUpdated, &e.Event, &e.Data
}

// A SubscriptionActive says that a subscription became active.
type SubscriptionActive struct {
	// Event is what all events have in common.
	Event
	// Data is the subscription, with its items.
	Data *Subscription
}

func (e *SubscriptionActive) slots() (Type, *Event, any) {
	return TypeSubscriptionActive, &e.Event, &e.Data
}

// A SubscriptionPastDue says that a payment for a subscription is overdue.
type SubscriptionPastDue struct {
	// Event is what all events have in common.
	Event
	// Data is the subscription, with its items.
	Data *Subscription
}

func (e *SubscriptionPastDue) slots() (Type, *Event, any) {
	return TypeSubscriptionPastDue, &e.Event, &e.Data
}
