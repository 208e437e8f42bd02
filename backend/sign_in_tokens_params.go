package backend

type SignInTokenCreateParams struct {
	UserID           string      `json:"user_id"`
	OrgID            Opt[string] `json:"org_id,omitzero"`             // May be null.
	ExpiresInSeconds Opt[int64]  `json:"expires_in_seconds,omitzero"` // May be null.
}
