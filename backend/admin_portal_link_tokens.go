package backend

import "context"

// AdminPortalLinkTokensService makes tokens for links to the admin portal, where the IT contact of a customer sets up the
// enterprise connection of an organization without an account of yours. Reach it as Client.AdminPortalLinkTokens.
type AdminPortalLinkTokensService service

// Create makes a token for one visit and returns it with its text.
func (s *AdminPortalLinkTokensService) Create(
	ctx context.Context, params *AdminPortalLinkTokenCreateParams,
) (*AdminPortalLinkToken, error) {
	return do[AdminPortalLinkToken](ctx, s.settings, post("/admin_portal_link_tokens", params))
}

// Revoke ends a token by its id (aplt_…) and returns it, without its text.
func (s *AdminPortalLinkTokensService) Revoke(
	ctx context.Context, adminPortalLinkTokenID string, params *AdminPortalLinkTokenRevokeParams,
) (*AdminPortalLinkToken, error) {
	return do[AdminPortalLinkToken](ctx, s.settings,
		post("/admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke", params, adminPortalLinkTokenID))
}
