package backendapi

import (
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// samlConnections are the enterprise connections that speak SAML, as they were known before.
func (a *API) samlConnections() []Operation {
	return []Operation{
		read("GET /saml_connections", a.listSAMLConnections),
		write("POST /saml_connections", a.createSAMLConnection),
		read("GET /saml_connections/{saml_connection_id}", func(c Call, _ none) (any, error) {
			con, err := a.samlConnection(c)
			if err != nil {
				return nil, err
			}
			return a.viewSAMLConnection(con), nil
		}),
		write("PATCH /saml_connections/{saml_connection_id}", a.updateSAMLConnection),
		write("DELETE /saml_connections/{saml_connection_id}", func(c Call, _ none) (any, error) {
			con, err := a.samlConnection(c)
			if err != nil {
				return nil, err
			}
			a.w.DeleteConnection(con.ID)
			return deleted("saml_connection", con.SAMLID), nil
		}),
	}
}

func (a *API) samlConnection(c Call) (*world.Connection, error) {
	if con := a.w.Connections.BySAML.Get(c.id("saml_connection_id")); con != nil {
		return con, nil
	}
	return nil, refusal.NotFound("SAML connection", c.id("saml_connection_id"))
}

type samlList struct {
	window
	Query  string    `query:"query"`
	OrgIDs selection `query:"organization_id"`
	Order  Order     `query:"order_by" default:"-created_at" oneof:"created_at email_address first_name last_name name phone_number provider username"`
}

func (a *API) listSAMLConnections(_ Call, p samlList) (any, error) {
	f := filter[world.Connection]{func(c *world.Connection) bool { return c.SAMLID != "" }}
	if text := strings.ToLower(p.Query); text != "" {
		f.when(func(c *world.Connection) bool {
			return contains(text, append([]string{c.Name, c.SAMLID}, c.Domains...)...)
		})
	}
	if !p.OrgIDs.empty() {
		f.when(func(c *world.Connection) bool { return p.OrgIDs.allowsID(c.OrgID) })
	}
	return paged(source[world.Connection]{a.w.Connections.Rows(), f.keep(), map[string]func(*world.Connection) table.Rank{
		"name":     func(c *world.Connection) table.Rank { return table.ByText(c.Name) },
		"provider": func(c *world.Connection) table.Rank { return table.ByText(c.Provider) },
	}}, p.Order, p.window, a.viewSAMLConnection), nil
}

type samlDomains struct {
	Domain  Opt[string]   `body:"domain,nullable"`
	Domains Opt[[]string] `body:"domains,nullable"`
	OrgID   Opt[string]   `body:"organization_id,nullable"`
}

func (p *samlDomains) check(wrong *problems) {
	if p.Domain.Value != "" && !slices.Contains(p.Domains.Value, p.Domain.Value) {
		p.Domains = Opt[[]string]{Set: true, Value: append([]string{p.Domain.Value}, p.Domains.Value...)}
	}
	p.Domains.Value = domains(p.Domains.Value, wrong)
}

func (p *samlDomains) apply(a *API, c *world.Connection) error {
	p.Domains.Keep(&c.Domains)
	p.OrgID.Into(&c.OrgID)
	if c.OrgID != "" {
		_, err := named(a.w.Organizations.Table, "organization_id", "organization", c.OrgID)
		return err
	}
	return nil
}

type samlCreate struct {
	samlDomains
	EntityID    Opt[string]        `body:"idp_entity_id,nullable"`
	SSOURL      Opt[string]        `body:"idp_sso_url,nullable"`
	Certificate Opt[string]        `body:"idp_certificate,nullable"`
	MetadataURL Opt[string]        `body:"idp_metadata_url,nullable"`
	Metadata    Opt[string]        `body:"idp_metadata,nullable"`
	Mapping     Opt[mappingParams] `body:"attribute_mapping,nullable"`
	ForceAuthn  Opt[bool]          `body:"force_authn"`
	LoginHint   Opt[hintParams]    `body:"login_hint,nullable"`
	Name        string             `body:"name,required"`
	Provider    string             `body:"provider,required" oneof:"saml_custom saml_okta saml_google saml_microsoft"`
}

func (a *API) createSAMLConnection(_ Call, p samlCreate) (any, error) {
	c := a.newConnection(p.Name, p.Provider)
	var wrong problems
	(&samlParams{
		EntityID: p.EntityID, SSOURL: p.SSOURL, Certificate: p.Certificate, MetadataURL: p.MetadataURL, Metadata: p.Metadata,
		Mapping: p.Mapping, ForceAuthn: p.ForceAuthn, LoginHint: p.LoginHint,
	}).apply(&c.SAML, "", &wrong)
	if err := wrong.refusal(); err != nil {
		return nil, err
	}
	if err := p.apply(a, &c); err != nil {
		return nil, err
	}
	return a.viewSAMLConnection(&c), a.w.Connections.Put(c)
}

type samlUpdate struct {
	samlDomains
	samlParams
	Active                Opt[bool] `body:"active,nullable"`
	SyncAttributes        Opt[bool] `body:"sync_user_attributes,nullable"`
	NoMoreIdentifications Opt[bool] `body:"disable_additional_identifications,nullable"`
	OrgLink               Opt[bool] `body:"allow_organization_account_linking,nullable"`
	ConsentDeletion       Opt[bool] `body:"consent_verified_domains_deletion,nullable"`
}

func (p *samlUpdate) check(wrong *problems) { p.samlDomains.check(wrong) }

func (a *API) updateSAMLConnection(c Call, p samlUpdate) (any, error) {
	before, err := a.samlConnection(c)
	if err != nil {
		return nil, err
	}
	con := *before
	var wrong problems
	p.samlParams.apply(&con.SAML, "", &wrong)
	if err := wrong.refusal(); err != nil {
		return nil, err
	}
	con.Name = con.SAML.Name
	p.Active.Keep(&con.Active)
	p.SyncAttributes.Keep(&con.SyncAttributes)
	p.NoMoreIdentifications.Keep(&con.NoMoreIdentifications)
	p.OrgLink.Keep(&con.OrgLink)
	if err := p.samlDomains.apply(a, &con); err != nil {
		return nil, err
	}
	if err := ready(&con); err != nil {
		return nil, err
	}
	con.UpdatedAt = a.w.Now()
	return a.viewSAMLConnection(&con), a.w.Connections.Put(con)
}

// A samlConnectionView is a SAML connection in an answer.
type samlConnectionView struct {
	Object                string      `json:"object"`
	ID                    string      `json:"id"`
	Name                  string      `json:"name"`
	Domain                string      `json:"domain"`
	Domains               []string    `json:"domains"`
	EntityID              *string     `json:"idp_entity_id"`
	SSOURL                *string     `json:"idp_sso_url"`
	Certificate           *string     `json:"idp_certificate"`
	CertificateIssuedAt   *int64      `json:"idp_certificate_issued_at"`
	CertificateExpiresAt  *int64      `json:"idp_certificate_expires_at"`
	MetadataURL           *string     `json:"idp_metadata_url"`
	Metadata              *string     `json:"idp_metadata"`
	ACSURL                string      `json:"acs_url"`
	SPEntityID            string      `json:"sp_entity_id"`
	SPMetadataURL         string      `json:"sp_metadata_url"`
	OrganizationID        *string     `json:"organization_id"`
	Mapping               mappingView `json:"attribute_mapping"`
	Active                bool        `json:"active"`
	Provider              string      `json:"provider"`
	UserCount             int         `json:"user_count"`
	SyncUserAttributes    bool        `json:"sync_user_attributes"`
	Subdomains            bool        `json:"allow_subdomains"`
	IDPInitiated          bool        `json:"allow_idp_initiated"`
	NoMoreIdentifications bool        `json:"disable_additional_identifications"`
	OrgLink               bool        `json:"allow_organization_account_linking"`
	ForceAuthn            bool        `json:"force_authn"`
	LoginHint             hintView    `json:"login_hint"`
	ConnectionID          string      `json:"enterprise_connection_id"`
	CreatedAt             int64       `json:"created_at"`
	UpdatedAt             int64       `json:"updated_at"`
}

type mappingView struct {
	UserID       string `json:"user_id"`
	EmailAddress string `json:"email_address"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name"`
}

func (a *API) viewSAMLConnection(c *world.Connection) samlConnectionView {
	s, first := c.SAML, ""
	if len(c.Domains) > 0 {
		first = c.Domains[0]
	}
	acs, entity, metadata := a.serviceProvider(c)
	return samlConnectionView{
		Object: "saml_connection", ID: c.SAMLID, Name: c.Name, Domain: first, Domains: append([]string{}, c.Domains...),
		EntityID: orNull(s.EntityID), SSOURL: orNull(s.SSOURL), Certificate: orNull(s.Certificate),
		CertificateIssuedAt: millis(s.CertificateFrom), CertificateExpiresAt: millis(s.CertificateUntil),
		MetadataURL: orNull(s.MetadataURL), Metadata: orNull(s.Metadata), ACSURL: acs, SPEntityID: entity, SPMetadataURL: metadata,
		OrganizationID: orNull(c.OrgID), Mapping: mappingView{s.UserID, s.EmailAddress, s.FirstName, s.LastName}, Active: c.Active,
		Provider: c.Provider, SyncUserAttributes: c.SyncAttributes, Subdomains: s.Subdomains, IDPInitiated: s.IDPInitiated,
		NoMoreIdentifications: c.NoMoreIdentifications, OrgLink: c.OrgLink, ForceAuthn: s.ForceAuthn,
		LoginHint: hintView{s.HintMode, s.HintSource}, ConnectionID: c.ID, CreatedAt: c.CreatedAt.UnixMilli(), UpdatedAt: c.UpdatedAt.UnixMilli(),
	}
}
