package backendapi

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// connections are the enterprise connections. Nobody signs in through one here: a test run stays pending.
func (a *API) connections() []Operation {
	return []Operation{
		read("GET /enterprise_connections", a.listConnections),
		write("POST /enterprise_connections", a.createConnection),
		read("GET /enterprise_connections/{enterprise_connection_id}", a.getConnection),
		write("PATCH /enterprise_connections/{enterprise_connection_id}", a.updateConnection),
		write("DELETE /enterprise_connections/{enterprise_connection_id}", a.deleteConnection),
		read("GET /enterprise_connections/{enterprise_connection_id}/test_runs", a.listTestRuns),
		write("POST /enterprise_connections/{enterprise_connection_id}/test_runs", a.createTestRun),
	}
}

func (a *API) connection(c Call) (*world.Connection, error) {
	return found(a.w.Connections.Table, "enterprise connection", c.id("enterprise_connection_id"))
}

type connectionList struct {
	window
	OrgID  string    `query:"organization_id"`
	Active Opt[bool] `query:"active"`
}

func (a *API) listConnections(_ Call, p connectionList) (any, error) {
	rows := a.w.Connections.Rows()
	if p.OrgID != "" {
		rows = a.w.Connections.ByOrg.Get(p.OrgID)
	}
	var f filter[world.Connection]
	if p.Active.Set {
		f.when(func(c *world.Connection) bool { return c.Active == p.Active.Value })
	}
	return paged(source[world.Connection]{rows: rows, keep: f.keep()}, newest, p.window, a.viewConnection), nil
}

func (a *API) getConnection(c Call, _ none) (any, error) {
	con, err := a.connection(c)
	if err != nil {
		return nil, err
	}
	return a.viewConnection(con), nil
}

// connectionParams are the params that a connection can be created and updated with.
type connectionParams struct {
	OrgID            Opt[string]            `body:"organization_id,nullable"`
	OrgLink          Opt[bool]              `body:"allow_organization_account_linking,nullable"`
	Active           Opt[bool]              `body:"active,nullable"`
	SAML             Opt[samlParams]        `body:"saml,nullable"`
	OIDC             Opt[oidcParams]        `body:"oidc,nullable"`
	CustomAttributes Opt[[]attributeParams] `body:"custom_attributes,nullable"`
}

type oidcParams struct {
	ClientID     Opt[string] `body:"client_id,nullable"`
	ClientSecret Opt[string] `body:"client_secret,nullable"`
	DiscoveryURL Opt[string] `body:"discovery_url,nullable"`
	AuthURL      Opt[string] `body:"auth_url,nullable"`
	TokenURL     Opt[string] `body:"token_url,nullable"`
	UserInfoURL  Opt[string] `body:"user_info_url,nullable"`
	PKCE         Opt[bool]   `body:"requires_pkce,nullable"`
}

type attributeParams struct {
	Name          string      `body:"name,required"`
	Key           string      `body:"key,required"`
	SSOPath       Opt[string] `body:"sso_path,nullable"`
	SCIMPath      Opt[string] `body:"scim_path,nullable"`
	DirectoryPath Opt[string] `body:"directory_path,nullable"`
	MultiValued   Opt[bool]   `body:"multi_valued,nullable"`
}

