package backend

import (
	"context"
)

type JWKSService service

// Get SUMMARY(GetJWKS)
func (s *JWKSService) Get(ctx context.Context) (*JWKS, error) {
	return do[JWKS](ctx, s.settings, get("/jwks", nil))
}
