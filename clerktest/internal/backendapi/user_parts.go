package backendapi

import (
	"net/http"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// userParts are what users have: pictures, accounts elsewhere, passkeys, wallets, devices.
func (a *API) userParts() []Operation {
	w := a.w
	return []Operation{
		write("POST /users/{user_id}/profile_image", a.setProfileImage),
		write("DELETE /users/{user_id}/profile_image", a.flagUser(func(u *world.User) { u.Image = "" })),
		read("GET /users/{user_id}/oauth_access_tokens/{provider}", a.oauthAccessTokens),
		write("DELETE /users/{user_id}/external_accounts/{external_account_id}", part(a, "external_account", w.ExternalAccounts.Table,
			func(e *world.ExternalAccount) string { return e.UserID }, func(e *world.ExternalAccount) { w.ExternalAccounts.Delete(e.ID) })),
		write("DELETE /users/{user_id}/passkeys/{passkey_identification_id}", part(a, "passkey", w.Passkeys.Table,
			func(p *world.Passkey) string { return p.UserID }, func(p *world.Passkey) { w.Passkeys.Delete(p.ID) })),
		write("DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}", a.deleteWallet),
		read("GET /users/{user_id}/trusted_devices", a.listTrustedDevices),
		write("DELETE /users/{user_id}/trusted_devices/{trusted_device_id}", a.revokeTrustedDevice),
	}
}

// part returns what deletes a part of the user in the path: the last id is its own.
func part[T any](a *API, kind string, t *table.Table[T], owner func(*T) string, remove func(*T)) func(Call, none) (any, error) {
	return func(c Call, _ none) (any, error) {
		u, err := a.user(c)
		if err != nil {
			return nil, err
		}
		path := c.r.URL.Path
		id := path[strings.LastIndexByte(path, '/')+1:]
		v, err := found(t, kind, id)
		if err == nil && owner(v) != u.ID {
			err = refusal.NotFound(kind, id)
		}
		if err != nil {
			return nil, err
		}
		remove(v)
		a.w.Touch(u.ID)
		return deleted(kind, id), nil
	}
}

func (a *API) deleteWallet(c Call, _ none) (any, error) {
	u, err := a.user(c)
	if err != nil {
		return nil, err
	}
	id := c.id("web3_wallet_identification_id")
	if i := a.w.Identifications.Get(id); i == nil || i.UserID != u.ID {
		return nil, refusal.NotFound("web3_wallet", id)
	}
	return a.deleteIdentification(world.Wallet, id)
}

type imageParams struct {
	File Upload `body:"file,required"`
}

func (a *API) setProfileImage(c Call, p imageParams) (any, error) {
	return a.changeUser(c, func(u *world.User) error {
		u.Image = a.images + a.w.ID("img") + p.File.extension()
		return nil
	})
}

type tokenList struct {
	window
	Paginated bool `query:"paginated"`
}

// An oauthTokenView is the token of an account elsewhere.
type oauthTokenView struct {
	Object            string         `json:"object"`
	ExternalAccountID string         `json:"external_account_id"`
	ProviderUserID    string         `json:"provider_user_id"`
	Token             string         `json:"token"`
	ExpiresAt         *int64         `json:"expires_at"`
	Provider          string         `json:"provider"`
	PublicMetadata    world.Metadata `json:"public_metadata"`
	Label             *string        `json:"label"`
	Scopes            []string       `json:"scopes"`
}

func (a *API) oauthAccessTokens(c Call, p tokenList) (any, error) {
	u, err := a.user(c)
	if err != nil {
		return nil, err
	}
	provider := c.id("provider")
	if !strings.HasPrefix(provider, "oauth_") {
		return nil, refusal.Newf(http.StatusBadRequest, "oauth_provider_invalid", "Unknown provider",
			"%.80q is no provider; one is written as oauth_google.", provider)
	}
	views, total := list(source[world.ExternalAccount]{
		rows: a.w.ExternalAccounts.ByUser.Get(u.ID), keep: func(e *world.ExternalAccount) bool { return e.Provider == provider },
	}, newest, p.window, func(e *world.ExternalAccount) oauthTokenView {
		return oauthTokenView{
			Object: "oauth_access_token", ExternalAccountID: e.ID, ProviderUserID: e.ProviderUserID, Token: e.AccessToken,
			ExpiresAt: millis(e.TokenExpiresAt), Provider: e.Provider, PublicMetadata: orEmpty(e.PublicMetadata), Label: orNull(e.Label),
			Scopes: append([]string{}, strings.Fields(e.Scopes)...),
		}
	})
	return bareOrPaged(p.Paginated, views, total), nil
}

// A trustedDeviceView is a trusted device in an answer.
type trustedDeviceView struct {
	Object        string  `json:"object"`
	ID            string  `json:"id"`
	Platform      string  `json:"platform"`
	AppIdentifier string  `json:"app_identifier"`
	Name          *string `json:"name"`
	Algorithm     string  `json:"algorithm"`
	Status        string  `json:"status"`
	CreatedAt     int64   `json:"created_at"`
	UpdatedAt     int64   `json:"updated_at"`
	LastUsedAt    *int64  `json:"last_used_at"`
	RevokedAt     *int64  `json:"revoked_at"`
}

func viewTrustedDevice(d *world.TrustedDevice) trustedDeviceView {
	v := trustedDeviceView{
		Object: "trusted_device", ID: d.ID, Platform: d.Platform, AppIdentifier: d.AppIdentifier, Name: orNull(d.Name),
		Algorithm: "ES256", Status: "active", CreatedAt: d.CreatedAt.UnixMilli(), UpdatedAt: d.UpdatedAt.UnixMilli(),
		LastUsedAt: millis(d.LastUsedAt), RevokedAt: millis(d.RevokedAt),
	}
	if v.RevokedAt != nil {
		v.Status = "revoked"
	}
	return v
}

func (a *API) listTrustedDevices(c Call, _ none) (any, error) {
	u, err := a.user(c)
	if err != nil {
		return nil, err
	}
	return paged(source[world.TrustedDevice]{rows: a.w.TrustedDevices.ByUser.Get(u.ID)}, newest, window{}, viewTrustedDevice), nil
}

func (a *API) revokeTrustedDevice(c Call, _ none) (any, error) {
	u, err := a.user(c)
	if err != nil {
		return nil, err
	}
	d, err := found(a.w.TrustedDevices.Table, "trusted_device", c.id("trusted_device_id"))
	if err == nil && (d.UserID != u.ID || !d.RevokedAt.IsZero()) {
		err = refusal.NotFound("trusted_device", c.id("trusted_device_id"))
	}
	if err != nil {
		return nil, err
	}
	next := *d
	next.RevokedAt = a.w.Now()
	next.UpdatedAt = next.RevokedAt
	return viewTrustedDevice(&next), a.w.TrustedDevices.Put(next)
}
