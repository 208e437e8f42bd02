package backend

import (
	"context"
)

type SignInTokensService service

// Create SUMMARY(CreateSignInToken)
func (s *SignInTokensService) Create(ctx context.Context, params *SignInTokenCreateParams) (*SignInToken, error) {
	return do[SignInToken](ctx, s.settings, post("/sign_in_tokens", params))
}

// Revoke SUMMARY(RevokeSignInToken)
func (s *SignInTokensService) Revoke(ctx context.Context, signInTokenID string) (*SignInToken, error) {
	return do[SignInToken](ctx, s.settings, post("/sign_in_tokens/{sign_in_token_id}/revoke", nil, signInTokenID))
}
