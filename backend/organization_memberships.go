package backend

import (
	"context"
	"iter"
)

// OrganizationMembershipsService manages who is in an organization, and in which role: Client.OrganizationMemberships. A
// membership is addressed by the ids of its organization and its user; its own id goes into no path. The memberships of one
// user are at UsersService.ListOrganizationMemberships.
type OrganizationMembershipsService service

// Create makes a user a member. The user has to be of the same instance and not a member yet. The organization will be active
// in the next session of the user that chooses no other.
func (s *OrganizationMembershipsService) Create(
	ctx context.Context, organizationID string, params *OrganizationMembershipCreateParams,
) (*OrganizationMembership, error) {
	return do[OrganizationMembership](ctx, s.settings, post("/organizations/{organization_id}/memberships", params, organizationID))
}

// List returns a page of an organization's memberships.
func (s *OrganizationMembershipsService) List(
	ctx context.Context, organizationID string, params *OrganizationMembershipListParams,
) (*Page[OrganizationMembership], error) {
	return do[Page[OrganizationMembership]](ctx, s.settings,
		get("/organizations/{organization_id}/memberships", params, organizationID))
}

// All iterates over an organization's memberships in the order of List.
func (s *OrganizationMembershipsService) All(
	ctx context.Context, organizationID string, params *OrganizationMembershipListParams,
) iter.Seq2[*OrganizationMembership, error] {
	return all[OrganizationMembership](ctx, s.settings, get("/organizations/{organization_id}/memberships", params, organizationID))
}

// Update gives a member another role. Clerk lets one membership and its metadata change 10 times in 10 seconds.
func (s *OrganizationMembershipsService) Update(
	ctx context.Context, organizationID, userID string, params *OrganizationMembershipUpdateParams,
) (*OrganizationMembership, error) {
	return do[OrganizationMembership](ctx, s.settings,
		patch("/organizations/{organization_id}/memberships/{user_id}", params, organizationID, userID))
}

// Delete takes a user out of an organization, and returns the membership that ended. Who is not a member is an [ErrNotFound].
func (s *OrganizationMembershipsService) Delete(
	ctx context.Context, organizationID, userID string,
) (*OrganizationMembership, error) {
	return do[OrganizationMembership](ctx, s.settings,
		del("/organizations/{organization_id}/memberships/{user_id}", nil, organizationID, userID))
}

// MergeMetadata merges params into the membership's metadata, objects within objects too. A key that is null in params is
// removed, at any depth; a key that params do not name stays. Memberships have no way to replace metadata as a whole.
func (s *OrganizationMembershipsService) MergeMetadata(
	ctx context.Context, organizationID, userID string, params *OrganizationMembershipMergeMetadataParams,
) (*OrganizationMembership, error) {
	return do[OrganizationMembership](ctx, s.settings,
		patch("/organizations/{organization_id}/memberships/{user_id}/metadata", params, organizationID, userID))
}

// ListForInstance returns a page of the memberships in all organizations of the instance.
func (s *OrganizationMembershipsService) ListForInstance(
	ctx context.Context, params *OrganizationMembershipListForInstanceParams,
) (*Page[OrganizationMembership], error) {
	return do[Page[OrganizationMembership]](ctx, s.settings, get("/organization_memberships", params))
}

// AllForInstance iterates over the memberships in all organizations of the instance, in the order of ListForInstance.
func (s *OrganizationMembershipsService) AllForInstance(
	ctx context.Context, params *OrganizationMembershipListForInstanceParams,
) iter.Seq2[*OrganizationMembership, error] {
	return all[OrganizationMembership](ctx, s.settings, get("/organization_memberships", params))
}
