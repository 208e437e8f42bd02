package backend

import (
	"context"
	"iter"
)

// OrganizationRolesService manages the roles that members of organizations can have, and the permissions in them:
// Client.OrganizationRoles. Roles belong to the instance, not to one organization; which of them an organization offers, its
// [RoleSet] says. Ids here begin with role_: keys such as org:admin are for memberships, invitations and role sets.
type OrganizationRolesService service

// List returns a page of the instance's roles, the newest first unless params.OrderBy says otherwise.
func (s *OrganizationRolesService) List(ctx context.Context, params *OrganizationRoleListParams) (*Page[Role], error) {
	return do[Page[Role]](ctx, s.settings, get("/organization_roles", params))
}

// All iterates over the instance's roles in the order of List.
func (s *OrganizationRolesService) All(ctx context.Context, params *OrganizationRoleListParams) iter.Seq2[*Role, error] {
	return all[Role](ctx, s.settings, get("/organization_roles", params))
}

// Create makes a role.
func (s *OrganizationRolesService) Create(ctx context.Context, params *OrganizationRoleCreateParams) (*Role, error) {
	return do[Role](ctx, s.settings, post("/organization_roles", params))
}

// Get returns the role with the given id.
func (s *OrganizationRolesService) Get(ctx context.Context, organizationRoleID string) (*Role, error) {
	return do[Role](ctx, s.settings, get("/organization_roles/{organization_role_id}", nil, organizationRoleID))
}

// Update changes what params hold, and nothing else. Settings of the instance that name the role by its key, the one for
// creators and the one for domains, follow a change of the key.
func (s *OrganizationRolesService) Update(
	ctx context.Context, organizationRoleID string, params *OrganizationRoleUpdateParams,
) (*Role, error) {
	return do[Role](ctx, s.settings, patch("/organization_roles/{organization_role_id}", params, organizationRoleID))
}

// Delete deletes a role. Clerk refuses while a member or an invitation has it, or while it is the role for creators or the
// default role for domains.
func (s *OrganizationRolesService) Delete(ctx context.Context, organizationRoleID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/organization_roles/{organization_role_id}", nil, organizationRoleID))
}

// AssignPermission gives a role one permission more. A conflict, such as a permission that it has already, is an
// [ErrConflict].
func (s *OrganizationRolesService) AssignPermission(
	ctx context.Context, organizationRoleID, permissionID string,
) (*Role, error) {
	return do[Role](ctx, s.settings,
		post("/organization_roles/{organization_role_id}/permissions/{permission_id}", nil, organizationRoleID, permissionID))
}

// RemovePermission takes one permission away from a role.
func (s *OrganizationRolesService) RemovePermission(
	ctx context.Context, organizationRoleID, permissionID string,
) (*Role, error) {
	return do[Role](ctx, s.settings,
		del("/organization_roles/{organization_role_id}/permissions/{permission_id}", nil, organizationRoleID, permissionID))
}
