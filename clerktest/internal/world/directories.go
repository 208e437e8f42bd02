package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A Directory provisions users from an identity provider, by SCIM.
type Directory struct {
	ID, Name, ConnectionID, Provider string
	Enabled, MapGroups               bool
	Attributes                       map[string]string // the path of each
	KeyDigest                        string            // of the API key, which is told once
	CreatedAt, UpdatedAt             time.Time
}

// Directories are the directories.
type Directories struct {
	*table.Table[Directory]
	ByConnection *table.Multi[Directory]
}

func newDirectories(s *table.Store) Directories {
	t := table.New(s, "directories", func(d *Directory) string { return d.ID }, func(d *Directory) time.Time { return d.CreatedAt })
	return Directories{t, t.Multi(func(d *Directory) []string { return []string{d.ConnectionID} })}
}

// DeleteDirectory deletes a directory and its group mappings.
func (w *World) DeleteDirectory(id string) {
	w.GroupMappings.DeleteAll(w.GroupMappings.ByDirectory.Get(id))
	w.Directories.Delete(id)
}

// A GroupMapping gives the members of a group of a directory a role.
type GroupMapping struct {
	ID, DirectoryID, GroupID, GroupName, RoleID string
	Precedence                                  int64 // the lower one counts
	CreatedAt, UpdatedAt                        time.Time
}

// GroupMappings are the group mappings.
type GroupMappings struct {
	*table.Table[GroupMapping]
	ByDirectory *table.Multi[GroupMapping]
	ByRole      *table.Multi[GroupMapping]
}

func newGroupMappings(s *table.Store) GroupMappings {
	t := table.New(s, "directory_group_role_mappings", func(m *GroupMapping) string { return m.ID }, func(m *GroupMapping) time.Time { return m.CreatedAt })
	t.Unique("directory_group_id", func(m *GroupMapping) []string { return []string{pair(m.DirectoryID, m.GroupID)} })
	return GroupMappings{
		t,
		t.Multi(func(m *GroupMapping) []string { return []string{m.DirectoryID} }),
		t.Multi(func(m *GroupMapping) []string { return []string{m.RoleID} }),
	}
}

// A PortalToken is a token of a link to the portal where the administrator of a customer sets a connection up.
type PortalToken struct {
	ID, LinkID, OrgID, ContactID, Reason string
	Scopes                               []string
	Revoked                              bool
	ExpiresAt                            time.Time // zero: never
	CreatedAt, UpdatedAt                 time.Time
}

// PortalTokens are the tokens of links to the portal.
type PortalTokens struct {
	*table.Table[PortalToken]
	ByOrg *table.Multi[PortalToken]
}

func newPortalTokens(s *table.Store) PortalTokens {
	t := table.New(s, "admin_portal_link_tokens", func(p *PortalToken) string { return p.ID }, func(p *PortalToken) time.Time { return p.CreatedAt })
	return PortalTokens{t, t.Multi(func(p *PortalToken) []string { return []string{p.OrgID} })}
}
