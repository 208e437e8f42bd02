package backend

import (
	"context"
	"iter"
)

type RedirectURLsService service

// List SUMMARY(ListRedirectURLs)
func (s *RedirectURLsService) List(ctx context.Context, params *RedirectURLListParams) (*Page[RedirectURL], error) {
	return do[Page[RedirectURL]](ctx, s.settings, get("/redirect_urls", params).paginated())
}

// All SUMMARY(ListRedirectURLs)
func (s *RedirectURLsService) All(ctx context.Context, params *RedirectURLListParams) iter.Seq2[*RedirectURL, error] {
	return all[RedirectURL](ctx, s.settings, get("/redirect_urls", params).paginated())
}

// Create SUMMARY(CreateRedirectURL)
func (s *RedirectURLsService) Create(ctx context.Context, params *RedirectURLCreateParams) (*RedirectURL, error) {
	return do[RedirectURL](ctx, s.settings, post("/redirect_urls", params))
}

// Get SUMMARY(GetRedirectURL)
func (s *RedirectURLsService) Get(ctx context.Context, id string) (*RedirectURL, error) {
	return do[RedirectURL](ctx, s.settings, get("/redirect_urls/{id}", nil, id))
}

// Delete SUMMARY(DeleteRedirectURL)
func (s *RedirectURLsService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/redirect_urls/{id}", nil, id))
}
