package backend

import (
	"context"
	"iter"
)

// OrganizationPermissionsService manages what roles can allow: Client.OrganizationPermissions. Permissions belong to the
// instance, not to one organization. System permissions, whose keys begin with org:sys_, can be read only. A permission takes
// effect once a role has it: see OrganizationRolesService.AssignPermission.
type OrganizationPermissionsService service

// List returns a page of the instance's permissions.
func (s *OrganizationPermissionsService) List(
	ctx context.Context, params *OrganizationPermissionListParams,
) (*Page[Permission], error) {
	return do[Page[Permission]](ctx, s.settings, get("/organization_permissions", params))
}

// All iterates over the instance's permissions in the order of List.
func (s *OrganizationPermissionsService) All(
	ctx context.Context, params *OrganizationPermissionListParams,
) iter.Seq2[*Permission, error] {
	return all[Permission](ctx, s.settings, get("/organization_permissions", params))
}

// Create makes a permission.
func (s *OrganizationPermissionsService) Create(
	ctx context.Context, params *OrganizationPermissionCreateParams,
) (*Permission, error) {
	return do[Permission](ctx, s.settings, post("/organization_permissions", params))
}

// Get returns the permission with the given id; a key is not taken.
func (s *OrganizationPermissionsService) Get(ctx context.Context, permissionID string) (*Permission, error) {
	return do[Permission](ctx, s.settings, get("/organization_permissions/{permission_id}", nil, permissionID))
}

// Update changes what params hold, and nothing else.
func (s *OrganizationPermissionsService) Update(
	ctx context.Context, permissionID string, params *OrganizationPermissionUpdateParams,
) (*Permission, error) {
	return do[Permission](ctx, s.settings, patch("/organization_permissions/{permission_id}", params, permissionID))
}

// Delete deletes a permission.
func (s *OrganizationPermissionsService) Delete(ctx context.Context, permissionID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/organization_permissions/{permission_id}", nil, permissionID))
}
