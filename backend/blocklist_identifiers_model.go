package backend

type BlocklistIdentifier struct {
	Object         string         `json:"object"`
	ID             string         `json:"id"`
	Identifier     string         `json:"identifier"`
	IdentifierType IdentifierType `json:"identifier_type"`
	InstanceID     string         `json:"instance_id"`
	CreatedAt      Time           `json:"created_at"`
	UpdatedAt      Time           `json:"updated_at"`
}
