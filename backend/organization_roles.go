package backend

import (
	"context"
	"iter"
)

type OrganizationRolesService service

// List SUMMARY(ListOrganizationRoles)
func (s *OrganizationRolesService) List(ctx context.Context, params *OrganizationRoleListParams) (*Page[Role], error) {
	return do[Page[Role]](ctx, s.settings, get("/organization_roles", params))
}

// All SUMMARY(ListOrganizationRoles)
func (s *OrganizationRolesService) All(ctx context.Context, params *OrganizationRoleListParams) iter.Seq2[*Role, error] {
	return all[Role](ctx, s.settings, get("/organization_roles", params))
}

// Create SUMMARY(CreateOrganizationRole)
func (s *OrganizationRolesService) Create(ctx context.Context, params *OrganizationRoleCreateParams) (*Role, error) {
	return do[Role](ctx, s.settings, post("/organization_roles", params))
}

// Get SUMMARY(GetOrganizationRole)
func (s *OrganizationRolesService) Get(ctx context.Context, organizationRoleID string) (*Role, error) {
	return do[Role](ctx, s.settings, get("/organization_roles/{organization_role_id}", nil, organizationRoleID))
}

// Update SUMMARY(UpdateOrganizationRole)
func (s *OrganizationRolesService) Update(ctx context.Context, organizationRoleID string, params *OrganizationRoleUpdateParams) (*Role, error) {
	return do[Role](ctx, s.settings, patch("/organization_roles/{organization_role_id}", params, organizationRoleID))
}

// Delete SUMMARY(DeleteOrganizationRole)
func (s *OrganizationRolesService) Delete(ctx context.Context, organizationRoleID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/organization_roles/{organization_role_id}", nil, organizationRoleID))
}

// AssignPermission SUMMARY(AssignPermissionToOrganizationRole)
func (s *OrganizationRolesService) AssignPermission(ctx context.Context, organizationRoleID string, permissionID string) (*Role, error) {
	return do[Role](ctx, s.settings, post("/organization_roles/{organization_role_id}/permissions/{permission_id}", nil, organizationRoleID, permissionID))
}

// RemovePermission SUMMARY(RemovePermissionFromOrganizationRole)
func (s *OrganizationRolesService) RemovePermission(ctx context.Context, organizationRoleID string, permissionID string) (*Role, error) {
	return do[Role](ctx, s.settings, del("/organization_roles/{organization_role_id}/permissions/{permission_id}", nil, organizationRoleID, permissionID))
}
