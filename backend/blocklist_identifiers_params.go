package backend

type BlocklistIdentifierCreateParams struct {
	Identifier string `json:"identifier"`
}
