package backend

type SessionListParams struct {
	ClientID string        `query:"client_id"`
	UserID   string        `query:"user_id"`
	Status   SessionStatus `query:"status"`
	Limit    int           `query:"limit"`
	Offset   int           `query:"offset"`
}

type SessionCreateParams struct {
	UserID               string      `json:"user_id"`
	ActiveOrganizationID Opt[string] `json:"active_organization_id,omitzero"`
}

type SessionRefreshParams struct {
	ExpiredToken         string                    `json:"expired_token"`
	RefreshToken         string                    `json:"refresh_token"`
	RequestOrigin        string                    `json:"request_origin"`
	RequestHeaders       Opt[any]                  `json:"request_headers,omitzero"`        // May be null.
	Format               Opt[SessionRefreshFormat] `json:"format,omitzero"`                 // May be null.
	RequestOriginatingIP Opt[string]               `json:"request_originating_ip,omitzero"` // May be null.
}

type SessionRefreshFormat string

const (
	SessionRefreshFormatToken  SessionRefreshFormat = "token"
	SessionRefreshFormatCookie SessionRefreshFormat = "cookie"
)

type SessionCreateTokenParams struct {
	ExpiresInSeconds Opt[int64] `json:"expires_in_seconds,omitzero"` // May be null.
}

type SessionCreateTokenFromTemplateParams struct {
	ExpiresInSeconds Opt[int64] `json:"expires_in_seconds,omitzero"` // May be null.
}
