package backend

type APIKeyCreateParams struct {
	Type                   Opt[string]  `json:"type,omitzero"`
	Name                   string       `json:"name"`
	Description            Opt[string]  `json:"description,omitzero"` // May be null.
	Subject                string       `json:"subject"`
	Claims                 Opt[any]     `json:"claims,omitzero"` // May be null.
	Scopes                 []string     `json:"scopes,omitzero"`
	CreatedBy              Opt[string]  `json:"created_by,omitzero"`               // May be null.
	SecondsUntilExpiration Opt[float64] `json:"seconds_until_expiration,omitzero"` // May be null.
}

type APIKeyListParams struct {
	Type           string    `query:"type"`
	Subject        string    `query:"subject"` // Required.
	IncludeInvalid Opt[bool] `query:"include_invalid"`
	Limit          int       `query:"limit"`
	Offset         int       `query:"offset"`
	Query          string    `query:"query"`
}

type APIKeyUpdateParams struct {
	Claims                 Opt[any]     `json:"claims,omitzero"` // May be null.
	Scopes                 []string     `json:"scopes,omitzero"`
	Description            Opt[string]  `json:"description,omitzero"` // May be null.
	Subject                Opt[string]  `json:"subject,omitzero"`
	SecondsUntilExpiration Opt[float64] `json:"seconds_until_expiration,omitzero"` // May be null.
}

type APIKeyRevokeParams struct {
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"` // May be null.
}

type APIKeyVerifyParams struct {
	Secret string `json:"secret"`
}
