package backend

import (
	"context"
	"iter"
)

type SCIMDirectoriesService service

// List SUMMARY(ListSCIMDirectories)
func (s *SCIMDirectoriesService) List(ctx context.Context, params *SCIMDirectoryListParams) (*Page[Directory], error) {
	return do[Page[Directory]](ctx, s.settings, get("/scim_directories", params))
}

// All SUMMARY(ListSCIMDirectories)
func (s *SCIMDirectoriesService) All(ctx context.Context, params *SCIMDirectoryListParams) iter.Seq2[*Directory, error] {
	return all[Directory](ctx, s.settings, get("/scim_directories", params))
}

// Create SUMMARY(CreateSCIMDirectory)
func (s *SCIMDirectoriesService) Create(ctx context.Context, params *SCIMDirectoryCreateParams) (*Directory, error) {
	return do[Directory](ctx, s.settings, post("/scim_directories", params))
}

// Get SUMMARY(GetSCIMDirectory)
func (s *SCIMDirectoriesService) Get(ctx context.Context, scimDirectoryID string) (*Directory, error) {
	return do[Directory](ctx, s.settings, get("/scim_directories/{scim_directory_id}", nil, scimDirectoryID))
}

// Update SUMMARY(UpdateSCIMDirectory)
func (s *SCIMDirectoriesService) Update(ctx context.Context, scimDirectoryID string, params *SCIMDirectoryUpdateParams) (*Directory, error) {
	return do[Directory](ctx, s.settings, patch("/scim_directories/{scim_directory_id}", params, scimDirectoryID))
}

// Delete SUMMARY(DeleteSCIMDirectory)
func (s *SCIMDirectoriesService) Delete(ctx context.Context, scimDirectoryID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/scim_directories/{scim_directory_id}", nil, scimDirectoryID))
}

// RotateAPIKey SUMMARY(RotateSCIMDirectoryAPIKey)
func (s *SCIMDirectoriesService) RotateAPIKey(ctx context.Context, scimDirectoryID string) (*Directory, error) {
	return do[Directory](ctx, s.settings, post("/scim_directories/{scim_directory_id}/rotate_api_key", nil, scimDirectoryID))
}

// ListGroupRoleMappings SUMMARY(ListSCIMGroupRoleMappings)
func (s *SCIMDirectoriesService) ListGroupRoleMappings(ctx context.Context, scimDirectoryID string) (*Page[DirectoryGroupRoleMapping], error) {
	return do[Page[DirectoryGroupRoleMapping]](ctx, s.settings, get("/scim_directories/{scim_directory_id}/group_role_mappings", nil, scimDirectoryID))
}

// AllGroupRoleMappings SUMMARY(ListSCIMGroupRoleMappings)
func (s *SCIMDirectoriesService) AllGroupRoleMappings(ctx context.Context, scimDirectoryID string) iter.Seq2[*DirectoryGroupRoleMapping, error] {
	return allAtOnce[DirectoryGroupRoleMapping](ctx, s.settings, get("/scim_directories/{scim_directory_id}/group_role_mappings", nil, scimDirectoryID))
}

// CreateGroupRoleMapping SUMMARY(CreateSCIMGroupRoleMapping)
func (s *SCIMDirectoriesService) CreateGroupRoleMapping(ctx context.Context, scimDirectoryID string, params *SCIMDirectoryCreateGroupRoleMappingParams) (*DirectoryGroupRoleMapping, error) {
	return do[DirectoryGroupRoleMapping](ctx, s.settings, post("/scim_directories/{scim_directory_id}/group_role_mappings", params, scimDirectoryID))
}

// ReplaceGroupRoleMappings SUMMARY(ReplaceSCIMGroupRoleMappings)
func (s *SCIMDirectoriesService) ReplaceGroupRoleMappings(ctx context.Context, scimDirectoryID string, params *SCIMDirectoryReplaceGroupRoleMappingsParams) (*Page[DirectoryGroupRoleMapping], error) {
	return do[Page[DirectoryGroupRoleMapping]](ctx, s.settings, put("/scim_directories/{scim_directory_id}/group_role_mappings", params, scimDirectoryID))
}

// DeleteGroupRoleMapping SUMMARY(DeleteSCIMGroupRoleMapping)
func (s *SCIMDirectoriesService) DeleteGroupRoleMapping(ctx context.Context, scimDirectoryID string, mappingID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/scim_directories/{scim_directory_id}/group_role_mappings/{mapping_id}", nil, scimDirectoryID, mappingID))
}
