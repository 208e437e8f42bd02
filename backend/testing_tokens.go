package backend

import "context"

// TestingTokensService makes the tokens that let end-to-end tests past Clerk's bot protection.
type TestingTokensService service

// Create returns a new testing token.
func (s *TestingTokensService) Create(ctx context.Context) (*TestingToken, error) {
	return do[TestingToken](ctx, s.settings, post("/testing_tokens", nil))
}
