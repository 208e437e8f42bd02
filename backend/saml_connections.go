package backend

import (
	"context"
	"iter"
)

// SAMLConnectionsService manages connections to SAML identity providers (IdPs). Reach it as Client.SAMLConnections.
//
// Deprecated: Clerk will remove it. Use [EnterpriseConnectionsService], which has the same connections and those by OpenID
// Connect: SAMLConnection.EnterpriseConnectionID leads there.
type SAMLConnectionsService service

// List returns one page of the connections, the newest first.
//
// Deprecated: use EnterpriseConnectionsService.List.
func (s *SAMLConnectionsService) List(ctx context.Context, params *SAMLConnectionListParams) (*Page[SAMLConnection], error) {
	return do[Page[SAMLConnection]](ctx, s.settings, get("/saml_connections", params))
}

// All returns an iterator over the connections that List returns in pages.
//
// Deprecated: use EnterpriseConnectionsService.All.
func (s *SAMLConnectionsService) All(
	ctx context.Context, params *SAMLConnectionListParams,
) iter.Seq2[*SAMLConnection, error] {
	return all[SAMLConnection](ctx, s.settings, get("/saml_connections", params))
}

// Create makes a connection and returns it. A domain that another connection has is an [ErrConflict].
//
// Deprecated: use EnterpriseConnectionsService.Create.
func (s *SAMLConnectionsService) Create(ctx context.Context, params *SAMLConnectionCreateParams) (*SAMLConnection, error) {
	return do[SAMLConnection](ctx, s.settings, post("/saml_connections", params))
}

// Get returns a connection by its id.
//
// Deprecated: use EnterpriseConnectionsService.Get.
func (s *SAMLConnectionsService) Get(ctx context.Context, samlConnectionID string) (*SAMLConnection, error) {
	return do[SAMLConnection](ctx, s.settings, get("/saml_connections/{saml_connection_id}", nil, samlConnectionID))
}

// Update changes the fields of a connection that params set, and returns the connection.
//
// Deprecated: use EnterpriseConnectionsService.Update.
func (s *SAMLConnectionsService) Update(
	ctx context.Context, samlConnectionID string, params *SAMLConnectionUpdateParams,
) (*SAMLConnection, error) {
	return do[SAMLConnection](ctx, s.settings, patch("/saml_connections/{saml_connection_id}", params, samlConnectionID))
}

// Delete removes a connection.
//
// Deprecated: use EnterpriseConnectionsService.Delete.
func (s *SAMLConnectionsService) Delete(ctx context.Context, samlConnectionID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/saml_connections/{saml_connection_id}", nil, samlConnectionID))
}
