package backend

import (
	"context"
	"iter"
)

// OrganizationInvitationsService invites people into organizations by email: Client.OrganizationInvitations. Who accepts
// becomes a member with the role and the metadata of the invitation. For invitations to the application as such, see
// [InvitationsService].
type OrganizationInvitationsService service

// Create invites someone, by an email with a link unless params.Notify is false. The invitation is pending until it is
// accepted, revoked or expired. Clerk takes 250 of these an hour.
func (s *OrganizationInvitationsService) Create(
	ctx context.Context, organizationID string, params *OrganizationInvitationCreateParams,
) (*OrganizationInvitation, error) {
	return do[OrganizationInvitation](ctx, s.settings, post("/organizations/{organization_id}/invitations", params, organizationID))
}

// CreateBulk invites up to 10 people at once, and returns their invitations as a page that holds them all. Clerk takes 50 of
// these an hour.
func (s *OrganizationInvitationsService) CreateBulk(
	ctx context.Context, organizationID string, params []OrganizationInvitationCreateBulkParams,
) (*Page[OrganizationInvitation], error) {
	return do[Page[OrganizationInvitation]](ctx, s.settings,
		post("/organizations/{organization_id}/invitations/bulk", params, organizationID))
}

// List returns a page of an organization's invitations, the newest first unless params.OrderBy says otherwise. Those that
// came about by one of its domains are not among them.
func (s *OrganizationInvitationsService) List(
	ctx context.Context, organizationID string, params *OrganizationInvitationListParams,
) (*Page[OrganizationInvitation], error) {
	return do[Page[OrganizationInvitation]](ctx, s.settings,
		get("/organizations/{organization_id}/invitations", params, organizationID))
}

// All iterates over an organization's invitations in the order of List.
func (s *OrganizationInvitationsService) All(
	ctx context.Context, organizationID string, params *OrganizationInvitationListParams,
) iter.Seq2[*OrganizationInvitation, error] {
	return all[OrganizationInvitation](ctx, s.settings, get("/organizations/{organization_id}/invitations", params, organizationID))
}

// Get returns an invitation of an organization.
func (s *OrganizationInvitationsService) Get(
	ctx context.Context, organizationID, invitationID string,
) (*OrganizationInvitation, error) {
	return do[OrganizationInvitation](ctx, s.settings,
		get("/organizations/{organization_id}/invitations/{invitation_id}", nil, organizationID, invitationID))
}

// Revoke makes a pending invitation useless, and returns it. Invitations in another status are refused.
func (s *OrganizationInvitationsService) Revoke(
	ctx context.Context, organizationID, invitationID string, params *OrganizationInvitationRevokeParams,
) (*OrganizationInvitation, error) {
	return do[OrganizationInvitation](ctx, s.settings,
		post("/organizations/{organization_id}/invitations/{invitation_id}/revoke", params, organizationID, invitationID))
}

// ListForInstance returns a page of the invitations to all organizations of the instance, with what is public of their
// organizations. The newest come first unless params.OrderBy says otherwise.
func (s *OrganizationInvitationsService) ListForInstance(
	ctx context.Context, params *OrganizationInvitationListForInstanceParams,
) (*Page[OrganizationInvitation], error) {
	return do[Page[OrganizationInvitation]](ctx, s.settings, get("/organization_invitations", params))
}

// AllForInstance iterates over the invitations to all organizations of the instance, in the order of ListForInstance.
func (s *OrganizationInvitationsService) AllForInstance(
	ctx context.Context, params *OrganizationInvitationListForInstanceParams,
) iter.Seq2[*OrganizationInvitation, error] {
	return all[OrganizationInvitation](ctx, s.settings, get("/organization_invitations", params))
}

// ListPending returns a page of an organization's pending invitations, the newest first.
//
// Deprecated: Use List with the status [InvitationStatusPending].
func (s *OrganizationInvitationsService) ListPending(
	ctx context.Context, organizationID string, params *OrganizationInvitationListPendingParams,
) (*Page[OrganizationInvitation], error) {
	return do[Page[OrganizationInvitation]](ctx, s.settings,
		get("/organizations/{organization_id}/invitations/pending", params, organizationID))
}

// AllPending iterates over an organization's pending invitations, the newest first.
//
// Deprecated: Use All with the status [InvitationStatusPending].
func (s *OrganizationInvitationsService) AllPending(
	ctx context.Context, organizationID string, params *OrganizationInvitationListPendingParams,
) iter.Seq2[*OrganizationInvitation, error] {
	return all[OrganizationInvitation](ctx, s.settings,
		get("/organizations/{organization_id}/invitations/pending", params, organizationID))
}
