package backend

import (
	"context"
	"iter"
)

// RoleSetsService manages which roles organizations offer to their members: Client.RoleSets. A new organization has the
// initial role set, unless it is created with another one. Every operation here takes the id of a role set or its key, such as
// role_set:default.
type RoleSetsService service

// List returns a page of the instance's role sets, the newest first unless params.OrderBy says otherwise.
func (s *RoleSetsService) List(ctx context.Context, params *RoleSetListParams) (*Page[RoleSet], error) {
	return do[Page[RoleSet]](ctx, s.settings, get("/role_sets", params))
}

// All iterates over the instance's role sets in the order of List.
func (s *RoleSetsService) All(ctx context.Context, params *RoleSetListParams) iter.Seq2[*RoleSet, error] {
	return all[RoleSet](ctx, s.settings, get("/role_sets", params))
}

// Create makes a role set of existing roles.
func (s *RoleSetsService) Create(ctx context.Context, params *RoleSetCreateParams) (*RoleSet, error) {
	return do[RoleSet](ctx, s.settings, post("/role_sets", params))
}

// Get returns the role set with the given id or key.
func (s *RoleSetsService) Get(ctx context.Context, keyOrID string) (*RoleSet, error) {
	return do[RoleSet](ctx, s.settings, get("/role_sets/{role_set_key_or_id}", nil, keyOrID))
}

// Update changes what params hold, and nothing else. The roles themselves change by AddRoles and ReplaceRole.
func (s *RoleSetsService) Update(ctx context.Context, keyOrID string, params *RoleSetUpdateParams) (*RoleSet, error) {
	return do[RoleSet](ctx, s.settings, patch("/role_sets/{role_set_key_or_id}", params, keyOrID))
}

// Replace deletes a role set and moves its organizations to another one, in one step. Members whose role the other one lacks
// get the role that params name.
func (s *RoleSetsService) Replace(ctx context.Context, keyOrID string, params *RoleSetReplaceParams) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, post("/role_sets/{role_set_key_or_id}/replace", params, keyOrID))
}

// AddRoles adds roles to a role set, and can make two of them its default role and its creator role.
func (s *RoleSetsService) AddRoles(ctx context.Context, keyOrID string, params *RoleSetAddRolesParams) (*RoleSet, error) {
	return do[RoleSet](ctx, s.settings, post("/role_sets/{role_set_key_or_id}/roles", params, keyOrID))
}

// ReplaceRole takes a role out of a role set and gives those members who had it another one, in one step.
func (s *RoleSetsService) ReplaceRole(
	ctx context.Context, keyOrID string, params *RoleSetReplaceRoleParams,
) (*RoleSet, error) {
	return do[RoleSet](ctx, s.settings, post("/role_sets/{role_set_key_or_id}/roles/replace", params, keyOrID))
}
