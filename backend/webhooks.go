package backend

import "context"

// WebhooksService manages the application at Svix, the company through which Clerk sends the webhooks of an instance: with
// its dashboard one says where they go. To receive them is what the package webhooks of this module is for.
type WebhooksService service

// CreateSvixApp gives the instance an application at Svix, and returns the way into its dashboard. An instance has at most
// one; to create another is [ErrBadRequest].
func (s *WebhooksService) CreateSvixApp(ctx context.Context) (*SvixURL, error) {
	return do[SvixURL](ctx, s.settings, post("/webhooks/svix", nil))
}

// DeleteSvixApp deletes the application, and with it the endpoints and their signing secrets: no webhooks come any more.
// Without an application it is [ErrBadRequest], which may also come of a deletion that had worked and was repeated.
func (s *WebhooksService) DeleteSvixApp(ctx context.Context) error {
	return doNone(ctx, s.settings, del("/webhooks/svix", nil))
}

// GenerateSvixAuthURL returns a new way into the dashboard of the application that exists. Without an application it is
// [ErrBadRequest].
func (s *WebhooksService) GenerateSvixAuthURL(ctx context.Context) (*SvixURL, error) {
	return do[SvixURL](ctx, s.settings, post("/webhooks/svix_url", nil))
}
