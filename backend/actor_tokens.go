package backend

import (
	"context"
)

type ActorTokensService service

// Create SUMMARY(CreateActorToken)
func (s *ActorTokensService) Create(ctx context.Context, params *ActorTokenCreateParams) (*ActorToken, error) {
	return do[ActorToken](ctx, s.settings, post("/actor_tokens", params))
}

// Revoke SUMMARY(RevokeActorToken)
func (s *ActorTokensService) Revoke(ctx context.Context, actorTokenID string) (*ActorToken, error) {
	return do[ActorToken](ctx, s.settings, post("/actor_tokens/{actor_token_id}/revoke", nil, actorTokenID))
}
