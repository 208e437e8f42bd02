package backend

import (
	"context"
	"iter"
)

type JWTTemplatesService service

// List SUMMARY(ListJWTTemplates)
func (s *JWTTemplatesService) List(ctx context.Context, params *JWTTemplateListParams) (*Page[JWTTemplate], error) {
	return do[Page[JWTTemplate]](ctx, s.settings, get("/jwt_templates", params).paginated())
}

// All SUMMARY(ListJWTTemplates)
func (s *JWTTemplatesService) All(ctx context.Context, params *JWTTemplateListParams) iter.Seq2[*JWTTemplate, error] {
	return all[JWTTemplate](ctx, s.settings, get("/jwt_templates", params).paginated())
}

// Create SUMMARY(CreateJWTTemplate)
func (s *JWTTemplatesService) Create(ctx context.Context, params *JWTTemplateCreateParams) (*JWTTemplate, error) {
	return do[JWTTemplate](ctx, s.settings, post("/jwt_templates", params))
}

// Get SUMMARY(GetJWTTemplate)
func (s *JWTTemplatesService) Get(ctx context.Context, templateID string) (*JWTTemplate, error) {
	return do[JWTTemplate](ctx, s.settings, get("/jwt_templates/{template_id}", nil, templateID))
}

// Update SUMMARY(UpdateJWTTemplate)
func (s *JWTTemplatesService) Update(ctx context.Context, templateID string, params *JWTTemplateUpdateParams) (*JWTTemplate, error) {
	return do[JWTTemplate](ctx, s.settings, patch("/jwt_templates/{template_id}", params, templateID))
}

// Delete SUMMARY(DeleteJWTTemplate)
func (s *JWTTemplatesService) Delete(ctx context.Context, templateID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/jwt_templates/{template_id}", nil, templateID))
}
