package backend

// OAuthApplicationListParams are the params of OAuthApplicationsService.List and All.
type OAuthApplicationListParams struct {
	Limit  int `query:"limit"`  // applications on a page, 1 to 500; default: 10
	Offset int `query:"offset"` // applications to skip
	// OrderBy is created_at or name, after "-" in descending order. Default: "+created_at".
	OrderBy string `query:"order_by"`
	// NameQuery keeps the applications whose name contains it, whatever the case, and the one whose client id it is.
	NameQuery string `query:"name_query"`
}

// OAuthApplicationCreateParams are the params of OAuthApplicationsService.Create.
type OAuthApplicationCreateParams struct {
	// Name has at most 256 characters. It is required.
	Name string `json:"name"`
	// RedirectURIs are where users may be sent back to, of any scheme: "https://…", "myapp://…". They may be null, which is none.
	RedirectURIs Opt[[]string] `json:"redirect_uris,omitzero"`
	// CallbackURL is one such address, at most 1024 characters. It may be null.
	//
	// Deprecated: use RedirectURIs.
	CallbackURL Opt[string] `json:"callback_url,omitzero"`
	// Scopes are what the application may ask for, with spaces between them, at most 1024 characters: profile, email,
	// public_metadata, private_metadata. Absent or null is "profile email".
	Scopes Opt[string] `json:"scopes,omitzero"`
	// ConsentScreenEnabled asks users before the application gets anything. Absent or null is true.
	ConsentScreenEnabled Opt[bool] `json:"consent_screen_enabled,omitzero"`
	// PKCERequired refuses an authorization without PKCE (RFC 7636). Absent or null is false.
	PKCERequired Opt[bool] `json:"pkce_required,omitzero"`
	// Public makes a client that cannot keep a secret, such as a mobile app: it has none and uses PKCE. Absent or null is
	// false.
	Public Opt[bool] `json:"public,omitzero"`
}

// OAuthApplicationUpdateParams are the params of OAuthApplicationsService.Update. What is absent or null stays as it is.
type OAuthApplicationUpdateParams struct {
	// Name has at most 256 characters; null keeps it.
	Name Opt[string] `json:"name,omitzero"`
	// RedirectURIs replace those of the application; null keeps them.
	RedirectURIs Opt[[]string] `json:"redirect_uris,omitzero"`
	// CallbackURL is one such address, at most 1024 characters; null keeps it.
	//
	// Deprecated: use RedirectURIs.
	CallbackURL Opt[string] `json:"callback_url,omitzero"`
	// Scopes replace what the application may ask for, as in OAuthApplicationCreateParams; null keeps them.
	Scopes Opt[string] `json:"scopes,omitzero"`
	// ConsentScreenEnabled asks users before the application gets anything; null keeps it. It cannot be false for an
	// application that registered itself.
	ConsentScreenEnabled Opt[bool] `json:"consent_screen_enabled,omitzero"`
	// PKCERequired refuses an authorization without PKCE (RFC 7636); null keeps it.
	PKCERequired Opt[bool] `json:"pkce_required,omitzero"`
	// Public makes a client without a secret, which uses PKCE; null keeps it.
	Public Opt[bool] `json:"public,omitzero"`
}

// OAuthApplicationRevokeTokenParams are the params of OAuthApplicationsService.RevokeToken.
type OAuthApplicationRevokeTokenParams struct {
	Token string `json:"token"` // an opaque access token (oat_…) or a refresh token; required
}

// OAuthApplicationVerifyAccessTokenParams are the params of OAuthApplicationsService.VerifyAccessToken.
type OAuthApplicationVerifyAccessTokenParams struct {
	// AccessToken is what the caller presented: oat_… or a JWT. It is required.
	AccessToken string `json:"access_token,omitzero"`
	// Secret is the former name of AccessToken.
	//
	// Deprecated: use AccessToken.
	Secret string `json:"secret,omitzero"`
}
