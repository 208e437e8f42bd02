package backend

// A BlocklistIdentifier is an entry of the blocklist.
type BlocklistIdentifier struct {
	Object         string         `json:"object"`          // "blocklist_identifier"
	ID             string         `json:"id"`              // that of the entry
	Identifier     string         `json:"identifier"`      // mallory@example.com; also an email domain
	IdentifierType IdentifierType `json:"identifier_type"` // what Identifier is
	InstanceID     string         `json:"instance_id"`     // the instance whose list it is on
	CreatedAt      Time           `json:"created_at"`      // when it was put on the list
	UpdatedAt      Time           `json:"updated_at"`      // when it last changed
}
