package backend

import (
	"context"
)

type SignUpsService service

// Get SUMMARY(GetSignUp)
func (s *SignUpsService) Get(ctx context.Context, id string) (*SignUp, error) {
	return do[SignUp](ctx, s.settings, get("/sign_ups/{id}", nil, id))
}

// Update SUMMARY(UpdateSignUp)
func (s *SignUpsService) Update(ctx context.Context, id string, params *SignUpUpdateParams) (*SignUp, error) {
	return do[SignUp](ctx, s.settings, patch("/sign_ups/{id}", params, id))
}
