package backend

import (
	"context"
	"iter"
)

type InvitationsService service

// Create SUMMARY(CreateInvitation)
func (s *InvitationsService) Create(ctx context.Context, params *InvitationCreateParams) (*Invitation, error) {
	return do[Invitation](ctx, s.settings, post("/invitations", params))
}

// List SUMMARY(ListInvitations)
func (s *InvitationsService) List(ctx context.Context, params *InvitationListParams) (*Page[Invitation], error) {
	return do[Page[Invitation]](ctx, s.settings, get("/invitations", params).paginated())
}

// All SUMMARY(ListInvitations)
func (s *InvitationsService) All(ctx context.Context, params *InvitationListParams) iter.Seq2[*Invitation, error] {
	return all[Invitation](ctx, s.settings, get("/invitations", params).paginated())
}

// CreateBulk SUMMARY(CreateBulkInvitations)
func (s *InvitationsService) CreateBulk(ctx context.Context, params []InvitationCreateBulkParams) ([]Invitation, error) {
	return doList[Invitation](ctx, s.settings, post("/invitations/bulk", params))
}

// Revoke SUMMARY(RevokeInvitation)
func (s *InvitationsService) Revoke(ctx context.Context, invitationID string) (*Invitation, error) {
	return do[Invitation](ctx, s.settings, post("/invitations/{invitation_id}/revoke", nil, invitationID))
}
