package backend

type JWTTemplateListParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type JWTTemplateCreateParams struct {
	Name             string      `json:"name"`
	Claims           any         `json:"claims"`
	Lifetime         Opt[int64]  `json:"lifetime,omitzero"`           // May be null.
	AllowedClockSkew Opt[int64]  `json:"allowed_clock_skew,omitzero"` // May be null.
	CustomSigningKey Opt[bool]   `json:"custom_signing_key,omitzero"`
	SigningAlgorithm Opt[string] `json:"signing_algorithm,omitzero"` // May be null.
	SigningKey       Opt[string] `json:"signing_key,omitzero"`       // May be null.
}

type JWTTemplateUpdateParams struct {
	Name             string      `json:"name"`
	Claims           any         `json:"claims"`
	Lifetime         Opt[int64]  `json:"lifetime,omitzero"`           // May be null.
	AllowedClockSkew Opt[int64]  `json:"allowed_clock_skew,omitzero"` // May be null.
	CustomSigningKey Opt[bool]   `json:"custom_signing_key,omitzero"`
	SigningAlgorithm Opt[string] `json:"signing_algorithm,omitzero"` // May be null.
	SigningKey       Opt[string] `json:"signing_key,omitzero"`       // May be null.
}
