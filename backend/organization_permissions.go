package backend

import (
	"context"
	"iter"
)

type OrganizationPermissionsService service

// List SUMMARY(ListOrganizationPermissions)
func (s *OrganizationPermissionsService) List(ctx context.Context, params *OrganizationPermissionListParams) (*Page[Permission], error) {
	return do[Page[Permission]](ctx, s.settings, get("/organization_permissions", params))
}

// All SUMMARY(ListOrganizationPermissions)
func (s *OrganizationPermissionsService) All(ctx context.Context, params *OrganizationPermissionListParams) iter.Seq2[*Permission, error] {
	return all[Permission](ctx, s.settings, get("/organization_permissions", params))
}

// Create SUMMARY(CreateOrganizationPermission)
func (s *OrganizationPermissionsService) Create(ctx context.Context, params *OrganizationPermissionCreateParams) (*Permission, error) {
	return do[Permission](ctx, s.settings, post("/organization_permissions", params))
}

// Get SUMMARY(GetOrganizationPermission)
func (s *OrganizationPermissionsService) Get(ctx context.Context, permissionID string) (*Permission, error) {
	return do[Permission](ctx, s.settings, get("/organization_permissions/{permission_id}", nil, permissionID))
}

// Update SUMMARY(UpdateOrganizationPermission)
func (s *OrganizationPermissionsService) Update(ctx context.Context, permissionID string, params *OrganizationPermissionUpdateParams) (*Permission, error) {
	return do[Permission](ctx, s.settings, patch("/organization_permissions/{permission_id}", params, permissionID))
}

// Delete SUMMARY(DeleteOrganizationPermission)
func (s *OrganizationPermissionsService) Delete(ctx context.Context, permissionID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/organization_permissions/{permission_id}", nil, permissionID))
}
