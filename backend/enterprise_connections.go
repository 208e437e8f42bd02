package backend

import (
	"context"
	"iter"
)

type EnterpriseConnectionsService service

// List SUMMARY(ListEnterpriseConnections)
func (s *EnterpriseConnectionsService) List(ctx context.Context, params *EnterpriseConnectionListParams) (*Page[EnterpriseConnection], error) {
	return do[Page[EnterpriseConnection]](ctx, s.settings, get("/enterprise_connections", params))
}

// All SUMMARY(ListEnterpriseConnections)
func (s *EnterpriseConnectionsService) All(ctx context.Context, params *EnterpriseConnectionListParams) iter.Seq2[*EnterpriseConnection, error] {
	return all[EnterpriseConnection](ctx, s.settings, get("/enterprise_connections", params))
}

// Create SUMMARY(CreateEnterpriseConnection)
func (s *EnterpriseConnectionsService) Create(ctx context.Context, params *EnterpriseConnectionCreateParams) (*EnterpriseConnection, error) {
	return do[EnterpriseConnection](ctx, s.settings, post("/enterprise_connections", params))
}

// Get SUMMARY(GetEnterpriseConnection)
func (s *EnterpriseConnectionsService) Get(ctx context.Context, enterpriseConnectionID string) (*EnterpriseConnection, error) {
	return do[EnterpriseConnection](ctx, s.settings, get("/enterprise_connections/{enterprise_connection_id}", nil, enterpriseConnectionID))
}

// Update SUMMARY(UpdateEnterpriseConnection)
func (s *EnterpriseConnectionsService) Update(ctx context.Context, enterpriseConnectionID string, params *EnterpriseConnectionUpdateParams) (*EnterpriseConnection, error) {
	return do[EnterpriseConnection](ctx, s.settings, patch("/enterprise_connections/{enterprise_connection_id}", params, enterpriseConnectionID))
}

// Delete SUMMARY(DeleteEnterpriseConnection)
func (s *EnterpriseConnectionsService) Delete(ctx context.Context, enterpriseConnectionID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/enterprise_connections/{enterprise_connection_id}", nil, enterpriseConnectionID))
}

// ListTestRuns SUMMARY(ListEnterpriseConnectionTestRuns)
func (s *EnterpriseConnectionsService) ListTestRuns(ctx context.Context, enterpriseConnectionID string, params *EnterpriseConnectionListTestRunsParams) (*Page[EnterpriseConnectionTestRun], error) {
	return do[Page[EnterpriseConnectionTestRun]](ctx, s.settings, get("/enterprise_connections/{enterprise_connection_id}/test_runs", params, enterpriseConnectionID))
}

// AllTestRuns SUMMARY(ListEnterpriseConnectionTestRuns)
func (s *EnterpriseConnectionsService) AllTestRuns(ctx context.Context, enterpriseConnectionID string, params *EnterpriseConnectionListTestRunsParams) iter.Seq2[*EnterpriseConnectionTestRun, error] {
	return all[EnterpriseConnectionTestRun](ctx, s.settings, get("/enterprise_connections/{enterprise_connection_id}/test_runs", params, enterpriseConnectionID))
}

// CreateTestRun SUMMARY(CreateEnterpriseConnectionTestRun)
func (s *EnterpriseConnectionsService) CreateTestRun(ctx context.Context, enterpriseConnectionID string) (*EnterpriseConnectionTestRun, error) {
	return do[EnterpriseConnectionTestRun](ctx, s.settings, post("/enterprise_connections/{enterprise_connection_id}/test_runs", nil, enterpriseConnectionID))
}
