package backend

import (
	"context"
	"iter"
)

type SessionsService service

// List SUMMARY(GetSessionList)
func (s *SessionsService) List(ctx context.Context, params *SessionListParams) (*Page[Session], error) {
	return do[Page[Session]](ctx, s.settings, get("/sessions", params).paginated())
}

// All SUMMARY(GetSessionList)
func (s *SessionsService) All(ctx context.Context, params *SessionListParams) iter.Seq2[*Session, error] {
	return all[Session](ctx, s.settings, get("/sessions", params).paginated())
}

// Create SUMMARY(createSession)
func (s *SessionsService) Create(ctx context.Context, params *SessionCreateParams) (*Session, error) {
	return do[Session](ctx, s.settings, post("/sessions", params))
}

// Get SUMMARY(GetSession)
func (s *SessionsService) Get(ctx context.Context, sessionID string) (*Session, error) {
	return do[Session](ctx, s.settings, get("/sessions/{session_id}", nil, sessionID))
}

// Refresh SUMMARY(RefreshSession)
func (s *SessionsService) Refresh(ctx context.Context, sessionID string, params *SessionRefreshParams) (*SessionRefresh, error) {
	return do[SessionRefresh](ctx, s.settings, post("/sessions/{session_id}/refresh", params, sessionID))
}

// Revoke SUMMARY(RevokeSession)
func (s *SessionsService) Revoke(ctx context.Context, sessionID string) (*Session, error) {
	return do[Session](ctx, s.settings, post("/sessions/{session_id}/revoke", nil, sessionID))
}

// CreateToken SUMMARY(CreateSessionToken)
func (s *SessionsService) CreateToken(ctx context.Context, sessionID string, params *SessionCreateTokenParams) (*SessionToken, error) {
	return do[SessionToken](ctx, s.settings, post("/sessions/{session_id}/tokens", params, sessionID))
}

// CreateTokenFromTemplate SUMMARY(CreateSessionTokenFromTemplate)
func (s *SessionsService) CreateTokenFromTemplate(ctx context.Context, sessionID string, templateName string, params *SessionCreateTokenFromTemplateParams) (*SessionToken, error) {
	return do[SessionToken](ctx, s.settings, post("/sessions/{session_id}/tokens/{template_name}", params, sessionID, templateName))
}
