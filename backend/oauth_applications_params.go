package backend

type OAuthApplicationListParams struct {
	Limit     int    `query:"limit"`
	Offset    int    `query:"offset"`
	OrderBy   string `query:"order_by"`
	NameQuery string `query:"name_query"`
}

type OAuthApplicationCreateParams struct {
	Name                 string        `json:"name"`
	RedirectURIs         Opt[[]string] `json:"redirect_uris,omitzero"`          // May be null.
	CallbackURL          Opt[string]   `json:"callback_url,omitzero"`           // May be null. Deprecated.
	Scopes               Opt[string]   `json:"scopes,omitzero"`                 // May be null.
	ConsentScreenEnabled Opt[bool]     `json:"consent_screen_enabled,omitzero"` // May be null.
	PKCERequired         Opt[bool]     `json:"pkce_required,omitzero"`          // May be null.
	Public               Opt[bool]     `json:"public,omitzero"`                 // May be null.
}

type OAuthApplicationUpdateParams struct {
	Name                 Opt[string]   `json:"name,omitzero"`                   // May be null.
	RedirectURIs         Opt[[]string] `json:"redirect_uris,omitzero"`          // May be null.
	CallbackURL          Opt[string]   `json:"callback_url,omitzero"`           // May be null. Deprecated.
	Scopes               Opt[string]   `json:"scopes,omitzero"`                 // May be null.
	ConsentScreenEnabled Opt[bool]     `json:"consent_screen_enabled,omitzero"` // May be null.
	PKCERequired         Opt[bool]     `json:"pkce_required,omitzero"`          // May be null.
	Public               Opt[bool]     `json:"public,omitzero"`                 // May be null.
}

type OAuthApplicationRevokeTokenParams struct {
	Token string `json:"token"`
}

type OAuthApplicationVerifyAccessTokenParams struct {
	AccessToken Opt[string] `json:"access_token,omitzero"`
	Secret      Opt[string] `json:"secret,omitzero"` // Deprecated.
}
