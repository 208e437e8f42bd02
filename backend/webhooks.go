package backend

import (
	"context"
)

type WebhooksService service

// CreateSvixApp SUMMARY(CreateSvixApp)
func (s *WebhooksService) CreateSvixApp(ctx context.Context) (*SvixURL, error) {
	return do[SvixURL](ctx, s.settings, post("/webhooks/svix", nil))
}

// DeleteSvixApp SUMMARY(DeleteSvixApp)
func (s *WebhooksService) DeleteSvixApp(ctx context.Context) error {
	return doNone(ctx, s.settings, del("/webhooks/svix", nil))
}

// GenerateSvixAuthURL SUMMARY(GenerateSvixAuthURL)
func (s *WebhooksService) GenerateSvixAuthURL(ctx context.Context) (*SvixURL, error) {
	return do[SvixURL](ctx, s.settings, post("/webhooks/svix_url", nil))
}
