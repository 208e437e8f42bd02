package backend

import (
	"context"
	"iter"
)

type OrganizationInvitationsService service

// ListForInstance SUMMARY(ListInstanceOrganizationInvitations)
func (s *OrganizationInvitationsService) ListForInstance(ctx context.Context, params *OrganizationInvitationListForInstanceParams) (*Page[OrganizationInvitation], error) {
	return do[Page[OrganizationInvitation]](ctx, s.settings, get("/organization_invitations", params))
}

// AllForInstance SUMMARY(ListInstanceOrganizationInvitations)
func (s *OrganizationInvitationsService) AllForInstance(ctx context.Context, params *OrganizationInvitationListForInstanceParams) iter.Seq2[*OrganizationInvitation, error] {
	return all[OrganizationInvitation](ctx, s.settings, get("/organization_invitations", params))
}

// Create SUMMARY(CreateOrganizationInvitation)
func (s *OrganizationInvitationsService) Create(ctx context.Context, organizationID string, params *OrganizationInvitationCreateParams) (*OrganizationInvitation, error) {
	return do[OrganizationInvitation](ctx, s.settings, post("/organizations/{organization_id}/invitations", params, organizationID))
}

// List SUMMARY(ListOrganizationInvitations)
func (s *OrganizationInvitationsService) List(ctx context.Context, organizationID string, params *OrganizationInvitationListParams) (*Page[OrganizationInvitation], error) {
	return do[Page[OrganizationInvitation]](ctx, s.settings, get("/organizations/{organization_id}/invitations", params, organizationID))
}

// All SUMMARY(ListOrganizationInvitations)
func (s *OrganizationInvitationsService) All(ctx context.Context, organizationID string, params *OrganizationInvitationListParams) iter.Seq2[*OrganizationInvitation, error] {
	return all[OrganizationInvitation](ctx, s.settings, get("/organizations/{organization_id}/invitations", params, organizationID))
}

// CreateBulk SUMMARY(CreateOrganizationInvitationBulk)
func (s *OrganizationInvitationsService) CreateBulk(ctx context.Context, organizationID string, params []OrganizationInvitationCreateBulkParams) (*Page[OrganizationInvitation], error) {
	return do[Page[OrganizationInvitation]](ctx, s.settings, post("/organizations/{organization_id}/invitations/bulk", params, organizationID))
}

// ListPending SUMMARY(ListPendingOrganizationInvitations)
//
// Deprecated:
func (s *OrganizationInvitationsService) ListPending(ctx context.Context, organizationID string, params *OrganizationInvitationListPendingParams) (*Page[OrganizationInvitation], error) {
	return do[Page[OrganizationInvitation]](ctx, s.settings, get("/organizations/{organization_id}/invitations/pending", params, organizationID))
}

// AllPending SUMMARY(ListPendingOrganizationInvitations)
func (s *OrganizationInvitationsService) AllPending(ctx context.Context, organizationID string, params *OrganizationInvitationListPendingParams) iter.Seq2[*OrganizationInvitation, error] {
	return all[OrganizationInvitation](ctx, s.settings, get("/organizations/{organization_id}/invitations/pending", params, organizationID))
}

// Get SUMMARY(GetOrganizationInvitation)
func (s *OrganizationInvitationsService) Get(ctx context.Context, organizationID string, invitationID string) (*OrganizationInvitation, error) {
	return do[OrganizationInvitation](ctx, s.settings, get("/organizations/{organization_id}/invitations/{invitation_id}", nil, organizationID, invitationID))
}

// Revoke SUMMARY(RevokeOrganizationInvitation)
func (s *OrganizationInvitationsService) Revoke(ctx context.Context, organizationID string, invitationID string, params *OrganizationInvitationRevokeParams) (*OrganizationInvitation, error) {
	return do[OrganizationInvitation](ctx, s.settings, post("/organizations/{organization_id}/invitations/{invitation_id}/revoke", params, organizationID, invitationID))
}
