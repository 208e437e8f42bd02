package backendapi

import "github.com/usher-auth/usher/clerktest/internal/world"

// A connectionView is an enterprise connection in an answer.
type connectionView struct {
	Object                string          `json:"object"`
	ID                    string          `json:"id"`
	Name                  string          `json:"name"`
	Provider              string          `json:"provider"`
	LogoPublicURL         *string         `json:"logo_public_url"`
	Active                bool            `json:"active"`
	Domains               []string        `json:"domains"`
	OrganizationID        *string         `json:"organization_id"`
	SyncUserAttributes    bool            `json:"sync_user_attributes"`
	NoMoreIdentifications bool            `json:"disable_additional_identifications"`
	OrgLink               bool            `json:"allow_organization_account_linking"`
	CustomAttributes      []attributeView `json:"custom_attributes"`
	SAML                  *samlPartView   `json:"saml_connection"`
	OAuth                 *oauthPartView  `json:"oauth_config"`
	CreatedAt             int64           `json:"created_at"`
	UpdatedAt             int64           `json:"updated_at"`
}

type attributeView struct {
	Name          string `json:"name"`
	Key           string `json:"key"`
	SSOPath       string `json:"sso_path,omitempty"`
	SCIMPath      string `json:"scim_path,omitempty"`
	DirectoryPath string `json:"directory_path,omitempty"`
	MultiValued   bool   `json:"multi_valued"`
}

type hintView struct {
	Mode   string `json:"mode"`
	Source string `json:"source,omitempty"`
}

type samlPartView struct {
	ID            string   `json:"id"`
	Name          string   `json:"name"`
	EntityID      *string  `json:"idp_entity_id"`
	SSOURL        *string  `json:"idp_sso_url"`
	MetadataURL   *string  `json:"idp_metadata_url"`
	ACSURL        string   `json:"acs_url"`
	SPEntityID    string   `json:"sp_entity_id"`
	SPMetadataURL string   `json:"sp_metadata_url"`
	Active        bool     `json:"active"`
	IDPInitiated  bool     `json:"allow_idp_initiated"`
	Subdomains    bool     `json:"allow_subdomains"`
	ForceAuthn    bool     `json:"force_authn"`
	LoginHint     hintView `json:"login_hint"`
}

type oauthPartView struct {
	ID            string  `json:"id"`
	Name          string  `json:"name"`
	ProviderKey   string  `json:"provider_key"`
	ClientID      string  `json:"client_id"`
	DiscoveryURL  string  `json:"discovery_url,omitempty"`
	AuthURL       string  `json:"auth_url,omitempty"`
	TokenURL      string  `json:"token_url,omitempty"`
	UserInfoURL   string  `json:"user_info_url,omitempty"`
	RequiresPKCE  bool    `json:"requires_pkce"`
	LogoPublicURL *string `json:"logo_public_url,omitempty"`
	CreatedAt     int64   `json:"created_at"`
	UpdatedAt     int64   `json:"updated_at"`
}

func (a *API) viewConnection(c *world.Connection) connectionView {
	v := connectionView{
		Object: "enterprise_connection", ID: c.ID, Name: c.Name, Provider: c.Provider, Active: c.Active, Domains: append([]string{}, c.Domains...),
		OrganizationID: orNull(c.OrgID), SyncUserAttributes: c.SyncAttributes, NoMoreIdentifications: c.NoMoreIdentifications,
		OrgLink: c.OrgLink, CustomAttributes: each(c.CustomAttributes, viewAttribute), CreatedAt: c.CreatedAt.UnixMilli(),
		UpdatedAt: c.UpdatedAt.UnixMilli(),
	}
	if s := c.SAML; c.SAMLID != "" {
		acs, entity, metadata := a.serviceProvider(c)
		v.SAML = &samlPartView{
			ID: c.SAMLID, Name: s.Name, EntityID: orNull(s.EntityID), SSOURL: orNull(s.SSOURL), MetadataURL: orNull(s.MetadataURL),
			ACSURL: acs, SPEntityID: entity, SPMetadataURL: metadata, Active: c.Active, IDPInitiated: s.IDPInitiated,
			Subdomains: s.Subdomains, ForceAuthn: s.ForceAuthn, LoginHint: hintView{s.HintMode, s.HintSource},
		}
	}
	if o := c.OIDC; c.OIDCID != "" {
		v.OAuth = &oauthPartView{
			ID: c.OIDCID, Name: c.Name, ProviderKey: c.Provider, ClientID: o.ClientID, DiscoveryURL: o.DiscoveryURL, AuthURL: o.AuthURL,
			TokenURL: o.TokenURL, UserInfoURL: o.UserInfoURL, RequiresPKCE: o.PKCE, CreatedAt: v.CreatedAt, UpdatedAt: v.UpdatedAt,
		}
	}
	return v
}

func viewAttribute(c world.CustomAttribute) attributeView {
	return attributeView{c.Name, c.Key, c.SSOPath, c.DirectoryPath, c.DirectoryPath, c.MultiValued}
}

// serviceProvider returns the addresses that a SAML identity provider is told. Nothing is there.
func (a *API) serviceProvider(c *world.Connection) (acs, entity, metadata string) {
	base := a.Instance().FrontendAPI + "/v1/saml/"
	return base + "acs/" + c.SAMLID, a.Instance().FrontendAPI + "/saml/" + c.SAMLID, base + "metadata/" + c.SAMLID + ".xml"
}

// A testRunView is a test run in an answer.
type testRunView struct {
	ID             string    `json:"id"`
	Status         string    `json:"status"`
	ConnectionType string    `json:"connection_type"`
	ParsedUserInfo *struct{} `json:"parsed_user_info"`
	Logs           []any     `json:"logs"`
	SAML           *struct{} `json:"saml"`
	OAuth          *struct{} `json:"oauth"`
	CreatedAt      int64     `json:"created_at"`
}

func viewTestRun(c *world.Connection, r *world.TestRun) testRunView {
	kind := "oauth"
	if c.SAMLID != "" {
		kind = "saml"
	}
	return testRunView{ID: r.ID, Status: r.Status, ConnectionType: kind, Logs: []any{}, CreatedAt: r.CreatedAt.UnixMilli()}
}
