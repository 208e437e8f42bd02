package backend

// Money is an amount in a currency.
type Money struct {
	Amount          int64  `json:"amount"`           // in cents; negative where something was taken away
	AmountFormatted string `json:"amount_formatted"` // for people: "$49.99"
	Currency        string `json:"currency"`         // by ISO 4217: "USD"
	CurrencySymbol  string `json:"currency_symbol"`  // "$"
}

// Totals are how a charge adds up.
type Totals struct {
	Subtotal      Money          `json:"subtotal"`        // before tax
	BaseFee       Money          `json:"base_fee"`        // the part that does not depend on units
	TaxTotal      Money          `json:"tax_total"`       // the tax
	GrandTotal    Money          `json:"grand_total"`     // what is charged in the end
	PerUnitTotals []PerUnitTotal `json:"per_unit_totals"` // the parts that depend on units, such as seats
	Credits       *Credits       `json:"credits"`         // what was paid before; nil if nothing
	Discounts     *Discounts     `json:"discounts"`       // what was taken off; nil if nothing
}

// A PerUnitTotal is what the units of one kind cost together.
type PerUnitTotal struct {
	Name      string             `json:"name"`       // the kind of unit: "seats"
	BlockSize int                `json:"block_size"` // how many units are sold together
	Tiers     []PerUnitTotalTier `json:"tiers"`      // the parts that have different fees
}

// A PerUnitTotalTier is what the units in one tier cost.
type PerUnitTotalTier struct {
	Quantity    Opt[int] `json:"quantity"`      // how many units; null is without limit
	FeePerBlock Money    `json:"fee_per_block"` // what a block of units costs
	Total       Money    `json:"total"`         // what the tier costs
}

// Credits are what lowers a charge because it was paid before.
type Credits struct {
	Proration *ProrationCreditDetail `json:"proration"` // for the unused part of a period; nil if there is none
	Payer     *PayerCredit           `json:"payer"`     // from the balance of the payer; nil if there is none
	Total     Money                  `json:"total"`     // both together
}

// A ProrationCreditDetail is the credit for the part of a period that was paid and is not used.
type ProrationCreditDetail struct {
	Amount                Money   `json:"amount"`                  // the credit
	CycleDaysRemaining    int     `json:"cycle_days_remaining"`    // unused days of the period
	CycleDaysTotal        int     `json:"cycle_days_total"`        // days of the period
	CycleRemainingPercent float64 `json:"cycle_remaining_percent"` // the unused share of the period in percent
}

// A PayerCredit is what the balance of a payer contributes.
type PayerCredit struct {
	RemainingBalance Money `json:"remaining_balance"` // what the payer has left
	AppliedAmount    Money `json:"applied_amount"`    // what is used for this charge
}

// Discounts are what lowers a charge without having been paid.
type Discounts struct {
	Proration *ProrationDiscount `json:"proration"` // for a period that had begun before; nil if there is none
	Total     Money              `json:"total"`     // all discounts together
}

// A ProrationDiscount is what is not charged because a part of the period had passed.
type ProrationDiscount struct {
	Amount             Money   `json:"amount"`               // the discount
	CycleDaysPassed    int     `json:"cycle_days_passed"`    // days of the period that had passed
	CycleDaysTotal     int     `json:"cycle_days_total"`     // days of the period
	CyclePassedPercent float64 `json:"cycle_passed_percent"` // the share of the period that had passed in percent
}
