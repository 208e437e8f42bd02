package backend

import (
	"context"
	"iter"
)

type DirectoriesService service

// List SUMMARY(ListDirectories)
func (s *DirectoriesService) List(ctx context.Context, params *DirectoryListParams) (*Page[Directory], error) {
	return do[Page[Directory]](ctx, s.settings, get("/directories", params))
}

// All SUMMARY(ListDirectories)
func (s *DirectoriesService) All(ctx context.Context, params *DirectoryListParams) iter.Seq2[*Directory, error] {
	return all[Directory](ctx, s.settings, get("/directories", params))
}

// Create SUMMARY(CreateDirectory)
func (s *DirectoriesService) Create(ctx context.Context, params *DirectoryCreateParams) (*Directory, error) {
	return do[Directory](ctx, s.settings, post("/directories", params))
}

// Get SUMMARY(GetDirectory)
func (s *DirectoriesService) Get(ctx context.Context, directoryID string) (*Directory, error) {
	return do[Directory](ctx, s.settings, get("/directories/{directory_id}", nil, directoryID))
}

// Update SUMMARY(UpdateDirectory)
func (s *DirectoriesService) Update(ctx context.Context, directoryID string, params *DirectoryUpdateParams) (*Directory, error) {
	return do[Directory](ctx, s.settings, patch("/directories/{directory_id}", params, directoryID))
}

// Delete SUMMARY(DeleteDirectory)
func (s *DirectoriesService) Delete(ctx context.Context, directoryID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/directories/{directory_id}", nil, directoryID))
}

// RotateAPIKey SUMMARY(RotateDirectoryAPIKey)
func (s *DirectoriesService) RotateAPIKey(ctx context.Context, directoryID string) (*Directory, error) {
	return do[Directory](ctx, s.settings, post("/directories/{directory_id}/rotate_api_key", nil, directoryID))
}

// ListGroupRoleMappings SUMMARY(ListDirectoryGroupRoleMappings)
func (s *DirectoriesService) ListGroupRoleMappings(ctx context.Context, directoryID string) (*Page[DirectoryGroupRoleMapping], error) {
	return do[Page[DirectoryGroupRoleMapping]](ctx, s.settings, get("/directories/{directory_id}/group_role_mappings", nil, directoryID))
}

// AllGroupRoleMappings SUMMARY(ListDirectoryGroupRoleMappings)
func (s *DirectoriesService) AllGroupRoleMappings(ctx context.Context, directoryID string) iter.Seq2[*DirectoryGroupRoleMapping, error] {
	return allAtOnce[DirectoryGroupRoleMapping](ctx, s.settings, get("/directories/{directory_id}/group_role_mappings", nil, directoryID))
}

// CreateGroupRoleMapping SUMMARY(CreateDirectoryGroupRoleMapping)
func (s *DirectoriesService) CreateGroupRoleMapping(ctx context.Context, directoryID string, params *DirectoryCreateGroupRoleMappingParams) (*DirectoryGroupRoleMapping, error) {
	return do[DirectoryGroupRoleMapping](ctx, s.settings, post("/directories/{directory_id}/group_role_mappings", params, directoryID))
}

// ReplaceGroupRoleMappings SUMMARY(ReplaceDirectoryGroupRoleMappings)
func (s *DirectoriesService) ReplaceGroupRoleMappings(ctx context.Context, directoryID string, params *DirectoryReplaceGroupRoleMappingsParams) (*Page[DirectoryGroupRoleMapping], error) {
	return do[Page[DirectoryGroupRoleMapping]](ctx, s.settings, put("/directories/{directory_id}/group_role_mappings", params, directoryID))
}

// DeleteGroupRoleMapping SUMMARY(DeleteDirectoryGroupRoleMapping)
func (s *DirectoriesService) DeleteGroupRoleMapping(ctx context.Context, directoryID string, mappingID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/directories/{directory_id}/group_role_mappings/{mapping_id}", nil, directoryID, mappingID))
}
