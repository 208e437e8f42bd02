package backend

import "context"

// JWKSService returns the keys of the instance. Whoever verifies tokens needs the packages token and jwks of this module
// instead, which fetch the keys and keep them at hand.
type JWKSService service

// Get returns the keys that the instance signs session tokens and the like with. Clerk does not limit how often it is asked
// for them.
func (s *JWKSService) Get(ctx context.Context) (*JWKS, error) {
	return do[JWKS](ctx, s.settings, get("/jwks", nil))
}
