package backendapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// typeAccessToken is the header member typ of an access token in the form of a JWT (RFC 9068 section 2.1).
const typeAccessToken = "at+jwt"

// NewOAuthToken makes an access token that a user lets an OAuth application have. Those in the form of a JWT are not kept. It is
// called within Update.
func (a *API) NewOAuthToken(app *world.OAuthApp, userID string, scopes []string, jwt bool, life time.Duration) (world.OAuthToken, error) {
	now := a.w.Now()
	t := world.OAuthToken{
		ID: a.w.HexID("oat"), AppID: app.ID, UserID: userID, Scopes: scopes, Standing: world.Standing{ExpiresAt: now.Add(life)},
		CreatedAt: now, UpdatedAt: now,
	}
	if !jwt {
		t.Token = a.w.ID("oat")
		return t, a.w.OAuthTokens.Put(t)
	}
	instance := a.Instance()
	payload, err := json.Marshal(map[string]any{
		"iss": instance.FrontendAPI, "sub": userID, "client_id": app.ClientID, "jti": t.ID, "scope": strings.Join(scopes, " "),
		"iat": now.Unix(), "nbf": now.Unix(), "exp": t.ExpiresAt.Unix(),
	})
	if err != nil {
		return t, err
	}
	t.Token, err = instance.Sign(map[string]any{"typ": typeAccessToken}, payload)
	return t, err
}

type oauthRevoke struct {
	Token string `body:"token,required"`
}

func (a *API) revokeOAuthToken(c Call, p oauthRevoke) (any, error) {
	app, err := a.oauthApp(c)
	if err != nil {
		return nil, err
	}
	if opened, ok := a.Instance().Open(p.Token); ok && opened.Type == typeAccessToken {
		return nil, refusal.Unprocessable(refusal.Invalid("token", "is a JWT; those cannot be revoked."))
	}
	before := a.w.OAuthTokens.ByToken.Get(p.Token)
	if before == nil || before.AppID != app.ID {
		return nil, notFoundSecret("token of this OAuth application")
	}
	t := *before
	t.Revoke("")
	t.UpdatedAt = a.w.Now()
	return reply{status: http.StatusNoContent}, a.w.OAuthTokens.Put(t)
}

type oauthVerify struct {
	AccessToken string `body:"access_token"`
	Secret      string `body:"secret"` // the old name
}

func (p *oauthVerify) check(wrong *problems) {
	if p.AccessToken == "" && p.Secret == "" {
		wrong.add(missing("access_token"))
	}
}

// An accessTokenView is an access token in an answer, without its text.
type accessTokenView struct {
	Object   string   `json:"object"`
	ID       string   `json:"id"`
	ClientID string   `json:"client_id"`
	Subject  string   `json:"subject"`
	Scopes   []string `json:"scopes"`
	standingView
	CreatedAt int64 `json:"created_at"`
	UpdatedAt int64 `json:"updated_at"`
}

// An inactive is the answer about a JWT that is good no more.
type inactive struct {
	Active bool `json:"active"`
}

// verifyOAuthToken answers whose an access token is. An opaque one that is revoked or expired is shown as such; of a JWT no more
// is said than that it is not active.
func (a *API) verifyOAuthToken(_ Call, p oauthVerify) (any, error) {
	text := p.AccessToken
	if text == "" {
		text = p.Secret
	}
	if t := a.w.OAuthTokens.ByToken.Get(text); t != nil {
		app := a.w.OAuthApps.Get(t.AppID)
		return a.viewOAuthToken(t, app.ClientID), nil
	}
	opened, ok := a.Instance().Open(text)
	var claims struct {
		Subject  string `json:"sub"`
		ClientID string `json:"client_id"`
		ID       string `json:"jti"`
		Scope    string `json:"scope"`
		Issued   int64  `json:"iat"`
		Expires  int64  `json:"exp"`
	}
	if !ok || opened.Type != typeAccessToken || json.Unmarshal(opened.Claims, &claims) != nil {
		return nil, notFoundSecret("OAuth access token")
	}
	t := world.OAuthToken{
		ID: claims.ID, UserID: claims.Subject, Scopes: strings.Fields(claims.Scope), CreatedAt: time.Unix(claims.Issued, 0),
		UpdatedAt: time.Unix(claims.Issued, 0), Standing: world.Standing{ExpiresAt: time.Unix(claims.Expires, 0)},
	}
	if t.Expired(a.w.Now()) {
		return inactive{}, nil
	}
	return a.viewOAuthToken(&t, claims.ClientID), nil
}

func (a *API) viewOAuthToken(t *world.OAuthToken, clientID string) accessTokenView {
	return accessTokenView{
		Object: "clerk_idp_oauth_access_token", ID: t.ID, ClientID: clientID, Subject: t.UserID, Scopes: append([]string{}, t.Scopes...),
		standingView: a.viewStanding(&t.Standing), CreatedAt: t.CreatedAt.UnixMilli(), UpdatedAt: t.UpdatedAt.UnixMilli(),
	}
}
