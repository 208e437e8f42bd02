package backend

import (
	"context"
)

type TestingTokensService service

// Create SUMMARY(CreateTestingToken)
func (s *TestingTokensService) Create(ctx context.Context) (*TestingToken, error) {
	return do[TestingToken](ctx, s.settings, post("/testing_tokens", nil))
}
