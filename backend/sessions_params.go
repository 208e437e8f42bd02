package backend

import (
	"net/http"
	"strings"
)

// SessionListParams are the params of SessionsService.List and All.
type SessionListParams struct {
	ClientID string        `query:"client_id"` // sessions of this client: client_…
	UserID   string        `query:"user_id"`   // sessions of this user: user_…
	Status   SessionStatus `query:"status"`    // sessions in this state; pending cannot be asked for
	Limit    int           `query:"limit"`     // sessions on a page, 1 to 500; default: 10
	Offset   int           `query:"offset"`    // sessions to skip
}

// SessionCreateParams are the params of SessionsService.Create.
type SessionCreateParams struct {
	UserID               string      `json:"user_id"`                         // whose session: user_…; required
	ActiveOrganizationID Opt[string] `json:"active_organization_id,omitzero"` // the organization to make active: org_…
}

// SessionVerifyParams are the params of SessionsService.Verify.
type SessionVerifyParams struct {
	Token string `json:"token"` // the value of the cookie __client, a JWT; required
}

// SessionRefreshParams are the params of SessionsService.Refresh.
type SessionRefreshParams struct {
	// ExpiredToken is the session token of the request, from the cookie __session. It is required.
	ExpiredToken string `json:"expired_token"`
	// RefreshToken is from the cookie __refresh. It is required.
	RefreshToken string `json:"refresh_token"`
	// RequestOrigin is the origin of the request: "https://app.example.com". It is required.
	RequestOrigin string `json:"request_origin"`
	// RequestHeaders are the header of the request: Some[map[string][]string](r.Header). They may be null, which is none.
	RequestHeaders Opt[map[string][]string] `json:"request_headers,omitzero"`
	// Format is what the answer holds. Absent or null is a token.
	Format Opt[SessionRefreshFormat] `json:"format,omitzero"`
	// RequestOriginatingIP is the address of the browser. It may be null, which is unknown.
	RequestOriginatingIP Opt[string] `json:"request_originating_ip,omitzero"`
	// SuffixedCookies says that the browser's cookies carry the suffix of the instance, and that those of the answer should.
	// It travels in the query. The published document does not name it; Clerk's own SDK sends it.
	SuffixedCookies Opt[bool] `json:"-" query:"suffixed_cookies"`
}

// secrets returns what no error may show.
func (p *SessionRefreshParams) secrets() []string {
	secrets := []string{p.ExpiredToken, p.RefreshToken}
	header, _ := p.RequestHeaders.Get()
	for name, values := range header {
		for _, value := range values {
			switch http.CanonicalHeaderKey(name) {
			case "Authorization":
				secrets = append(secrets, strings.TrimPrefix(value, "Bearer "))
			case "Cookie":
				cookies, _ := http.ParseCookie(value) // of what is no cookie there is nothing to hide
				for _, cookie := range cookies {
					secrets = append(secrets, cookie.Value)
				}
			}
		}
	}
	return secrets
}

// A SessionRefreshFormat is what an answer of SessionsService.Refresh holds.
type SessionRefreshFormat string

// The formats of a refresh.
const (
	SessionRefreshFormatToken  SessionRefreshFormat = "token"  // the JWT alone
	SessionRefreshFormatCookie SessionRefreshFormat = "cookie" // Set-Cookie lines, ready for the browser
)

// SessionCreateTokenParams are the params of SessionsService.CreateToken.
type SessionCreateTokenParams struct {
	// ExpiresInSeconds is the lifetime, 30 to 315,360,000 (ten years). Absent or null is that of session tokens, 60.
	ExpiresInSeconds Opt[int] `json:"expires_in_seconds,omitzero"`
}

// SessionCreateTokenFromTemplateParams are the params of SessionsService.CreateTokenFromTemplate.
type SessionCreateTokenFromTemplateParams struct {
	// ExpiresInSeconds is the lifetime, 30 to 315,360,000 (ten years). Absent or null is that of the template.
	ExpiresInSeconds Opt[int] `json:"expires_in_seconds,omitzero"`
}
