package backend

// M2MTokenCreateParams are the params of M2MTokensService.Create. They may be nil.
type M2MTokenCreateParams struct {
	// TokenFormat is how the token is written. Default: opaque.
	TokenFormat Opt[M2MTokenFormat] `json:"token_format,omitzero"`
	// SecondsUntilExpiration is the lifetime, above 0. Absent or null is the DefaultTokenTTL of the machine.
	SecondsUntilExpiration Opt[int] `json:"seconds_until_expiration,omitzero"`
	// Claims go into the token and come back from Verify. They may be null, which is none.
	Claims Opt[any] `json:"claims,omitzero"`
	// MinRemainingTTLSeconds lets Clerk return an opaque token that it has already, with the same claims and scopes, if at
	// least these seconds of its life are left. It spares tokens where a process is too short-lived to keep one, and must be
	// below the lifetime of a new token, or the error is an ErrBadRequest. Default: always a new token.
	MinRemainingTTLSeconds Opt[int] `json:"min_remaining_ttl_seconds,omitzero"`
}

// An M2MTokenFormat is how a token between machines is written.
type M2MTokenFormat string

// The formats of tokens between machines.
const (
	// M2MTokenFormatOpaque is a random text (mt_…) that Clerk keeps on record: it can be listed and revoked.
	M2MTokenFormatOpaque M2MTokenFormat = "opaque"
	// M2MTokenFormatJWT is a signed JWT that can be verified without a request. Nobody can list or revoke it.
	M2MTokenFormatJWT M2MTokenFormat = "jwt"
)

// M2MTokenListParams are the params of M2MTokensService.List and All.
type M2MTokenListParams struct {
	Subject string    `query:"subject"` // the machine whose tokens are wanted: mch_…; required
	Revoked Opt[bool] `query:"revoked"` // revoked tokens too; default: false
	Expired Opt[bool] `query:"expired"` // expired tokens too; default: false
	Limit   int       `query:"limit"`   // tokens on a page, 1 to 100; default: 10
	Offset  int       `query:"offset"`  // tokens to skip
}

// M2MTokenRevokeParams are the params of M2MTokensService.Revoke. They may be nil.
type M2MTokenRevokeParams struct {
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"` // why, for the record; null is no reason
}

// M2MTokenVerifyParams are the params of M2MTokensService.Verify.
type M2MTokenVerifyParams struct {
	Token string `json:"token"` // what the caller presented: mt_…; required
}
