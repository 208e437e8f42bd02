package backend

import "encoding/json"

// An OAuthApplication is an application that users sign in to with their accounts of this instance.
type OAuthApplication struct {
	Object                string   `json:"object"`                 // "oauth_application"
	ID                    string   `json:"id"`                     // its id, which the methods take
	InstanceID            string   `json:"instance_id"`            // the instance that it belongs to
	Name                  string   `json:"name"`                   // what users see
	ClientID              string   `json:"client_id"`              // its client_id in the OAuth protocol
	ClientURI             string   `json:"client_uri"`             // its home page
	ClientImageURL        string   `json:"client_image_url"`       // its logo
	DynamicallyRegistered bool     `json:"dynamically_registered"` // it registered itself (RFC 7591)
	ConsentScreenEnabled  bool     `json:"consent_screen_enabled"` // users are asked before it gets anything
	PKCERequired          bool     `json:"pkce_required"`          // authorization without PKCE is refused
	Public                bool     `json:"public"`                 // it has no client secret
	Scopes                string   `json:"scopes"`                 // what it may ask for, with spaces between them
	RedirectURIs          []string `json:"redirect_uris"`          // where users may be sent back to
	// CallbackURL is the first of them.
	//
	// Deprecated: use RedirectURIs.
	CallbackURL           string `json:"callback_url"`
	AuthorizeURL          string `json:"authorize_url"`           // where its users are sent to sign in
	TokenFetchURL         string `json:"token_fetch_url"`         // where it exchanges codes for tokens
	UserInfoURL           string `json:"user_info_url"`           // where it reads about the user
	DiscoveryURL          string `json:"discovery_url"`           // the OpenID configuration, which has these URLs too
	TokenIntrospectionURL string `json:"token_introspection_url"` // where tokens are checked by RFC 7662
	CreatedAt             Time   `json:"created_at"`              // when it was registered
	UpdatedAt             Time   `json:"updated_at"`              // when it last changed
	// ClientSecret is its password in the OAuth protocol. Only Create and RotateSecret return it; a public client has none.
	ClientSecret Secret `json:"client_secret"`
}

// An OAuthToken is an access token that OAuthApplicationsService.VerifyAccessToken found in good standing. The fields that
// say otherwise are false or absent.
type OAuthToken struct {
	Object           string    `json:"object"`            // "clerk_idp_oauth_access_token"
	ID               string    `json:"id"`                // oat_…
	ClientID         string    `json:"client_id"`         // the client_id of the application that calls
	Subject          string    `json:"subject"`           // the user that it acts for: user_…
	Scopes           []string  `json:"scopes"`            // what the user granted
	Revoked          Opt[bool] `json:"revoked"`           // it was ended before its time
	RevocationReason string    `json:"revocation_reason"` // why
	Expired          Opt[bool] `json:"expired"`           // its time was over when Clerk answered
	Expiration       Time      `json:"expiration"`        // when it expires; zero: never
	CreatedAt        Time      `json:"created_at"`        // when it was issued
	UpdatedAt        Time      `json:"updated_at"`        // when it last changed
	// Active is false, and then alone, where Clerk says no more of a token in JWT format than that it is not active.
	Active Opt[bool] `json:"active"`
	// Audience is whom the token is for, as it came: a text, a list of texts, or nothing where Clerk does not say. Its official SDK
	// reads it, and its published document does not name it.
	Audience json.RawMessage `json:"aud"`
}
