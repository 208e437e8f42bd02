package webhooks

import "github.com/usher-auth/usher/backend"

// A PaymentAttempt is one try to collect a payment, as events have it.
type PaymentAttempt struct {
	// ID is the id of the attempt.
	ID string `json:"id"`
	// InstanceID is the Clerk instance.
	InstanceID string `json:"instance_id"`
	// PaymentID is the payment that was tried.
	PaymentID string `json:"payment_id"`
	// InvoiceID is the invoice.
	//
	// Deprecated: Clerk has statements instead, see StatementID.
	InvoiceID string `json:"invoice_id"`
	// StatementID is the statement that the payment is on.
	StatementID string `json:"statement_id"`
	// GatewayExternalID is the id that the payment gateway knows the attempt by.
	GatewayExternalID string `json:"gateway_external_id"`
	// Status is "pending", "paid", "failed", or what Clerk adds.
	Status string `json:"status"`
	// CreatedAt is when the attempt was made.
	CreatedAt backend.Time `json:"created_at"`
	// UpdatedAt is when it last changed.
	UpdatedAt backend.Time `json:"updated_at"`
	// PaidAt is when it succeeded, zero if it has not.
	PaidAt backend.Time `json:"paid_at"`
	// FailedAt is when it failed, zero if it has not.
	FailedAt backend.Time `json:"failed_at"`
	// FailedReason is why it failed, or nil.
	FailedReason *PaymentFailure `json:"failed_reason"`
	// BillingDate is the day that the payment was due.
	BillingDate backend.Time `json:"billing_date"`
	// ChargeType is "checkout", "recurring", or what Clerk adds.
	ChargeType string `json:"charge_type"`
	// Payee is who receives the money.
	Payee *Payee `json:"payee"`
	// Payer is who pays: a user or an organization.
	Payer *backend.Payer `json:"payer"`
	// Totals are what is to be paid.
	Totals *PaymentTotals `json:"totals"`
	// PaymentSource is what is paid with.
	PaymentSource *PaymentSource `json:"payment_source"`
	// SubscriptionItems are what is paid for.
	SubscriptionItems []PaidItem `json:"subscription_items"`
}

// A PaymentFailure is why a payment failed, in the words of the payment gateway.
type PaymentFailure struct {
	// Code is the gateway's code for the failure.
	Code string `json:"code"`
	// DeclineCode is the bank's code, where it was the bank that declined.
	DeclineCode string `json:"decline_code"`
}

// A Payee is who receives a payment.
type Payee struct {
	// ID is the id of the payee.
	ID string `json:"id"`
	// GatewayType is the payment gateway, such as "stripe".
	GatewayType string `json:"gateway_type"`
	// GatewayExternalID is the account there.
	GatewayExternalID string `json:"gateway_external_id"`
	// GatewayStatus is the state of that account, such as "active".
	GatewayStatus string `json:"gateway_status"`
}

// PaymentTotals are what is to be paid.
type PaymentTotals struct {
	// Subtotal is the sum before taxes.
	Subtotal backend.Money `json:"subtotal"`
	// TaxTotal are the taxes.
	TaxTotal backend.Money `json:"tax_total"`
	// GrandTotal is the sum with taxes.
	GrandTotal backend.Money `json:"grand_total"`
	// PerUnitTotals are the parts that go by quantity; nil if there are none.
	PerUnitTotals []UnitTotal `json:"per_unit_totals"`
}

// A UnitTotal is a part of [PaymentTotals] that goes by quantity.
type UnitTotal struct {
	// Name is what is counted, such as "seats".
	Name string `json:"name"`
	// Amount is the price of one, in the smallest unit of the currency.
	Amount int64 `json:"amount"`
	// Quantity is how many there are; it is null where that is not limited.
	Quantity backend.Opt[int64] `json:"quantity"`
	// Total is the price of all, in the smallest unit of the currency.
	Total int64 `json:"total"`
	// Currency is the currency, such as "USD".
	Currency string `json:"currency"`
}

// A PaymentSource is what is paid with.
type PaymentSource struct {
	// ID is the id of the source.
	ID string `json:"id"`
	// Gateway is the payment gateway, such as "stripe".
	Gateway string `json:"gateway"`
	// GatewayExternalID is the id that the gateway knows the source by.
	GatewayExternalID string `json:"gateway_external_id"`
	// GatewayExternalAccountID is the account there; empty if there is none.
	GatewayExternalAccountID string `json:"gateway_external_account_id"`
	// PaymentMethod is "card", "link", or what Clerk adds.
	PaymentMethod string `json:"payment_method"`
	// Status is "active", "disconnected", or what Clerk adds.
	Status string `json:"status"`
	// CardType is the brand of the card; empty if it is none.
	CardType string `json:"card_type"`
	// Last4 are the last four digits of the card; empty if it is none.
	Last4 string `json:"last4"`
}

// A PaymentAttemptCreated says that a payment is being tried.
type PaymentAttemptCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the attempt.
	Data *PaymentAttempt
}

func (e *PaymentAttemptCreated) slots() (Type, *Event, any) {
	return TypePaymentAttemptCreated, &e.Event, &e.Data
}

// A PaymentAttemptUpdated says that a payment that was tried has succeeded or failed.
type PaymentAttemptUpdated struct {
	// Event is what all events have in common.
	Event
	// Data is the attempt after the change.
	Data *PaymentAttempt
}

func (e *PaymentAttemptUpdated) slots() (Type, *Event, any) {
	return TypePaymentAttemptUpdated, &e.Event, &e.Data
}
