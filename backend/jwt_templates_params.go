package backend

// JWTTemplateListParams choose what List returns.
type JWTTemplateListParams struct {
	Limit  int `query:"limit"`  // how many at once, 1 to 500; default: 10, and 100 for the iterator
	Offset int `query:"offset"` // how many to skip
}

// JWTTemplateCreateParams describe a new template. Name and Claims are required. SigningKey is a secret, so that
// fmt and log/slog show nothing of these params.
type JWTTemplateCreateParams struct {
	// Name is what tokens are asked for by.
	Name string `json:"name"`
	// Claims are an object whose values may hold shortcodes such as {{user.id}}: use [JSON].
	Claims Opt[any] `json:"claims"`
	// Lifetime is how long a token is good, in seconds: 30 to 315,360,000, which is ten years. It may be null.
	Lifetime Opt[int] `json:"lifetime,omitzero"`
	// AllowedClockSkew is how far clocks may be apart, in seconds: 0 to 300. A token begins to be good that much before it
	// is made. It may be null.
	AllowedClockSkew Opt[int] `json:"allowed_clock_skew,omitzero"`
	// CustomSigningKey says that tokens are signed with SigningKey and not with the key of the instance.
	CustomSigningKey Opt[bool] `json:"custom_signing_key,omitzero"`
	// SigningAlgorithm is what they are signed with: "RS256". It is required with CustomSigningKey. It may be null.
	SigningAlgorithm Opt[string] `json:"signing_algorithm,omitzero"`
	// SigningKey is the private key. It is required with CustomSigningKey; no answer contains it. It may be null.
	SigningKey Opt[string] `json:"signing_key,omitzero"`
}

// JWTTemplateUpdateParams change a template. Name and Claims are required. SigningKey is a secret, so that fmt and
// log/slog show nothing of these params.
type JWTTemplateUpdateParams struct {
	// Name is what tokens are asked for by.
	Name string `json:"name"`
	// Claims replace all claims: an object whose values may hold shortcodes such as {{user.id}}. Use [JSON].
	Claims Opt[any] `json:"claims"`
	// Lifetime is how long a token is good, in seconds: 30 to 315,360,000, which is ten years. It may be null.
	Lifetime Opt[int] `json:"lifetime,omitzero"`
	// AllowedClockSkew is how far clocks may be apart, in seconds: 0 to 300. A token begins to be good that much before it
	// is made. It may be null.
	AllowedClockSkew Opt[int] `json:"allowed_clock_skew,omitzero"`
	// CustomSigningKey says that tokens are signed with SigningKey and not with the key of the instance.
	CustomSigningKey Opt[bool] `json:"custom_signing_key,omitzero"`
	// SigningAlgorithm is what they are signed with: "RS256". It is required with CustomSigningKey. It may be null.
	SigningAlgorithm Opt[string] `json:"signing_algorithm,omitzero"`
	// SigningKey is the private key. It is required with CustomSigningKey; no answer contains it. It may be null.
	SigningKey Opt[string] `json:"signing_key,omitzero"`
}