var (
	attributeKey = regexp.MustCompile(`^[^_][A-Za-z0-9_-]*$`)
	domainName   = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$`)
)

func (p *attributeParams) check(wrong *problems) {
	if p.Key != "" && !attributeKey.MatchString(p.Key) {
		wrong.invalid("key", "must have letters, digits, - and _ only, and not begin with _.")
	}
	oneName(wrong, "scim_path", p.SCIMPath, "directory_path", p.DirectoryPath)
}

// oneName refuses two params that are names of one thing and say different things.
func oneName(wrong *problems, a string, x Opt[string], b string, y Opt[string]) {
	if x.Set && y.Set && x.Value != y.Value {
		wrong.invalid(b, "is another name of %s, and must have the same value.", a)
	}
}

// domains returns domains in lower case, each once, and refuses what is none.
func domains(list []string, wrong *problems) []string {
	out := []string{}
	for _, text := range list {
		text = strings.ToLower(strings.TrimSpace(text))
		if !domainName.MatchString(text) {
			wrong.add(refusal.About("domains", "form_param_format_invalid", "is invalid", "has %.80q, which is no domain as in example.com.", text))
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// apply changes what is sent, and refuses what is not there or does not go with the provider.
func (p *connectionParams) apply(a *API, c *world.Connection) error {
	var wrong problems
	if p.OrgID.Set && !p.OrgID.Null {
		if a.w.Organizations.Get(p.OrgID.Value) == nil {
			wrong.add(refusal.NoResource("organization_id", "organization", p.OrgID.Value))
		}
		c.OrgID = p.OrgID.Value
	}
	p.OrgLink.Keep(&c.OrgLink)
	p.Active.Keep(&c.Active)
	if p.SAML.Set && !p.SAML.Null {
		if c.SAMLID == "" {
			wrong.invalid("saml", "is for providers that begin with saml_, and this is %s.", c.Provider)
		}
		p.SAML.Value.apply(&c.SAML, "saml.", &wrong)
	}
	if p.OIDC.Set && !p.OIDC.Null {
		if c.OIDCID == "" {
			wrong.invalid("oidc", "is for providers that begin with oidc_, and this is %s.", c.Provider)
		}
		o := p.OIDC.Value
		o.ClientID.Into(&c.OIDC.ClientID)
		o.ClientSecret.Into(&c.OIDC.ClientSecret)
		o.DiscoveryURL.Into(&c.OIDC.DiscoveryURL)
		o.AuthURL.Into(&c.OIDC.AuthURL)
		o.TokenURL.Into(&c.OIDC.TokenURL)
		o.UserInfoURL.Into(&c.OIDC.UserInfoURL)
		o.PKCE.Into(&c.OIDC.PKCE)
	}
	if p.CustomAttributes.Set {
		c.CustomAttributes = each(p.CustomAttributes.Value, func(p attributeParams) world.CustomAttribute {
			path := p.DirectoryPath.Value
			if path == "" {
				path = p.SCIMPath.Value
			}
			return world.CustomAttribute{Name: p.Name, Key: p.Key, SSOPath: p.SSOPath.Value, DirectoryPath: path, MultiValued: p.MultiValued.Value}
		})
	}
	if err := wrong.refusal(); err != nil {
		return err
	}
	return ready(c)
}

// ready refuses active connections that lack what they need to reach the provider.
func ready(c *world.Connection) error {
	if !c.Active {
		return nil
	}
	s, o := c.SAML, c.OIDC
	switch {
	case c.SAMLID != "" && s.MetadataURL == "" && (s.EntityID == "" || s.SSOURL == "" || s.Certificate == ""):
		return refusal.New(http.StatusUnprocessableEntity, "saml_connection_cant_be_activated", "The connection is incomplete",
			"An active connection needs idp_metadata_url, idp_metadata, or all of idp_entity_id, idp_sso_url and idp_certificate.")
	case c.OIDCID != "" && (o.ClientID == "" || o.DiscoveryURL == "" && (o.AuthURL == "" || o.TokenURL == "")):
		return refusal.New(http.StatusUnprocessableEntity, "enterprise_connection_cant_be_activated", "The connection is incomplete",
			"An active connection needs oidc.client_id, and oidc.discovery_url or both of oidc.auth_url and oidc.token_url.")
	}
	return nil
}

type connectionCreate struct {
	connectionParams
	Name     string   `body:"name,required"`
	Provider string   `body:"provider,required" oneof:"saml_custom saml_okta saml_google saml_microsoft oidc_custom oidc_github_enterprise oidc_gitlab"`
	Domains  []string `body:"domains,required"`
}

func (p *connectionCreate) check(wrong *problems) {
	if p.Domains != nil && len(p.Domains) == 0 {
		wrong.add(refusal.About("domains", "form_param_nil", "is empty", "must have one domain at least."))
	}
	p.Domains = domains(p.Domains, wrong)
}

// newConnection makes a connection of a provider, without putting it anywhere.
func (a *API) newConnection(name, provider string) world.Connection {
	now := a.w.Now()
	c := world.Connection{ID: a.w.ID("entconn"), Name: name, Provider: provider, SyncAttributes: true, CreatedAt: now, UpdatedAt: now}
	if strings.HasPrefix(provider, "saml_") {
		c.SAMLID = a.w.ID("samlc")
		c.SAML = world.SAML{Name: name, EmailAddress: "mail", FirstName: "firstName", LastName: "lastName", HintMode: "off"}
	} else {
		c.OIDCID = a.w.ID("oauthcfg")
	}
	return c
}

func (a *API) createConnection(_ Call, p connectionCreate) (any, error) {
	c := a.newConnection(p.Name, p.Provider)
	c.Domains = p.Domains
	if err := p.apply(a, &c); err != nil {
		return nil, err
	}
	return reply{http.StatusCreated, a.viewConnection(&c)}, a.w.Connections.Put(c)
}

type connectionUpdate struct {
	connectionParams
	Name                  Opt[string]   `body:"name,nullable"`
	Domains               Opt[[]string] `body:"domains,nullable"`
	SyncAttributes        Opt[bool]     `body:"sync_user_attributes,nullable"`
	NoMoreIdentifications Opt[bool]     `body:"disable_additional_identifications,nullable"`
}

func (p *connectionUpdate) check(wrong *problems) {
	p.Domains.Value = domains(p.Domains.Value, wrong)
}

func (a *API) updateConnection(c Call, p connectionUpdate) (any, error) {
	before, err := a.connection(c)
	if err != nil {
		return nil, err
	}
	con := *before
	p.Name.Keep(&con.Name)
	if len(p.Domains.Value) > 0 { // none are no change
		con.Domains = p.Domains.Value
	}
	p.SyncAttributes.Keep(&con.SyncAttributes)
	p.NoMoreIdentifications.Keep(&con.NoMoreIdentifications)
	if err := p.apply(a, &con); err != nil {
		return nil, err
	}
	con.UpdatedAt = a.w.Now()
	return a.viewConnection(&con), a.w.Connections.Put(con)
}

func (a *API) deleteConnection(c Call, _ none) (any, error) {
	con, err := a.connection(c)
	if err != nil {
		return nil, err
	}
	a.w.DeleteConnection(con.ID)
	return deleted("enterprise_connection", con.ID), nil
}

type testRunList struct {
	window
	Status []string `query:"status" oneof:"pending success failed"`
}

func (a *API) listTestRuns(c Call, p testRunList) (any, error) {
	con, err := a.connection(c)
	if err != nil {
		return nil, err
	}
	var f filter[world.TestRun]
	if len(p.Status) > 0 {
		f.when(func(r *world.TestRun) bool { return slices.Contains(p.Status, r.Status) })
	}
	return paged(source[world.TestRun]{rows: a.w.TestRuns.ByConnection.Get(con.ID), keep: f.keep()}, newest, p.window,
		func(r *world.TestRun) testRunView { return viewTestRun(con, r) }), nil
}

func (a *API) createTestRun(c Call, _ none) (any, error) {
	con, err := a.connection(c)
	if err != nil {
		return nil, err
	}
	r := world.TestRun{ID: a.w.ID("entconntest"), ConnectionID: con.ID, Status: "pending", CreatedAt: a.w.Now()}
	return struct {
		URL string `json:"url"`
	}{a.Instance().FrontendAPI + "/v1/enterprise_connections/" + con.ID + "/test?run=" + r.ID}, a.w.TestRuns.Put(r)
}
