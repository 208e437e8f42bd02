package backend

// A Statement is what one payer is asked to pay, and how far that has come.
type Statement struct {
	Object     string           `json:"object"`      // always "commerce_statement"
	ID         string           `json:"id"`          // the id of the statement
	InstanceID string           `json:"instance_id"` // the instance of the payer
	Timestamp  Time             `json:"timestamp"`   // when it was made
	Payer      Payer            `json:"payer"`       // who is asked
	Status     StatementStatus  `json:"status"`      // whether something can still be added
	Totals     StatementTotals  `json:"totals"`      // how it adds up
	Groups     []StatementGroup `json:"groups"`      // the payment attempts by day
}

// A StatementStatus says whether a [Statement] is complete.
type StatementStatus string

// Whether a statement is complete.
const (
	StatementStatusOpen   StatementStatus = "open"
	StatementStatusClosed StatementStatus = "closed"
)

// StatementTotals are how a [Statement] adds up.
type StatementTotals struct {
	GrandTotal Money `json:"grand_total"` // what is charged in the end
	Subtotal   Money `json:"subtotal"`    // base fee and units, before tax
	BaseFee    Money `json:"base_fee"`    // the part that does not depend on units
	TaxTotal   Money `json:"tax_total"`   // the tax
}

// A StatementGroup holds the payment attempts of one day.
type StatementGroup struct {
	Object    string           `json:"object"`    // always "commerce_statement_group"
	Timestamp Time             `json:"timestamp"` // the day that the attempts were made on
	Items     []PaymentAttempt `json:"items"`     // the attempts
}
