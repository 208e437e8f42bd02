package backend

type AllowlistIdentifierListParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type AllowlistIdentifierCreateParams struct {
	Identifier string    `json:"identifier"`
	Notify     Opt[bool] `json:"notify,omitzero"`
}
