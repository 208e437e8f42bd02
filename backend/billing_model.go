package backend

type Price struct {
	Object                  string         `json:"object"`
	ID                      string         `json:"id"`
	PlanID                  string         `json:"plan_id"`
	InstanceID              string         `json:"instance_id"`
	Currency                string         `json:"currency"`
	CurrencySymbol          string         `json:"currency_symbol"`
	Amount                  int64          `json:"amount"`
	AnnualMonthlyAmount     int64          `json:"annual_monthly_amount"`
	Fee                     *Money         `json:"fee"`
	AnnualMonthlyFee        *Money         `json:"annual_monthly_fee"`
	Description             string         `json:"description"`
	IsDefault               bool           `json:"is_default"`
	CreatedAt               Time           `json:"created_at"`
	SupportedBillingPeriods BillingPeriods `json:"supported_billing_periods"`
}

type BillingPeriods string

const (
	BillingPeriodsMonth  BillingPeriods = "month"
	BillingPeriodsAnnual BillingPeriods = "annual"
	BillingPeriodsBoth   BillingPeriods = "both"
)

type PaymentSource struct {
	Object                   string              `json:"object"`
	ID                       string              `json:"id"`
	PayerID                  string              `json:"payer_id"`
	PaymentMethod            PaymentSourceMethod `json:"payment_method"`
	IsDefault                Opt[bool]           `json:"is_default"`
	Gateway                  string              `json:"gateway"`
	GatewayExternalID        string              `json:"gateway_external_id"`
	GatewayExternalAccountID string              `json:"gateway_external_account_id"`
	Last4                    string              `json:"last4"`
	Status                   PaymentMethodStatus `json:"status"`
	WalletType               string              `json:"wallet_type"`
	CardType                 string              `json:"card_type"`
	ExpiryYear               Opt[int64]          `json:"expiry_year"`
	ExpiryMonth              Opt[int64]          `json:"expiry_month"`
	CreatedAt                Time                `json:"created_at"`
	UpdatedAt                Time                `json:"updated_at"`
	IsRemovable              Opt[bool]           `json:"is_removable"`
}

type PaymentSourceMethod string

const (
	PaymentSourceMethodCard      PaymentSourceMethod = "card"
	PaymentSourceMethodApplePay  PaymentSourceMethod = "apple_pay"
	PaymentSourceMethodGooglePay PaymentSourceMethod = "google_pay"
)

type PriceTransition struct {
	Object           string                 `json:"object"`
	SubscriptionItem SubscriptionItem       `json:"subscription_item"`
	Transition       PriceTransitionDetails `json:"transition"`
}

type PriceTransitionDetails struct {
	PreviousPlan                   Plan                   `json:"previous_plan"`
	PreviousPrice                  Price                  `json:"previous_price"`
	EffectiveAt                    Time                   `json:"effective_at"`
	EffectiveMode                  EffectiveMode          `json:"effective_mode"`
	NextBillingDate                Opt[int64]             `json:"next_billing_date"`
	ChargedImmediately             bool                   `json:"charged_immediately"`
	ImmediateCharge                *Money                 `json:"immediate_charge"`
	PreviousSubscriptionItemStatus SubscriptionItemStatus `json:"previous_subscription_item_status"`
	PreviousSubscriptionItemID     string                 `json:"previous_subscription_item_id"`
}

type EffectiveMode string

const (
	EffectiveModeImmediate   EffectiveMode = "immediate"
	EffectiveModeEndOfPeriod EffectiveMode = "end_of_period"
)

