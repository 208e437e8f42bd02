package backend

import (
	"context"
	"iter"
)

type OrganizationMembershipsService service

// Create SUMMARY(CreateOrganizationMembership)
func (s *OrganizationMembershipsService) Create(ctx context.Context, organizationID string, params *OrganizationMembershipCreateParams) (*OrganizationMembership, error) {
	return do[OrganizationMembership](ctx, s.settings, post("/organizations/{organization_id}/memberships", params, organizationID))
}

// List SUMMARY(ListOrganizationMemberships)
func (s *OrganizationMembershipsService) List(ctx context.Context, organizationID string, params *OrganizationMembershipListParams) (*Page[OrganizationMembership], error) {
	return do[Page[OrganizationMembership]](ctx, s.settings, get("/organizations/{organization_id}/memberships", params, organizationID))
}

// All SUMMARY(ListOrganizationMemberships)
func (s *OrganizationMembershipsService) All(ctx context.Context, organizationID string, params *OrganizationMembershipListParams) iter.Seq2[*OrganizationMembership, error] {
	return all[OrganizationMembership](ctx, s.settings, get("/organizations/{organization_id}/memberships", params, organizationID))
}

// Update SUMMARY(UpdateOrganizationMembership)
func (s *OrganizationMembershipsService) Update(ctx context.Context, organizationID string, userID string, params *OrganizationMembershipUpdateParams) (*OrganizationMembership, error) {
	return do[OrganizationMembership](ctx, s.settings, patch("/organizations/{organization_id}/memberships/{user_id}", params, organizationID, userID))
}

// Delete SUMMARY(DeleteOrganizationMembership)
func (s *OrganizationMembershipsService) Delete(ctx context.Context, organizationID string, userID string) (*OrganizationMembership, error) {
	return do[OrganizationMembership](ctx, s.settings, del("/organizations/{organization_id}/memberships/{user_id}", nil, organizationID, userID))
}

// MergeMetadata SUMMARY(UpdateOrganizationMembershipMetadata)
func (s *OrganizationMembershipsService) MergeMetadata(ctx context.Context, organizationID string, userID string, params *OrganizationMembershipMergeMetadataParams) (*OrganizationMembership, error) {
	return do[OrganizationMembership](ctx, s.settings, patch("/organizations/{organization_id}/memberships/{user_id}/metadata", params, organizationID, userID))
}

// ListForInstance SUMMARY(InstanceGetOrganizationMemberships)
func (s *OrganizationMembershipsService) ListForInstance(ctx context.Context, params *OrganizationMembershipListForInstanceParams) (*Page[OrganizationMembership], error) {
	return do[Page[OrganizationMembership]](ctx, s.settings, get("/organization_memberships", params))
}

// AllForInstance SUMMARY(InstanceGetOrganizationMemberships)
func (s *OrganizationMembershipsService) AllForInstance(ctx context.Context, params *OrganizationMembershipListForInstanceParams) iter.Seq2[*OrganizationMembership, error] {
	return all[OrganizationMembership](ctx, s.settings, get("/organization_memberships", params))
}
