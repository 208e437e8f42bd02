package backend

import (
	"context"
	"iter"
)

// TemplatesService are the texts of the emails and text messages that Clerk sends. A template is named by its type,
// [TemplateTypeEmail] or [TemplateTypeSMS], and its slug.
//
// Deprecated: Clerk has deprecated every operation on templates; edit them in the Clerk Dashboard.
type TemplatesService service

// List returns one page of the templates of one type, by their position.
//
// Deprecated: Use the Clerk Dashboard.
func (s *TemplatesService) List(ctx context.Context, templateType string, params *TemplateListParams) (*Page[Template], error) {
	return do[Page[Template]](ctx, s.settings, get("/templates/{template_type}", params, templateType).paginated())
}

// All returns an iterator over what List returns page by page.
//
// Deprecated: Use the Clerk Dashboard.
func (s *TemplatesService) All(ctx context.Context, templateType string, params *TemplateListParams) iter.Seq2[*Template, error] {
	return all[Template](ctx, s.settings, get("/templates/{template_type}", params, templateType).paginated())
}

// Get returns a template.
//
// Deprecated: Use the Clerk Dashboard.
func (s *TemplatesService) Get(ctx context.Context, templateType, slug string) (*Template, error) {
	return do[Template](ctx, s.settings, get("/templates/{template_type}/{slug}", nil, templateType, slug))
}

// Upsert changes a template that exists, and returns it. [ErrPaymentRequired] means that Clerk's plan for the instance does
// not include that, [ErrLocked] that the template cannot be changed now.
//
// Deprecated: Use the Clerk Dashboard.
func (s *TemplatesService) Upsert(
	ctx context.Context, templateType, slug string, params *TemplateUpsertParams,
) (*Template, error) {
	return do[Template](ctx, s.settings, put("/templates/{template_type}/{slug}", params, templateType, slug))
}

// Revert gives a template back the text that Clerk wrote, and returns it.
//
// Deprecated: Use the Clerk Dashboard.
func (s *TemplatesService) Revert(ctx context.Context, templateType, slug string) (*Template, error) {
	return do[Template](ctx, s.settings, post("/templates/{template_type}/{slug}/revert", nil, templateType, slug))
}

// Preview returns what a message would look like with these params, and keeps nothing. The shape of the answer is not
// documented.
//
// Deprecated: Use the Clerk Dashboard.
func (s *TemplatesService) Preview(
	ctx context.Context, templateType, slug string, params *TemplatePreviewParams,
) (Metadata, error) {
	c := post("/templates/{template_type}/{slug}/preview", params, templateType, slug)
	preview, err := do[Metadata](ctx, s.settings, c.again())
	if err != nil {
		return nil, err
	}
	return *preview, nil
}

// ToggleDelivery says whether Clerk sends the messages of a template, and returns it. If not, the application has to: the
// webhook events email.created and sms.created carry what to send.
//
// Deprecated: Use the Clerk Dashboard.
func (s *TemplatesService) ToggleDelivery(
	ctx context.Context, templateType, slug string, params *TemplateToggleDeliveryParams,
) (*Template, error) {
	return do[Template](ctx, s.settings, post("/templates/{template_type}/{slug}/toggle_delivery", params, templateType, slug))
}
