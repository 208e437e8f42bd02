package backend

import (
	"context"
	"iter"
)

// OAuthApplicationsService manages the applications that users sign in to with their accounts of this instance, which is
// then an OAuth and OpenID provider, and checks the access tokens of those applications. Reach it as
// Client.OAuthApplications.
type OAuthApplicationsService service

// List returns one page of the applications, by default the oldest first.
func (s *OAuthApplicationsService) List(
	ctx context.Context, params *OAuthApplicationListParams,
) (*Page[OAuthApplication], error) {
	return do[Page[OAuthApplication]](ctx, s.settings, get("/oauth_applications", params))
}

// All returns an iterator over the applications that List returns in pages.
func (s *OAuthApplicationsService) All(
	ctx context.Context, params *OAuthApplicationListParams,
) iter.Seq2[*OAuthApplication, error] {
	return all[OAuthApplication](ctx, s.settings, get("/oauth_applications", params))
}

// Create registers an application and returns it with its ClientSecret, which is shown this once.
func (s *OAuthApplicationsService) Create(ctx context.Context, params *OAuthApplicationCreateParams) (*OAuthApplication, error) {
	return do[OAuthApplication](ctx, s.settings, post("/oauth_applications", params))
}

// Get returns an application by its id, which is not its client id: for that, List with the client id as NameQuery.
func (s *OAuthApplicationsService) Get(ctx context.Context, oauthApplicationID string) (*OAuthApplication, error) {
	return do[OAuthApplication](ctx, s.settings, get("/oauth_applications/{oauth_application_id}", nil, oauthApplicationID))
}

// Update changes the fields of an application that params set, and returns the application.
func (s *OAuthApplicationsService) Update(
	ctx context.Context, oauthApplicationID string, params *OAuthApplicationUpdateParams,
) (*OAuthApplication, error) {
	return do[OAuthApplication](ctx, s.settings, patch("/oauth_applications/{oauth_application_id}", params, oauthApplicationID))
}

// Delete removes an application for good.
func (s *OAuthApplicationsService) Delete(ctx context.Context, oauthApplicationID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/oauth_applications/{oauth_application_id}", nil, oauthApplicationID))
}

// UploadLogo sets or replaces the logo of an application: a JPEG, PNG, GIF or WebP image of at most 10 MB. Being a
// PUT, it is repeated after a failure if its Content can seek.
func (s *OAuthApplicationsService) UploadLogo(
	ctx context.Context, oauthApplicationID string, upload *Upload,
) (*OAuthApplication, error) {
	return do[OAuthApplication](ctx, s.settings,
		put("/oauth_applications/{oauth_application_id}/logo", nil, oauthApplicationID).carrying(upload))
}

// RotateSecret gives an application a new client secret and returns the application with it, this once. The old secret is no
// longer accepted.
func (s *OAuthApplicationsService) RotateSecret(ctx context.Context, oauthApplicationID string) (*OAuthApplication, error) {
	return do[OAuthApplication](ctx, s.settings,
		post("/oauth_applications/{oauth_application_id}/rotate_secret", nil, oauthApplicationID))
}

// RevokeToken ends an opaque access token or refresh token of an application, and with it every token of the same grant.
// Access tokens in JWT format cannot be revoked. No error shows the token.
func (s *OAuthApplicationsService) RevokeToken(
	ctx context.Context, oauthApplicationID string, params *OAuthApplicationRevokeTokenParams,
) error {
	c := post("/oauth_applications/{oauth_application_id}/revoke_token", params, oauthApplicationID)
	if params != nil {
		c = c.hiding(params.Token)
	}
	return doNone(ctx, s.settings, c)
}

// VerifyAccessToken asks whether an access token that a caller presented was issued by this instance, and returns it. Without
// an error it has an id and a subject, is active, is not revoked and has not expired, by Clerk's clock and by the client's:
// the application ClientID may act for the user Subject, within Scopes. Which applications and scopes are welcome is for the
// caller to decide.
//
// The error is an [ErrNotFound] for a token that is none, an [ErrTokenInactive] for one that is revoked, expired or, although
// the answer has the status 200, not active, an [ErrBadAnswer] for an answer that does not say whose token it is. An
// [ErrUnauthorized] is about the secret key of this client. No error shows the token. A failure is tried again as that of a
// GET would be.
func (s *OAuthApplicationsService) VerifyAccessToken(
	ctx context.Context, params *OAuthApplicationVerifyAccessTokenParams,
) (*OAuthToken, error) {
	c := post("/oauth_applications/access_tokens/verify", params).again()
	if params != nil {
		c = c.hiding(params.AccessToken, params.Secret)
	}
	return verified(ctx, s.settings, c, func(t *OAuthToken) standing {
		return standing{id: t.ID, subject: t.Subject, inactive: !t.Active.Or(true), expiration: t.Expiration}
	})
}
