package backend

import (
	"context"
	"iter"
)

// SessionsService reads and ends the sessions of users and makes tokens for them. Reach it as Client.Sessions.
type SessionsService service

// List returns one page of sessions, the newest first. One of ClientID and UserID should be set. Sessions that ended long ago
// are cleaned away and are not listed.
func (s *SessionsService) List(ctx context.Context, params *SessionListParams) (*Page[Session], error) {
	return do[Page[Session]](ctx, s.settings, get("/sessions", params).paginated())
}

// All returns an iterator over the sessions that List returns in pages.
func (s *SessionsService) All(ctx context.Context, params *SessionListParams) iter.Seq2[*Session, error] {
	return all[Session](ctx, s.settings, get("/sessions", params).paginated())
}

// Create makes an active session for a user. It is for tests and is refused in production instances; there a sign-in token
// signs a user in, see [SignInTokensService].
func (s *SessionsService) Create(ctx context.Context, params *SessionCreateParams) (*Session, error) {
	return do[Session](ctx, s.settings, post("/sessions", params))
}

// Get returns a session by its id (sess_…).
func (s *SessionsService) Get(ctx context.Context, sessionID string) (*Session, error) {
	return do[Session](ctx, s.settings, get("/sessions/{session_id}", nil, sessionID))
}

// Refresh exchanges the expired token and the refresh token of a browser for a new session token, or for cookies that hold
// one, as Format says. The session id is that of the expired token (claim sid).
//
// An [ErrUnauthorized] is not about the key of this client: it says that the browser's tokens are not accepted, and that the
// handshake must take their place. No error shows them, or a cookie of the browser.
func (s *SessionsService) Refresh(ctx context.Context, sessionID string, params *SessionRefreshParams) (*SessionRefresh, error) {
	c := post("/sessions/{session_id}/refresh", params, sessionID).with(params)
	if params != nil {
		c = c.hiding(params.secrets()...)
	}
	return do[SessionRefresh](ctx, s.settings, c)
}

// Verify returns a session if the token of a client, which is the value of the cookie __client, belongs to a client that holds it.
// No error shows the token.
//
// Deprecated: Clerk has taken the operation out of its API. The call is made with the last version that has it, 2025-03-12,
// whatever version this client speaks. Verify session tokens with package token, or ask for a session with Get.
func (s *SessionsService) Verify(ctx context.Context, sessionID string, params *SessionVerifyParams) (*Session, error) {
	var token string
	if params != nil {
		token = params.Token
	}
	c := post("/sessions/{session_id}/verify", params, sessionID).again().hiding(token).at("2025-03-12")
	return do[Session](ctx, s.settings, c)
}

// Revoke ends a session: its user is signed out there and must sign in again. Tokens that were made for it work until they
// expire, about a minute. The session stays on record with the status revoked.
func (s *SessionsService) Revoke(ctx context.Context, sessionID string) (*Session, error) {
	return do[Session](ctx, s.settings, post("/sessions/{session_id}/revoke", nil, sessionID))
}

// CreateToken makes a session token, as the browser of the user would get one. The params may be nil.
func (s *SessionsService) CreateToken(
	ctx context.Context, sessionID string, params *SessionCreateTokenParams,
) (*SessionToken, error) {
	return do[SessionToken](ctx, s.settings, post("/sessions/{session_id}/tokens", params, sessionID))
}

// CreateTokenFromTemplate makes a token for a session from the JWT template of that name; see [JWTTemplatesService]. A session
// or template that does not exist is an [ErrNotFound]. The params may be nil.
func (s *SessionsService) CreateTokenFromTemplate(
	ctx context.Context, sessionID, templateName string, params *SessionCreateTokenFromTemplateParams,
) (*SessionToken, error) {
	return do[SessionToken](ctx, s.settings,
		post("/sessions/{session_id}/tokens/{template_name}", params, sessionID, templateName))
}
