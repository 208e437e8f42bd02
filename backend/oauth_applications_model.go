package backend

type OAuthApplication struct {
	Object                string   `json:"object"`
	ID                    string   `json:"id"`
	InstanceID            string   `json:"instance_id"`
	Name                  string   `json:"name"`
	ClientID              string   `json:"client_id"`
	ClientURI             string   `json:"client_uri"`
	ClientImageURL        string   `json:"client_image_url"`
	DynamicallyRegistered bool     `json:"dynamically_registered"`
	ConsentScreenEnabled  bool     `json:"consent_screen_enabled"`
	PKCERequired          bool     `json:"pkce_required"`
	Public                bool     `json:"public"`
	Scopes                string   `json:"scopes"`
	RedirectURIs          []string `json:"redirect_uris"`
	CallbackURL           string   `json:"callback_url"` // Deprecated.
	AuthorizeURL          string   `json:"authorize_url"`
	TokenFetchURL         string   `json:"token_fetch_url"`
	UserInfoURL           string   `json:"user_info_url"`
	DiscoveryURL          string   `json:"discovery_url"`
	TokenIntrospectionURL string   `json:"token_introspection_url"`
	CreatedAt             Time     `json:"created_at"`
	UpdatedAt             Time     `json:"updated_at"`
	ClientSecret          Secret   `json:"client_secret"`
}

type OAuthToken struct {
	Object           string    `json:"object"`
	ID               string    `json:"id"`
	ClientID         string    `json:"client_id"`
	Subject          string    `json:"subject"`
	Scopes           []string  `json:"scopes"`
	Revoked          Opt[bool] `json:"revoked"`
	RevocationReason string    `json:"revocation_reason"`
	Expired          Opt[bool] `json:"expired"`
	Expiration       Time      `json:"expiration"`
	CreatedAt        Time      `json:"created_at"`
	UpdatedAt        Time      `json:"updated_at"`
	Active           Opt[bool] `json:"active"`
}
