package backend

import (
	"context"
	"iter"
)

type RoleSetsService service

// List SUMMARY(ListRoleSets)
func (s *RoleSetsService) List(ctx context.Context, params *RoleSetListParams) (*Page[RoleSet], error) {
	return do[Page[RoleSet]](ctx, s.settings, get("/role_sets", params))
}

// All SUMMARY(ListRoleSets)
func (s *RoleSetsService) All(ctx context.Context, params *RoleSetListParams) iter.Seq2[*RoleSet, error] {
	return all[RoleSet](ctx, s.settings, get("/role_sets", params))
}

// Create SUMMARY(CreateRoleSet)
func (s *RoleSetsService) Create(ctx context.Context, params *RoleSetCreateParams) (*RoleSet, error) {
	return do[RoleSet](ctx, s.settings, post("/role_sets", params))
}

// Get SUMMARY(GetRoleSet)
func (s *RoleSetsService) Get(ctx context.Context, roleSetKeyOrID string) (*RoleSet, error) {
	return do[RoleSet](ctx, s.settings, get("/role_sets/{role_set_key_or_id}", nil, roleSetKeyOrID))
}

// Update SUMMARY(UpdateRoleSet)
func (s *RoleSetsService) Update(ctx context.Context, roleSetKeyOrID string, params *RoleSetUpdateParams) (*RoleSet, error) {
	return do[RoleSet](ctx, s.settings, patch("/role_sets/{role_set_key_or_id}", params, roleSetKeyOrID))
}

// Replace SUMMARY(ReplaceRoleSet)
func (s *RoleSetsService) Replace(ctx context.Context, roleSetKeyOrID string, params *RoleSetReplaceParams) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, post("/role_sets/{role_set_key_or_id}/replace", params, roleSetKeyOrID))
}

// AddRoles SUMMARY(AddRolesToRoleSet)
func (s *RoleSetsService) AddRoles(ctx context.Context, roleSetKeyOrID string, params *RoleSetAddRolesParams) (*RoleSet, error) {
	return do[RoleSet](ctx, s.settings, post("/role_sets/{role_set_key_or_id}/roles", params, roleSetKeyOrID))
}

// ReplaceRole SUMMARY(ReplaceRoleInRoleSet)
func (s *RoleSetsService) ReplaceRole(ctx context.Context, roleSetKeyOrID string, params *RoleSetReplaceRoleParams) (*RoleSet, error) {
	return do[RoleSet](ctx, s.settings, post("/role_sets/{role_set_key_or_id}/roles/replace", params, roleSetKeyOrID))
}
