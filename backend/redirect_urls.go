package backend

import (
	"context"
	"iter"
)

// RedirectURLsService is the list of addresses that a mobile application may be sent back to after an OAuth sign-in.
type RedirectURLsService service

// List returns one page of the addresses.
func (s *RedirectURLsService) List(ctx context.Context, params *RedirectURLListParams) (*Page[RedirectURL], error) {
	return do[Page[RedirectURL]](ctx, s.settings, get("/redirect_urls", params).paginated())
}

// All returns an iterator over what List returns page by page.
func (s *RedirectURLsService) All(ctx context.Context, params *RedirectURLListParams) iter.Seq2[*RedirectURL, error] {
	return all[RedirectURL](ctx, s.settings, get("/redirect_urls", params).paginated())
}

// Create allows an address.
func (s *RedirectURLsService) Create(ctx context.Context, params *RedirectURLCreateParams) (*RedirectURL, error) {
	return do[RedirectURL](ctx, s.settings, post("/redirect_urls", params))
}

// Get returns the address with this id, which is not the address itself.
func (s *RedirectURLsService) Get(ctx context.Context, id string) (*RedirectURL, error) {
	return do[RedirectURL](ctx, s.settings, get("/redirect_urls/{id}", nil, id))
}

// Delete forbids the address with this id again.
func (s *RedirectURLsService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/redirect_urls/{id}", nil, id))
}
