package backend

import "context"

// SignInTokensService makes tokens with which a user signs in once, without a password or a code. Reach it as
// Client.SignInTokens.
type SignInTokensService service

// Create makes a sign-in token for a user and returns it with its Token and URL. Whoever has either signs in as the user, so
// it belongs into the hands of that user only. A user that does not exist is an [ErrNotFound].
func (s *SignInTokensService) Create(ctx context.Context, params *SignInTokenCreateParams) (*SignInToken, error) {
	return do[SignInToken](ctx, s.settings, post("/sign_in_tokens", params))
}

// Revoke ends a sign-in token that was not used yet, by its id, and returns it. One that was used or revoked already is an
// [ErrBadRequest].
func (s *SignInTokensService) Revoke(ctx context.Context, signInTokenID string) (*SignInToken, error) {
	return do[SignInToken](ctx, s.settings, post("/sign_in_tokens/{sign_in_token_id}/revoke", nil, signInTokenID))
}
