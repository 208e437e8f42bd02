package backend

// SignInTokenCreateParams are the params of SignInTokensService.Create.
type SignInTokenCreateParams struct {
	// UserID is who may sign in with the token: user_…. It is required.
	UserID string `json:"user_id"`
	// OrgID is the organization that is active after the sign-in: org_…. The user must be a member of it. Absent or null is
	// none in particular.
	OrgID Opt[string] `json:"org_id,omitzero"`
	// ExpiresInSeconds is the lifetime of the token, at least 1. Absent or null is 2,592,000 (30 days).
	ExpiresInSeconds Opt[int] `json:"expires_in_seconds,omitzero"`
}
