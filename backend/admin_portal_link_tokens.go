package backend

import (
	"context"
)

type AdminPortalLinkTokensService service

// Create SUMMARY(createAdminPortalLinkToken)
func (s *AdminPortalLinkTokensService) Create(ctx context.Context, params *AdminPortalLinkTokenCreateParams) (*AdminPortalLinkToken, error) {
	return do[AdminPortalLinkToken](ctx, s.settings, post("/admin_portal_link_tokens", params))
}

// Revoke SUMMARY(revokeAdminPortalLinkToken)
func (s *AdminPortalLinkTokensService) Revoke(ctx context.Context, adminPortalLinkTokenID string, params *AdminPortalLinkTokenRevokeParams) (*AdminPortalLinkToken, error) {
	return do[AdminPortalLinkToken](ctx, s.settings, post("/admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke", params, adminPortalLinkTokenID))
}
