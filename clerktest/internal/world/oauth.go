package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// An OAuthApp is an application that users of the instance sign in to.
type OAuthApp struct {
	ID, Name, Scopes              string
	ClientID, Secret              string // Secret is "" if it is public
	RedirectURIs                  []string
	Image                         string // the address of an uploaded picture, "" for none
	ConsentScreen, PKCE, IsPublic bool
	CreatedAt, UpdatedAt          time.Time
}

// OAuthApps are the OAuth applications.
type OAuthApps struct {
	*table.Table[OAuthApp]
	ByClientID *table.Unique[OAuthApp]
}

func newOAuthApps(s *table.Store) OAuthApps {
	t := table.New(s, "oauth_applications", func(a *OAuthApp) string { return a.ID }, func(a *OAuthApp) time.Time { return a.CreatedAt })
	return OAuthApps{t, t.Unique("client_id", func(a *OAuthApp) []string { return []string{a.ClientID} })}
}

// DeleteOAuthApp deletes an OAuth application and its tokens.
func (w *World) DeleteOAuthApp(id string) {
	w.OAuthTokens.DeleteAll(w.OAuthTokens.ByApp.Get(id))
	w.OAuthApps.Delete(id)
}

// An OAuthToken is an access token that a user let an OAuth application have. Those in the form of a JWT are not kept.
type OAuthToken struct {
	ID, AppID, UserID, Token string
	Scopes                   []string
	Standing
	CreatedAt, UpdatedAt time.Time
}

// OAuthTokens are the opaque access tokens.
type OAuthTokens struct {
	*table.Table[OAuthToken]
	ByApp, ByUser *table.Multi[OAuthToken]
	ByToken       *table.Unique[OAuthToken]
}

func newOAuthTokens(s *table.Store) OAuthTokens {
	t := table.New(s, "oauth_access_tokens", func(t *OAuthToken) string { return t.ID }, func(t *OAuthToken) time.Time { return t.CreatedAt })
	return OAuthTokens{
		t,
		t.Multi(func(t *OAuthToken) []string { return []string{t.AppID} }),
		t.Multi(func(t *OAuthToken) []string { return []string{t.UserID} }),
		t.Unique("token", func(t *OAuthToken) []string { return []string{t.Token} }),
	}
}
