package backend

type M2MTokenCreateParams struct {
	TokenFormat            Opt[M2MTokenFormat] `json:"token_format,omitzero"`
	SecondsUntilExpiration Opt[float64]        `json:"seconds_until_expiration,omitzero"` // May be null.
	Claims                 Opt[any]            `json:"claims,omitzero"`                   // May be null.
	MinRemainingTTLSeconds Opt[int64]          `json:"min_remaining_ttl_seconds,omitzero"`
}

type M2MTokenFormat string

const (
	M2MTokenFormatOpaque M2MTokenFormat = "opaque"
	M2MTokenFormatJWT    M2MTokenFormat = "jwt"
)

type M2MTokenListParams struct {
	Subject string    `query:"subject"` // Required.
	Revoked Opt[bool] `query:"revoked"`
	Expired Opt[bool] `query:"expired"`
	Limit   int       `query:"limit"`
	Offset  int       `query:"offset"`
}

type M2MTokenRevokeParams struct {
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"` // May be null.
}

type M2MTokenVerifyParams struct {
	Token string `json:"token"`
}
