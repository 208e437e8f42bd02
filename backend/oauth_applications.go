package backend

import (
	"context"
	"iter"
)

type OAuthApplicationsService service

// List SUMMARY(ListOAuthApplications)
func (s *OAuthApplicationsService) List(ctx context.Context, params *OAuthApplicationListParams) (*Page[OAuthApplication], error) {
	return do[Page[OAuthApplication]](ctx, s.settings, get("/oauth_applications", params))
}

// All SUMMARY(ListOAuthApplications)
func (s *OAuthApplicationsService) All(ctx context.Context, params *OAuthApplicationListParams) iter.Seq2[*OAuthApplication, error] {
	return all[OAuthApplication](ctx, s.settings, get("/oauth_applications", params))
}

// Create SUMMARY(CreateOAuthApplication)
func (s *OAuthApplicationsService) Create(ctx context.Context, params *OAuthApplicationCreateParams) (*OAuthApplication, error) {
	return do[OAuthApplication](ctx, s.settings, post("/oauth_applications", params))
}

// Get SUMMARY(GetOAuthApplication)
func (s *OAuthApplicationsService) Get(ctx context.Context, oauthApplicationID string) (*OAuthApplication, error) {
	return do[OAuthApplication](ctx, s.settings, get("/oauth_applications/{oauth_application_id}", nil, oauthApplicationID))
}

// Update SUMMARY(UpdateOAuthApplication)
func (s *OAuthApplicationsService) Update(ctx context.Context, oauthApplicationID string, params *OAuthApplicationUpdateParams) (*OAuthApplication, error) {
	return do[OAuthApplication](ctx, s.settings, patch("/oauth_applications/{oauth_application_id}", params, oauthApplicationID))
}

// Delete SUMMARY(DeleteOAuthApplication)
func (s *OAuthApplicationsService) Delete(ctx context.Context, oauthApplicationID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/oauth_applications/{oauth_application_id}", nil, oauthApplicationID))
}

// UploadLogo SUMMARY(UploadOAuthApplicationLogo)
func (s *OAuthApplicationsService) UploadLogo(ctx context.Context, oauthApplicationID string, upload *Upload, uploaderUserID string) (*OAuthApplication, error) {
	return do[OAuthApplication](ctx, s.settings, call{method: "PUT", path: "/oauth_applications/{oauth_application_id}/logo", ids: []string{oauthApplicationID}, upload: upload, form: map[string]string{"uploader_user_id": uploaderUserID}})
}

// RotateSecret SUMMARY(RotateOAuthApplicationSecret)
func (s *OAuthApplicationsService) RotateSecret(ctx context.Context, oauthApplicationID string) (*OAuthApplication, error) {
	return do[OAuthApplication](ctx, s.settings, post("/oauth_applications/{oauth_application_id}/rotate_secret", nil, oauthApplicationID))
}

// RevokeToken SUMMARY(RevokeOAuthApplicationToken)
func (s *OAuthApplicationsService) RevokeToken(ctx context.Context, oauthApplicationID string, params *OAuthApplicationRevokeTokenParams) error {
	return doNone(ctx, s.settings, post("/oauth_applications/{oauth_application_id}/revoke_token", params, oauthApplicationID))
}

// VerifyAccessToken SUMMARY(verifyOAuthAccessToken)
func (s *OAuthApplicationsService) VerifyAccessToken(ctx context.Context, params *OAuthApplicationVerifyAccessTokenParams) (*OAuthToken, error) {
	return do[OAuthToken](ctx, s.settings, post("/oauth_applications/access_tokens/verify", params).again())
}
