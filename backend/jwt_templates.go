package backend

import (
	"context"
	"iter"
)

// JWTTemplatesService are the descriptions of JWTs with claims of the application's own, for services that do not know
// Clerk. SessionsService.CreateTokenFromTemplate makes such a JWT.
type JWTTemplatesService service

// List returns one page of the templates.
func (s *JWTTemplatesService) List(ctx context.Context, params *JWTTemplateListParams) (*Page[JWTTemplate], error) {
	return do[Page[JWTTemplate]](ctx, s.settings, get("/jwt_templates", params).paginated())
}

// All returns an iterator over what List returns page by page.
func (s *JWTTemplatesService) All(ctx context.Context, params *JWTTemplateListParams) iter.Seq2[*JWTTemplate, error] {
	return all[JWTTemplate](ctx, s.settings, get("/jwt_templates", params).paginated())
}

// Create makes a template and returns it, without its signing key. [ErrPaymentRequired] means that Clerk's plan for the
// instance does not include that.
func (s *JWTTemplatesService) Create(ctx context.Context, params *JWTTemplateCreateParams) (*JWTTemplate, error) {
	return do[JWTTemplate](ctx, s.settings, post("/jwt_templates", params))
}

// Get returns a template by its id; CreateTokenFromTemplate, in contrast, takes its name.
func (s *JWTTemplatesService) Get(ctx context.Context, templateID string) (*JWTTemplate, error) {
	return do[JWTTemplate](ctx, s.settings, get("/jwt_templates/{template_id}", nil, templateID))
}

// Update changes a template and returns it. Name and claims must be sent even where they stay the same: Get tells them.
func (s *JWTTemplatesService) Update(
	ctx context.Context, templateID string, params *JWTTemplateUpdateParams,
) (*JWTTemplate, error) {
	return do[JWTTemplate](ctx, s.settings, patch("/jwt_templates/{template_id}", params, templateID))
}

// Delete deletes a template. JWTs that were made from it stay good until they expire.
func (s *JWTTemplatesService) Delete(ctx context.Context, templateID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/jwt_templates/{template_id}", nil, templateID))
}
