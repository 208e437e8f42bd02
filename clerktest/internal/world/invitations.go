package world

import (
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A Status is how far an invitation is.
type Status string

// The statuses of invitations.
const (
	Pending  Status = "pending"
	Accepted Status = "accepted"
	Revoked  Status = "revoked"
	Expired  Status = "expired"
)

// An Invitation invites somebody to the application.
type Invitation struct {
	ID, Email, RedirectURL string
	Status                 Status // as it was last set; see At
	PublicMetadata         Metadata
	ExpiresAt              time.Time // zero: never
	CreatedAt, UpdatedAt   time.Time
}

// At returns the status of an invitation at a moment: what is pending expires.
func (s Status) At(now, expires time.Time) Status {
	if s == Pending && !expires.IsZero() && !now.Before(expires) {
		return Expired
	}
	return s
}

// Invitations are the invitations to the application.
type Invitations struct {
	*table.Table[Invitation]
	ByEmail *table.Multi[Invitation] // in lower case
}

func newInvitations(s *table.Store) Invitations {
	t := table.New(s, "invitations", func(i *Invitation) string { return i.ID }, func(i *Invitation) time.Time { return i.CreatedAt })
	return Invitations{t, t.Multi(func(i *Invitation) []string { return []string{strings.ToLower(i.Email)} })}
}

// An OrgInvitation invites somebody to an organization.
type OrgInvitation struct {
	ID, OrgID, Email, Role          string
	InviterID, RedirectURL          string
	Status                          Status
	PublicMetadata, PrivateMetadata Metadata
	ExpiresAt                       time.Time // zero: never
	CreatedAt, UpdatedAt            time.Time
}

// OrgInvitations are the invitations to organizations.
type OrgInvitations struct {
	*table.Table[OrgInvitation]
	ByOrg   *table.Multi[OrgInvitation]
	ByEmail *table.Multi[OrgInvitation] // in lower case
}

func newOrgInvitations(s *table.Store) OrgInvitations {
	t := table.New(s, "organization_invitations",
		func(i *OrgInvitation) string { return i.ID }, func(i *OrgInvitation) time.Time { return i.CreatedAt })
	return OrgInvitations{
		t,
		t.Multi(func(i *OrgInvitation) []string { return []string{i.OrgID} }),
		t.Multi(func(i *OrgInvitation) []string { return []string{strings.ToLower(i.Email)} }),
	}
}
