package backend

import (
	"context"
	"iter"
)

// InvitationsService invites people by email to sign up to the application: Client.Invitations. For invitations into an
// organization, see [OrganizationInvitationsService].
type InvitationsService service

// Create invites someone, by an email with a link unless params.Notify is false. Clerk refuses an address that was invited
// already or that a user has, unless params.IgnoreExisting is true. It takes 100 of these an hour.
func (s *InvitationsService) Create(ctx context.Context, params *InvitationCreateParams) (*Invitation, error) {
	return do[Invitation](ctx, s.settings, post("/invitations", params))
}

// CreateBulk invites up to 10 people at once. Clerk refuses addresses that a user has, whatever IgnoreExisting says. It takes
// 25 of these an hour.
func (s *InvitationsService) CreateBulk(ctx context.Context, params []InvitationCreateBulkParams) ([]Invitation, error) {
	return doList[Invitation](ctx, s.settings, post("/invitations/bulk", params))
}

// List returns a page of the invitations, the newest first unless params.OrderBy says otherwise. Without a status it leaves
// out those that were revoked.
func (s *InvitationsService) List(ctx context.Context, params *InvitationListParams) (*Page[Invitation], error) {
	return do[Page[Invitation]](ctx, s.settings, get("/invitations", params).paginated())
}

// All iterates over the invitations in the order of List.
func (s *InvitationsService) All(ctx context.Context, params *InvitationListParams) iter.Seq2[*Invitation, error] {
	return all[Invitation](ctx, s.settings, get("/invitations", params).paginated())
}

// Revoke makes the link of an invitation useless, and returns the invitation. The person can still sign up without it, where
// sign-up is open. An invitation that was revoked before is an [ErrBadRequest].
func (s *InvitationsService) Revoke(ctx context.Context, invitationID string) (*Invitation, error) {
	return do[Invitation](ctx, s.settings, post("/invitations/{invitation_id}/revoke", nil, invitationID))
}
