package backend

import (
	"context"
	"iter"
)

const oauthTokensPath = "/users/{user_id}/oauth_access_tokens/{provider}"

// ListOAuthAccessTokens returns the tokens with which a user's account at a provider can be used, one for each account that
// the user has there. Clerk refreshes an expired OAuth 2.0 token first where it can.
//
// The provider is written as in a strategy: "oauth_google", and "oauth_custom_…" for one of the instance's own. It is always
// written in full: the JavaScript SDK takes "google" and adds the rest, this package does not.
func (s *UsersService) ListOAuthAccessTokens(
	ctx context.Context, userID, provider string, params *UserListOAuthAccessTokensParams,
) (*Page[OAuthAccessToken], error) {
	return do[Page[OAuthAccessToken]](ctx, s.settings, get(oauthTokensPath, params, userID, provider).paginated())
}

// AllOAuthAccessTokens returns an iterator over what ListOAuthAccessTokens returns page by page.
func (s *UsersService) AllOAuthAccessTokens(
	ctx context.Context, userID, provider string, params *UserListOAuthAccessTokensParams,
) iter.Seq2[*OAuthAccessToken, error] {
	return all[OAuthAccessToken](ctx, s.settings, get(oauthTokensPath, params, userID, provider).paginated())
}

// ListOrganizationMemberships returns one page of the organizations that a user is a member of, with the role in each.
func (s *UsersService) ListOrganizationMemberships(
	ctx context.Context, userID string, params *UserListOrganizationMembershipsParams,
) (*Page[OrganizationMembership], error) {
	return do[Page[OrganizationMembership]](ctx, s.settings, get("/users/{user_id}/organization_memberships", params, userID))
}

// AllOrganizationMemberships returns an iterator over what ListOrganizationMemberships returns page by page.
func (s *UsersService) AllOrganizationMemberships(
	ctx context.Context, userID string, params *UserListOrganizationMembershipsParams,
) iter.Seq2[*OrganizationMembership, error] {
	return all[OrganizationMembership](ctx, s.settings, get("/users/{user_id}/organization_memberships", params, userID))
}

// ListOrganizationInvitations returns one page of the invitations to organizations that a user has received. They come with
// PublicOrganizationData.
func (s *UsersService) ListOrganizationInvitations(
	ctx context.Context, userID string, params *UserListOrganizationInvitationsParams,
) (*Page[OrganizationInvitation], error) {
	return do[Page[OrganizationInvitation]](ctx, s.settings, get("/users/{user_id}/organization_invitations", params, userID))
}

// AllOrganizationInvitations returns an iterator over what ListOrganizationInvitations returns page by page.
func (s *UsersService) AllOrganizationInvitations(
	ctx context.Context, userID string, params *UserListOrganizationInvitationsParams,
) iter.Seq2[*OrganizationInvitation, error] {
	return all[OrganizationInvitation](ctx, s.settings, get("/users/{user_id}/organization_invitations", params, userID))
}

// GetBillingSubscription returns the subscription of a user, with an item for each plan.
func (s *UsersService) GetBillingSubscription(ctx context.Context, userID string) (*Subscription, error) {
	return do[Subscription](ctx, s.settings, get("/users/{user_id}/billing/subscription", nil, userID))
}

// GetBillingCreditBalance returns the credit of a user, which lowers what they are charged next.
func (s *UsersService) GetBillingCreditBalance(ctx context.Context, userID string) (*CreditBalance, error) {
	return do[CreditBalance](ctx, s.settings, get("/users/{user_id}/billing/credits", nil, userID))
}

// AdjustBillingCreditBalance raises or lowers the credit of a user and returns the entry in the ledger. With the same
// IdempotencyKey it happens once, however often it is asked for, and the first entry is returned again. So the client
// repeats it after a failure as it repeats a PUT, and a caller who is left with an error may do so too.
func (s *UsersService) AdjustBillingCreditBalance(
	ctx context.Context, userID string, params *UserAdjustBillingCreditBalanceParams,
) (*CreditLedgerEntry, error) {
	c := post("/users/{user_id}/billing/credits", params, userID)
	if params != nil && params.IdempotencyKey != "" {
		c = c.again()
	}
	return do[CreditLedgerEntry](ctx, s.settings, c)
}