type DiscountRedemption struct {
	Object             string                   `json:"object"`
	ID                 string                   `json:"id"`
	SubscriptionItemID string                   `json:"subscription_item_id"`
	DiscountID         string                   `json:"discount_id"`
	Name               string                   `json:"name"`
	Source             DiscountRedemptionSource `json:"source"`
	PromoCode          string                   `json:"promo_code"`
	Effect             DiscountRedemptionEffect `json:"effect"`
	PercentOff         Opt[float64]             `json:"percent_off"`
	AmountOff          *Money                   `json:"amount_off"`
	Amount             *Money                   `json:"amount"`
	CyclesRemaining    Opt[int64]               `json:"cycles_remaining"`
	CyclesApplied      int64                    `json:"cycles_applied"`
	Status             DiscountRedemptionStatus `json:"status"`
	RedeemedAt         Time                     `json:"redeemed_at"`
	RedeemedBy         string                   `json:"redeemed_by"`
}

type DiscountRedemptionSource string

const (
	DiscountRedemptionSourcePromotion DiscountRedemptionSource = "promotion"
	DiscountRedemptionSourceManual    DiscountRedemptionSource = "manual"
	DiscountRedemptionSourcePromoCode DiscountRedemptionSource = "promo_code"
)

type DiscountRedemptionEffect string

const (
	DiscountRedemptionEffectPercentage  DiscountRedemptionEffect = "percentage"
	DiscountRedemptionEffectFixedAmount DiscountRedemptionEffect = "fixed_amount"
)

type DiscountRedemptionStatus string

const (
	DiscountRedemptionStatusActive    DiscountRedemptionStatus = "active"
	DiscountRedemptionStatusExhausted DiscountRedemptionStatus = "exhausted"
	DiscountRedemptionStatusRemoved   DiscountRedemptionStatus = "removed"
)

type Statement struct {
	Object     string           `json:"object"`
	ID         string           `json:"id"`
	InstanceID string           `json:"instance_id"`
	Timestamp  Time             `json:"timestamp"`
	Payer      Payer            `json:"payer"`
	Status     StatementStatus  `json:"status"`
	Totals     StatementTotals  `json:"totals"`
	Groups     []StatementGroup `json:"groups"`
}

type StatementStatus string

const (
	StatementStatusOpen   StatementStatus = "open"
	StatementStatusClosed StatementStatus = "closed"
)

type StatementTotals struct {
	GrandTotal Money `json:"grand_total"`
	Subtotal   Money `json:"subtotal"`
	BaseFee    Money `json:"base_fee"`
	TaxTotal   Money `json:"tax_total"`
}

type StatementGroup struct {
	Object    string           `json:"object"`
	Timestamp Time             `json:"timestamp"`
	Items     []PaymentAttempt `json:"items"`
}

type PaymentAttempt struct {
	Object             string               `json:"object"`
	ID                 string               `json:"id"`
	PaymentID          string               `json:"payment_id"`
	InstanceID         string               `json:"instance_id"`
	ChargeType         string               `json:"charge_type"`
	PayeeID            string               `json:"payee_id"`
	Payee              Metadata             `json:"payee"`
	PayerID            string               `json:"payer_id"`
	Payer              Payer                `json:"payer"`
	SubscriptionItemID string               `json:"subscription_item_id"`
	SubscriptionItem   Metadata             `json:"subscription_item"`
	Amount             Money                `json:"amount"`
	Totals             *Totals              `json:"totals"`
	PaymentMethodID    string               `json:"payment_method_id"`
	PaymentMethod      PaymentMethod        `json:"payment_method"`
	StatementID        string               `json:"statement_id"`
	GatewayExternalID  string               `json:"gateway_external_id"`
	GatewayExternalURL string               `json:"gateway_external_url"`
	Status             PaymentAttemptStatus `json:"status"`
	PaidAt             Time                 `json:"paid_at"`
	FailedAt           Time                 `json:"failed_at"`
	CreatedAt          Time                 `json:"created_at"`
	UpdatedAt          Time                 `json:"updated_at"`
}

type PaymentAttemptStatus string

const (
	PaymentAttemptStatusPending PaymentAttemptStatus = "pending"
	PaymentAttemptStatusPaid    PaymentAttemptStatus = "paid"
	PaymentAttemptStatusFailed  PaymentAttemptStatus = "failed"
)
