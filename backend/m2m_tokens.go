package backend

import (
	"context"
	"iter"
)

type M2MTokensService service

// Create SUMMARY(createM2MToken)
func (s *M2MTokensService) Create(ctx context.Context, params *M2MTokenCreateParams) (*M2MToken, error) {
	return do[M2MToken](ctx, s.settings, post("/m2m_tokens", params).by(machineKey))
}

// List SUMMARY(getM2MTokens)
func (s *M2MTokensService) List(ctx context.Context, params *M2MTokenListParams) (*Page[M2MToken], error) {
	return do[Page[M2MToken]](ctx, s.settings, get("/m2m_tokens", params).by(eitherKey))
}

// All SUMMARY(getM2MTokens)
func (s *M2MTokensService) All(ctx context.Context, params *M2MTokenListParams) iter.Seq2[*M2MToken, error] {
	return all[M2MToken](ctx, s.settings, get("/m2m_tokens", params).by(eitherKey))
}

// Revoke SUMMARY(revokeM2MToken)
func (s *M2MTokensService) Revoke(ctx context.Context, m2mTokenID string, params *M2MTokenRevokeParams) (*M2MToken, error) {
	return do[M2MToken](ctx, s.settings, post("/m2m_tokens/{m2m_token_id}/revoke", params, m2mTokenID).by(eitherKey))
}

// Verify SUMMARY(verifyM2MToken)
func (s *M2MTokensService) Verify(ctx context.Context, params *M2MTokenVerifyParams) (*M2MToken, error) {
	return do[M2MToken](ctx, s.settings, post("/m2m_tokens/verify", params).by(eitherKey).again())
}
