package backend

// A PaymentMethod is how a payer pays.
type PaymentMethod struct {
	Object                   string              `json:"object"`                      // always "commerce_payment_method"
	ID                       string              `json:"id"`                          // the id of the method
	PayerID                  string              `json:"payer_id"`                    // who pays with it
	PaymentType              PaymentType         `json:"payment_type"`                // what it is
	IsDefault                Opt[bool]           `json:"is_default"`                  // whether it is the payer's default
	Gateway                  string              `json:"gateway"`                     // the company that handles it: "stripe"
	GatewayExternalID        string              `json:"gateway_external_id"`         // its id there
	GatewayExternalAccountID string              `json:"gateway_external_account_id"` // the account there
	Last4                    string              `json:"last4"`                       // the last four digits of a card
	Status                   PaymentMethodStatus `json:"status"`                      // whether it can be used
	WalletType               string              `json:"wallet_type"`                 // the wallet that a card is in, if any
	CardType                 string              `json:"card_type"`                   // the brand of a card
	ExpiryYear               Opt[int]            `json:"expiry_year"`                 // the year that a card expires in
	ExpiryMonth              Opt[int]            `json:"expiry_month"`                // the month of that year, 1 to 12
	CreatedAt                Time                `json:"created_at"`                  // when it was added
	UpdatedAt                Time                `json:"updated_at"`                  // when it was last changed
	IsRemovable              Opt[bool]           `json:"is_removable"`                // whether the payer may remove it
}

// A PaymentType is a kind of [PaymentMethod].
type PaymentType string

// The kinds of payment methods.
const (
	PaymentTypeCard         PaymentType = "card"
	PaymentTypeLink         PaymentType = "link"          // Stripe Link
	PaymentTypePayerCredits PaymentType = "payer-credits" // the payer's credit balance
)

// A PaymentMethodStatus says whether a [PaymentMethod] or a [PaymentSource] can be used.
type PaymentMethodStatus string

// Whether a payment method can be used.
const (
	PaymentMethodStatusActive       PaymentMethodStatus = "active"
	PaymentMethodStatusDisconnected PaymentMethodStatus = "disconnected"
)

// A PaymentSource is the legacy form of a [PaymentMethod], see SubscriptionItem.PaymentSource.
type PaymentSource struct {
	Object                   string              `json:"object"`                      // always "commerce_source"
	ID                       string              `json:"id"`                          // the id of the source
	PayerID                  string              `json:"payer_id"`                    // who pays with it
	PaymentMethod            PaymentSourceMethod `json:"payment_method"`              // what it is
	IsDefault                Opt[bool]           `json:"is_default"`                  // whether it is the payer's default
	Gateway                  string              `json:"gateway"`                     // the company that handles it: "stripe"
	GatewayExternalID        string              `json:"gateway_external_id"`         // its id there
	GatewayExternalAccountID string              `json:"gateway_external_account_id"` // the account there
	Last4                    string              `json:"last4"`                       // the last four digits of a card
	Status                   PaymentMethodStatus `json:"status"`                      // whether it can be used
	WalletType               string              `json:"wallet_type"`                 // the wallet that a card is in, if any
	CardType                 string              `json:"card_type"`                   // the brand of a card
	ExpiryYear               Opt[int]            `json:"expiry_year"`                 // the year that a card expires in
	ExpiryMonth              Opt[int]            `json:"expiry_month"`                // the month of that year, 1 to 12
	CreatedAt                Time                `json:"created_at"`                  // when it was added
	UpdatedAt                Time                `json:"updated_at"`                  // when it was last changed
	IsRemovable              Opt[bool]           `json:"is_removable"`                // whether the payer may remove it
}

// A PaymentSourceMethod is a kind of [PaymentSource].
type PaymentSourceMethod string

// The kinds of payment sources.
const (
	PaymentSourceMethodCard      PaymentSourceMethod = "card"
	PaymentSourceMethodApplePay  PaymentSourceMethod = "apple_pay"
	PaymentSourceMethodGooglePay PaymentSourceMethod = "google_pay"
)

// A PaymentAttempt is one try to collect money.
type PaymentAttempt struct {
	// Object is always "commerce_payment".
	Object string `json:"object"`
	// ID is the id of the attempt.
	ID string `json:"id"`
	// PaymentID is the payment that it belongs to.
	PaymentID string `json:"payment_id"`
	// InstanceID is the instance of the payment.
	InstanceID string `json:"instance_id"`
	// ChargeType says what is charged, such as a checkout or a renewal. It is open, and Clerk lists no values.
	ChargeType string `json:"charge_type"`
	// PayeeID is the id of who gets the money.
	PayeeID string `json:"payee_id"`
	// Payee is who gets the money. Its shape is not documented.
	Payee Metadata `json:"payee"`
	// PayerID is the id of the payer.
	PayerID string `json:"payer_id"`
	// Payer is who pays.
	Payer Payer `json:"payer"`
	// SubscriptionItemID is what is paid for.
	SubscriptionItemID string `json:"subscription_item_id"`
	// SubscriptionItem is what is paid for. Its shape is not documented; decoding it into a SubscriptionItem may work.
	SubscriptionItem Metadata `json:"subscription_item"`
	// Amount is how much is charged.
	Amount Money `json:"amount"`
	// Totals are how it adds up; nil if the answer does not tell.
	Totals *Totals `json:"totals"`
	// PaymentMethodID is the id of the payment method.
	PaymentMethodID string `json:"payment_method_id"`
	// PaymentMethod is what it is paid with.
	PaymentMethod PaymentMethod `json:"payment_method"`
	// StatementID is the statement that asks for it.
	StatementID string `json:"statement_id"`
	// GatewayExternalID is the id of the payment at the company that handles it.
	GatewayExternalID string `json:"gateway_external_id"`
	// GatewayExternalURL is the address of the payment there.
	GatewayExternalURL string `json:"gateway_external_url"`
	// Status says how it went.
	Status PaymentAttemptStatus `json:"status"`
	// PaidAt is when it was paid; zero until then.
	PaidAt Time `json:"paid_at"`
	// FailedAt is when it failed; zero if it did not.
	FailedAt Time `json:"failed_at"`
	// CreatedAt is when it was made.
	CreatedAt Time `json:"created_at"`
	// UpdatedAt is when it was last changed.
	UpdatedAt Time `json:"updated_at"`
}

// A PaymentAttemptStatus says how a [PaymentAttempt] went.
type PaymentAttemptStatus string

// How a payment attempt went.
const (
	PaymentAttemptStatusPending PaymentAttemptStatus = "pending"
	PaymentAttemptStatusPaid    PaymentAttemptStatus = "paid"
	PaymentAttemptStatusFailed  PaymentAttemptStatus = "failed"
)
