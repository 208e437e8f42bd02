package backend

import (
	"context"
	"iter"
)

// EnterpriseConnectionsService manages the connections to identity providers (IdPs) of customers, over which the customers'
// people sign in: by SAML or by OpenID Connect. Where the plan of the instance does not include them, an error is an
// [ErrPaymentRequired]. Reach it as Client.EnterpriseConnections.
type EnterpriseConnectionsService service

// List returns one page of the connections.
func (s *EnterpriseConnectionsService) List(
	ctx context.Context, params *EnterpriseConnectionListParams,
) (*Page[EnterpriseConnection], error) {
	return do[Page[EnterpriseConnection]](ctx, s.settings, get("/enterprise_connections", params))
}

// All returns an iterator over the connections that List returns in pages.
func (s *EnterpriseConnectionsService) All(
	ctx context.Context, params *EnterpriseConnectionListParams,
) iter.Seq2[*EnterpriseConnection, error] {
	return all[EnterpriseConnection](ctx, s.settings, get("/enterprise_connections", params))
}

// Create makes a connection and returns it. A domain that another connection has is an [ErrConflict].
func (s *EnterpriseConnectionsService) Create(
	ctx context.Context, params *EnterpriseConnectionCreateParams,
) (*EnterpriseConnection, error) {
	return do[EnterpriseConnection](ctx, s.settings, post("/enterprise_connections", params))
}

// Get returns a connection by its id.
func (s *EnterpriseConnectionsService) Get(ctx context.Context, enterpriseConnectionID string) (*EnterpriseConnection, error) {
	return do[EnterpriseConnection](ctx, s.settings,
		get("/enterprise_connections/{enterprise_connection_id}", nil, enterpriseConnectionID))
}

// Update changes the fields of a connection that params set, and returns the connection. Beware of Active: to enable a
// connection removes the verified organization domains that have the same name, and with them their enrollment mode.
func (s *EnterpriseConnectionsService) Update(
	ctx context.Context, enterpriseConnectionID string, params *EnterpriseConnectionUpdateParams,
) (*EnterpriseConnection, error) {
	return do[EnterpriseConnection](ctx, s.settings,
		patch("/enterprise_connections/{enterprise_connection_id}", params, enterpriseConnectionID))
}

// Delete removes a connection: its people cannot sign in over it any more.
func (s *EnterpriseConnectionsService) Delete(ctx context.Context, enterpriseConnectionID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings,
		del("/enterprise_connections/{enterprise_connection_id}", nil, enterpriseConnectionID))
}

// ListTestRuns returns one page of the trial sign-ins over a connection, with what the IdP sent and what was made of it.
func (s *EnterpriseConnectionsService) ListTestRuns(
	ctx context.Context, enterpriseConnectionID string, params *EnterpriseConnectionListTestRunsParams,
) (*Page[EnterpriseConnectionTestRun], error) {
	return do[Page[EnterpriseConnectionTestRun]](ctx, s.settings,
		get("/enterprise_connections/{enterprise_connection_id}/test_runs", params, enterpriseConnectionID))
}

// AllTestRuns returns an iterator over the test runs that ListTestRuns returns in pages.
func (s *EnterpriseConnectionsService) AllTestRuns(
	ctx context.Context, enterpriseConnectionID string, params *EnterpriseConnectionListTestRunsParams,
) iter.Seq2[*EnterpriseConnectionTestRun, error] {
	return all[EnterpriseConnectionTestRun](ctx, s.settings,
		get("/enterprise_connections/{enterprise_connection_id}/test_runs", params, enterpriseConnectionID))
}

// CreateTestRun returns a URL, good for a short time, that somebody opens in a browser for a trial sign-in over a connection.
// ListTestRuns has what came of it.
func (s *EnterpriseConnectionsService) CreateTestRun(
	ctx context.Context, enterpriseConnectionID string,
) (*EnterpriseConnectionTestRunURL, error) {
	return do[EnterpriseConnectionTestRunURL](ctx, s.settings,
		post("/enterprise_connections/{enterprise_connection_id}/test_runs", nil, enterpriseConnectionID))
}
