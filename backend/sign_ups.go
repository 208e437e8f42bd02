package backend

import "context"

// SignUpsService reads and marks sign-ups that visitors have begun. Reach it as Client.SignUps.
type SignUpsService service

// Get returns a sign-up by its id (sua_…). One that this instance may not see is an [ErrForbidden].
func (s *SignUpsService) Get(ctx context.Context, id string) (*SignUp, error) {
	return do[SignUp](ctx, s.settings, get("/sign_ups/{id}", nil, id))
}

// Update changes the fields of a sign-up that params set, and returns the sign-up.
func (s *SignUpsService) Update(ctx context.Context, id string, params *SignUpUpdateParams) (*SignUp, error) {
	return do[SignUp](ctx, s.settings, patch("/sign_ups/{id}", params, id))
}
