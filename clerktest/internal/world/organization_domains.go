package world

import (
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// An OrgDomain is a domain of email addresses whose owners may join an organization.
type OrgDomain struct {
	ID, OrgID, Name      string
	Mode                 string    // how they may join: "manual_invitation", …
	VerifiedAt           time.Time // zero: not verified
	OwnedAt              time.Time // when its ownership was verified; zero: never
	CreatedAt, UpdatedAt time.Time
}

// OrgDomains are the domains of organizations. One that is verified belongs to one organization only.
type OrgDomains struct {
	*table.Table[OrgDomain]
	ByOrg    *table.Multi[OrgDomain]
	own      *table.Unique[OrgDomain]
	verified *table.Unique[OrgDomain]
}

func newOrgDomains(s *table.Store) OrgDomains {
	t := table.New(s, "organization_domains", func(d *OrgDomain) string { return d.ID }, func(d *OrgDomain) time.Time { return d.CreatedAt })
	return OrgDomains{
		t,
		t.Multi(func(d *OrgDomain) []string { return []string{d.OrgID} }),
		t.Unique("name", func(d *OrgDomain) []string { return []string{pair(d.OrgID, strings.ToLower(d.Name))} }),
		t.Unique("name", func(d *OrgDomain) []string {
			if d.VerifiedAt.IsZero() {
				return nil
			}
			return []string{strings.ToLower(d.Name)}
		}),
	}
}

// Taken reports whether an organization cannot have a domain: because it has it, or because it is another one's.
func (t OrgDomains) Taken(orgID, name string) bool {
	name = strings.ToLower(name)
	return t.own.Get(pair(orgID, name)) != nil || t.verified.Get(name) != nil
}
