package backend

import (
	"context"
	"iter"
)

// DirectoriesService manages directories: endpoints to which the identity provider (IdP) of a customer reports who has come,
// changed and gone, so that users exist before their first sign-in and lose access at once. Groups of the IdP can be mapped to
// organization roles; for that, GroupRoleMappingEnabled must be true. Reach it as Client.Directories.
//
// [SCIMDirectoriesService] has the same directories under their former path and names. Prefer this one.
type DirectoriesService service

// List returns one page of the directories.
func (s *DirectoriesService) List(ctx context.Context, params *DirectoryListParams) (*Page[Directory], error) {
	return do[Page[Directory]](ctx, s.settings, get("/directories", params))
}

// All returns an iterator over the directories that List returns in pages.
func (s *DirectoriesService) All(ctx context.Context, params *DirectoryListParams) iter.Seq2[*Directory, error] {
	return all[Directory](ctx, s.settings, get("/directories", params))
}

// Create makes a directory and returns it with its APIKey, which is shown this once.
func (s *DirectoriesService) Create(ctx context.Context, params *DirectoryCreateParams) (*Directory, error) {
	return do[Directory](ctx, s.settings, post("/directories", params))
}

// Get returns a directory by its id, without its APIKey.
func (s *DirectoriesService) Get(ctx context.Context, directoryID string) (*Directory, error) {
	return do[Directory](ctx, s.settings, get("/directories/{directory_id}", nil, directoryID))
}

// Update changes the fields of a directory that params set, and returns the directory.
func (s *DirectoriesService) Update(
	ctx context.Context, directoryID string, params *DirectoryUpdateParams,
) (*Directory, error) {
	return do[Directory](ctx, s.settings, patch("/directories/{directory_id}", params, directoryID))
}

// Delete removes a directory. What the IdP reports with its APIKey is refused from then on.
func (s *DirectoriesService) Delete(ctx context.Context, directoryID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/directories/{directory_id}", nil, directoryID))
}

// RotateAPIKey gives a directory a new APIKey and returns the directory with it, this once. The old key works a little
// longer, so that the IdP can be told in time.
func (s *DirectoriesService) RotateAPIKey(ctx context.Context, directoryID string) (*Directory, error) {
	return do[Directory](ctx, s.settings, post("/directories/{directory_id}/rotate_api_key", nil, directoryID))
}

// ListGroupRoleMappings returns all group mappings of a directory in the order of their precedence.
func (s *DirectoriesService) ListGroupRoleMappings(
	ctx context.Context, directoryID string,
) (*Page[DirectoryGroupRoleMapping], error) {
	return do[Page[DirectoryGroupRoleMapping]](ctx, s.settings,
		get("/directories/{directory_id}/group_role_mappings", nil, directoryID))
}

// AllGroupRoleMappings returns an iterator over what ListGroupRoleMappings returns.
func (s *DirectoriesService) AllGroupRoleMappings(
	ctx context.Context, directoryID string,
) iter.Seq2[*DirectoryGroupRoleMapping, error] {
	return allAtOnce[DirectoryGroupRoleMapping](ctx, s.settings,
		get("/directories/{directory_id}/group_role_mappings", nil, directoryID))
}

// CreateGroupRoleMapping gives the members of a group a role, and returns the mapping.
func (s *DirectoriesService) CreateGroupRoleMapping(
	ctx context.Context, directoryID string, params *DirectoryCreateGroupRoleMappingParams,
) (*DirectoryGroupRoleMapping, error) {
	return do[DirectoryGroupRoleMapping](ctx, s.settings,
		post("/directories/{directory_id}/group_role_mappings", params, directoryID))
}

// ReplaceGroupRoleMappings makes params the only group mappings of a directory, and returns them. Their order is their
// precedence. An empty list removes all mappings; one that is nil is an [ErrUnprocessable].
func (s *DirectoriesService) ReplaceGroupRoleMappings(
	ctx context.Context, directoryID string, params *DirectoryReplaceGroupRoleMappingsParams,
) (*Page[DirectoryGroupRoleMapping], error) {
	return do[Page[DirectoryGroupRoleMapping]](ctx, s.settings,
		put("/directories/{directory_id}/group_role_mappings", params, directoryID))
}

// DeleteGroupRoleMapping removes one group mapping.
func (s *DirectoriesService) DeleteGroupRoleMapping(ctx context.Context, directoryID, mappingID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings,
		del("/directories/{directory_id}/group_role_mappings/{mapping_id}", nil, directoryID, mappingID))
}
