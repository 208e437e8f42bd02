package backend

import (
	"context"
	"iter"
)

type TemplatesService service

// List SUMMARY(GetTemplateList)
//
// Deprecated:
func (s *TemplatesService) List(ctx context.Context, templateType string, params *TemplateListParams) (*Page[Template], error) {
	return do[Page[Template]](ctx, s.settings, get("/templates/{template_type}", params, templateType).paginated())
}

// All SUMMARY(GetTemplateList)
func (s *TemplatesService) All(ctx context.Context, templateType string, params *TemplateListParams) iter.Seq2[*Template, error] {
	return all[Template](ctx, s.settings, get("/templates/{template_type}", params, templateType).paginated())
}

// Get SUMMARY(GetTemplate)
//
// Deprecated:
func (s *TemplatesService) Get(ctx context.Context, templateType string, slug string) (*Template, error) {
	return do[Template](ctx, s.settings, get("/templates/{template_type}/{slug}", nil, templateType, slug))
}

// Upsert SUMMARY(UpsertTemplate)
//
// Deprecated:
func (s *TemplatesService) Upsert(ctx context.Context, templateType string, slug string, params *TemplateUpsertParams) (*Template, error) {
	return do[Template](ctx, s.settings, put("/templates/{template_type}/{slug}", params, templateType, slug))
}

// Revert SUMMARY(RevertTemplate)
//
// Deprecated:
func (s *TemplatesService) Revert(ctx context.Context, templateType string, slug string) (*Template, error) {
	return do[Template](ctx, s.settings, post("/templates/{template_type}/{slug}/revert", nil, templateType, slug))
}

// Preview SUMMARY(PreviewTemplate)
//
// Deprecated:
func (s *TemplatesService) Preview(ctx context.Context, templateType string, slug string, params *TemplatePreviewParams) (*Metadata, error) {
	return do[Metadata](ctx, s.settings, post("/templates/{template_type}/{slug}/preview", params, templateType, slug).again())
}

// ToggleDelivery SUMMARY(ToggleTemplateDelivery)
//
// Deprecated:
func (s *TemplatesService) ToggleDelivery(ctx context.Context, templateType string, slug string, params *TemplateToggleDeliveryParams) (*Template, error) {
	return do[Template](ctx, s.settings, post("/templates/{template_type}/{slug}/toggle_delivery", params, templateType, slug))
}
