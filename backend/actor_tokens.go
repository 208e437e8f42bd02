package backend

import "context"

// ActorTokensService makes tokens with which one person signs in as another, who is impersonated: to see what a customer
// sees, say. The session that comes of it belongs to the user and names the person in front of the screen as its actor, so
// that the application can tell the two apart and refuse what only the user may do. Reach it as Client.ActorTokens.
type ActorTokensService service

// Create makes an actor token and returns it with its Token and URL. Whoever has either signs in as the user, so it belongs
// into the hands of the actor only, and the application must have made sure that the actor may do this. It is an
// [ErrPaymentRequired] where the plan of the instance does not include impersonation.
func (s *ActorTokensService) Create(ctx context.Context, params *ActorTokenCreateParams) (*ActorToken, error) {
	return do[ActorToken](ctx, s.settings, post("/actor_tokens", params))
}

// Revoke ends an actor token that was not used yet, by its id, and returns it. A session that was made with it goes on: see
// SessionsService.Revoke.
func (s *ActorTokensService) Revoke(ctx context.Context, actorTokenID string) (*ActorToken, error) {
	return do[ActorToken](ctx, s.settings, post("/actor_tokens/{actor_token_id}/revoke", nil, actorTokenID))
}
