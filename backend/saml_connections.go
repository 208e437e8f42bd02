package backend

import (
	"context"
	"iter"
)

type SAMLConnectionsService service

// List SUMMARY(ListSAMLConnections)
//
// Deprecated:
func (s *SAMLConnectionsService) List(ctx context.Context, params *SAMLConnectionListParams) (*Page[SAMLConnection], error) {
	return do[Page[SAMLConnection]](ctx, s.settings, get("/saml_connections", params))
}

// All SUMMARY(ListSAMLConnections)
func (s *SAMLConnectionsService) All(ctx context.Context, params *SAMLConnectionListParams) iter.Seq2[*SAMLConnection, error] {
	return all[SAMLConnection](ctx, s.settings, get("/saml_connections", params))
}

// Create SUMMARY(CreateSAMLConnection)
//
// Deprecated:
func (s *SAMLConnectionsService) Create(ctx context.Context, params *SAMLConnectionCreateParams) (*SAMLConnection, error) {
	return do[SAMLConnection](ctx, s.settings, post("/saml_connections", params))
}

// Get SUMMARY(GetSAMLConnection)
//
// Deprecated:
func (s *SAMLConnectionsService) Get(ctx context.Context, samlConnectionID string) (*SAMLConnection, error) {
	return do[SAMLConnection](ctx, s.settings, get("/saml_connections/{saml_connection_id}", nil, samlConnectionID))
}

// Update SUMMARY(UpdateSAMLConnection)
//
// Deprecated:
func (s *SAMLConnectionsService) Update(ctx context.Context, samlConnectionID string, params *SAMLConnectionUpdateParams) (*SAMLConnection, error) {
	return do[SAMLConnection](ctx, s.settings, patch("/saml_connections/{saml_connection_id}", params, samlConnectionID))
}

// Delete SUMMARY(DeleteSAMLConnection)
//
// Deprecated:
func (s *SAMLConnectionsService) Delete(ctx context.Context, samlConnectionID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/saml_connections/{saml_connection_id}", nil, samlConnectionID))
}
