package backend

// A Payer is the user or the organization that pays.
type Payer struct {
	Object           string `json:"object"`            // always "commerce_payer"
	ID               string `json:"id"`                // the id of the payer, which is not that of the user or organization
	InstanceID       string `json:"instance_id"`       // the instance of the payer
	UserID           string `json:"user_id"`           // the user who pays; "" for an organization
	FirstName        string `json:"first_name"`        // the user's first name
	LastName         string `json:"last_name"`         // the user's last name
	Email            string `json:"email"`             // the email address
	OrganizationID   string `json:"organization_id"`   // the organization that pays; "" for a user
	OrganizationName string `json:"organization_name"` // its name
	ImageURL         string `json:"image_url"`         // the address of a picture
	CreditsBalance   *Money `json:"credits_balance"`   // the credits that are left; nil if the answer does not tell
	CreatedAt        Time   `json:"created_at"`        // when the payer was made
	UpdatedAt        Time   `json:"updated_at"`        // when it was last changed
}

// A PayerType is a kind of payer.
type PayerType string

// The kinds of payers.
const (
	PayerTypeUser PayerType = "user"
	PayerTypeOrg  PayerType = "org" // an organization
)

// A CreditBalance is how much credit a payer has.
type CreditBalance struct {
	Object  string `json:"object"`  // always "commerce_credit_balance"
	Balance *Money `json:"balance"` // nil if the payer never had any credit
}

// A CreditLedgerEntry is one change of a payer's credit.
type CreditLedgerEntry struct {
	Object     string `json:"object"`      // always "commerce_credit_ledger"
	ID         string `json:"id"`          // the id of the entry
	PayerID    string `json:"payer_id"`    // whose credit changed
	Amount     Money  `json:"amount"`      // by how much: positive for an increase, negative for a decrease
	SourceType string `json:"source_type"` // what kind of thing caused it: "grant"
	SourceID   string `json:"source_id"`   // the id of that thing
	Note       string `json:"note"`        // what was noted with it
	CreatedAt  Time   `json:"created_at"`  // when it was made
}
