package backend

import (
	"context"
	"iter"
)

// SCIMDirectoriesService is [DirectoriesService] under its former path and names: the same directories with the same ids.
// Prefer that one, whose names are the current ones. Reach this one as Client.SCIMDirectories.
type SCIMDirectoriesService service

// List returns one page of the directories.
func (s *SCIMDirectoriesService) List(ctx context.Context, params *DirectoryListParams) (*Page[Directory], error) {
	return do[Page[Directory]](ctx, s.settings, get("/scim_directories", params))
}

// All returns an iterator over the directories that List returns in pages.
func (s *SCIMDirectoriesService) All(ctx context.Context, params *DirectoryListParams) iter.Seq2[*Directory, error] {
	return all[Directory](ctx, s.settings, get("/scim_directories", params))
}

// Create makes a directory and returns it with its APIKey, which is shown this once.
func (s *SCIMDirectoriesService) Create(ctx context.Context, params *SCIMDirectoryCreateParams) (*Directory, error) {
	return do[Directory](ctx, s.settings, post("/scim_directories", params))
}

// Get returns a directory by its id, without its APIKey.
func (s *SCIMDirectoriesService) Get(ctx context.Context, scimDirectoryID string) (*Directory, error) {
	return do[Directory](ctx, s.settings, get("/scim_directories/{scim_directory_id}", nil, scimDirectoryID))
}

// Update changes the fields of a directory that params set, and returns the directory.
func (s *SCIMDirectoriesService) Update(
	ctx context.Context, scimDirectoryID string, params *DirectoryUpdateParams,
) (*Directory, error) {
	return do[Directory](ctx, s.settings, patch("/scim_directories/{scim_directory_id}", params, scimDirectoryID))
}

// Delete removes a directory. What the IdP reports with its APIKey is refused from then on.
func (s *SCIMDirectoriesService) Delete(ctx context.Context, scimDirectoryID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/scim_directories/{scim_directory_id}", nil, scimDirectoryID))
}

// RotateAPIKey gives a directory a new APIKey and returns the directory with it, this once. The old key works a little longer.
func (s *SCIMDirectoriesService) RotateAPIKey(ctx context.Context, scimDirectoryID string) (*Directory, error) {
	return do[Directory](ctx, s.settings, post("/scim_directories/{scim_directory_id}/rotate_api_key", nil, scimDirectoryID))
}

// ListGroupRoleMappings returns all group mappings of a directory in the order of their precedence.
func (s *SCIMDirectoriesService) ListGroupRoleMappings(
	ctx context.Context, scimDirectoryID string,
) (*Page[DirectoryGroupRoleMapping], error) {
	return do[Page[DirectoryGroupRoleMapping]](ctx, s.settings,
		get("/scim_directories/{scim_directory_id}/group_role_mappings", nil, scimDirectoryID))
}

// AllGroupRoleMappings returns an iterator over what ListGroupRoleMappings returns.
func (s *SCIMDirectoriesService) AllGroupRoleMappings(
	ctx context.Context, scimDirectoryID string,
) iter.Seq2[*DirectoryGroupRoleMapping, error] {
	return allAtOnce[DirectoryGroupRoleMapping](ctx, s.settings,
		get("/scim_directories/{scim_directory_id}/group_role_mappings", nil, scimDirectoryID))
}

// CreateGroupRoleMapping gives the members of a group a role, and returns the mapping.
func (s *SCIMDirectoriesService) CreateGroupRoleMapping(
	ctx context.Context, scimDirectoryID string, params *SCIMDirectoryCreateGroupRoleMappingParams,
) (*DirectoryGroupRoleMapping, error) {
	return do[DirectoryGroupRoleMapping](ctx, s.settings,
		post("/scim_directories/{scim_directory_id}/group_role_mappings", params, scimDirectoryID))
}

// ReplaceGroupRoleMappings makes params the only group mappings of a directory, and returns them. Their order is their
// precedence. An empty list removes all mappings; one that is nil is an [ErrUnprocessable].
func (s *SCIMDirectoriesService) ReplaceGroupRoleMappings(
	ctx context.Context, scimDirectoryID string, params *SCIMDirectoryReplaceGroupRoleMappingsParams,
) (*Page[DirectoryGroupRoleMapping], error) {
	return do[Page[DirectoryGroupRoleMapping]](ctx, s.settings,
		put("/scim_directories/{scim_directory_id}/group_role_mappings", params, scimDirectoryID))
}

// DeleteGroupRoleMapping removes one group mapping.
func (s *SCIMDirectoriesService) DeleteGroupRoleMapping(
	ctx context.Context, scimDirectoryID, mappingID string,
) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings,
		del("/scim_directories/{scim_directory_id}/group_role_mappings/{mapping_id}", nil, scimDirectoryID, mappingID))
}
