package backend

import (
	"context"
	"iter"
)

type ClientsService service

// List SUMMARY(GetClientList)
//
// Deprecated:
func (s *ClientsService) List(ctx context.Context, params *ClientListParams) (*Page[BrowserClient], error) {
	return do[Page[BrowserClient]](ctx, s.settings, get("/clients", params).paginated())
}

// All SUMMARY(GetClientList)
func (s *ClientsService) All(ctx context.Context, params *ClientListParams) iter.Seq2[*BrowserClient, error] {
	return all[BrowserClient](ctx, s.settings, get("/clients", params).paginated())
}

// Verify SUMMARY(VerifyClient)
func (s *ClientsService) Verify(ctx context.Context, params *ClientVerifyParams) (*BrowserClient, error) {
	return do[BrowserClient](ctx, s.settings, post("/clients/verify", params).again())
}

// Get SUMMARY(GetClient)
func (s *ClientsService) Get(ctx context.Context, clientID string) (*BrowserClient, error) {
	return do[BrowserClient](ctx, s.settings, get("/clients/{client_id}", nil, clientID))
}
