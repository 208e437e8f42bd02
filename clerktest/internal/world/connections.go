package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A Connection is an enterprise connection: to an identity provider that speaks SAML or OpenID Connect. One that speaks SAML is
// a SAML connection too, with an id of its own.
type Connection struct {
	ID, SAMLID, OIDCID                                     string // either SAMLID or OIDCID is ""
	Name, Provider, OrgID                                  string
	Domains                                                []string
	Active, SyncAttributes, NoMoreIdentifications, OrgLink bool
	CustomAttributes                                       []CustomAttribute
	SAML                                                   SAML
	OIDC                                                   OIDC
	CreatedAt, UpdatedAt                                   time.Time
}

// SAML is what is only said of connections that speak it.
type SAML struct {
	Name, EntityID, SSOURL, Certificate, MetadataURL, Metadata string // of the identity provider
	CertificateFrom, CertificateUntil                          time.Time
	UserID, EmailAddress, FirstName, LastName                  string // the names of its attributes
	Subdomains, IDPInitiated, ForceAuthn                       bool
	HintMode, HintSource                                       string
}

// OIDC is what is only said of connections that speak OpenID Connect.
type OIDC struct {
	ClientID, ClientSecret, DiscoveryURL, AuthURL, TokenURL, UserInfoURL string
	PKCE                                                                 bool
}

// A CustomAttribute is taken from an identity provider to the metadata of users.
type CustomAttribute struct {
	Name, Key, SSOPath, DirectoryPath string
	MultiValued                       bool
}

// Connections are the enterprise connections.
type Connections struct {
	*table.Table[Connection]
	BySAML   *table.Unique[Connection]
	ByDomain *table.Unique[Connection]
	ByOrg    *table.Multi[Connection]
}

func newConnections(s *table.Store) Connections {
	t := table.New(s, "enterprise_connections", func(c *Connection) string { return c.ID }, func(c *Connection) time.Time { return c.CreatedAt })
	return Connections{
		t,
		t.Unique("id", func(c *Connection) []string { return []string{c.SAMLID} }),
		t.Unique("domains", func(c *Connection) []string { return c.Domains }),
		t.Multi(func(c *Connection) []string { return []string{c.OrgID} }),
	}
}

// DeleteConnection deletes a connection and all that belongs to it.
func (w *World) DeleteConnection(id string) {
	for d := range w.Directories.ByConnection.Get(id).All() {
		w.DeleteDirectory(d.ID)
	}
	w.TestRuns.DeleteAll(w.TestRuns.ByConnection.Get(id))
	w.Connections.Delete(id)
}

// A TestRun is a try of a connection. Nobody ever ends one here: it stays pending.
type TestRun struct {
	ID, ConnectionID, Status string
	CreatedAt                time.Time
}

// TestRuns are the tries of connections.
type TestRuns struct {
	*table.Table[TestRun]
	ByConnection *table.Multi[TestRun]
}

func newTestRuns(s *table.Store) TestRuns {
	t := table.New(s, "enterprise_connection_test_runs", func(r *TestRun) string { return r.ID }, func(r *TestRun) time.Time { return r.CreatedAt })
	return TestRuns{t, t.Multi(func(r *TestRun) []string { return []string{r.ConnectionID} })}
}
