package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A Listed is an email address, a phone number or a wallet on the allow-list or the block-list. An email address may begin with
// *@, which stands for all of a domain.
type Listed struct {
	ID, Value            string // in the spelling that it compares by
	Kind                 Kind
	InvitationID         string // of the one that was sent, "" for none
	CreatedAt, UpdatedAt time.Time
}

// Allowlist is who may sign up.
type Allowlist struct{ *table.Table[Listed] }

func newAllowlist(s *table.Store) Allowlist {
	return Allowlist{newListed(s, "allowlist_identifiers")}
}

// Blocklist is who may not.
type Blocklist struct{ *table.Table[Listed] }

func newBlocklist(s *table.Store) Blocklist {
	return Blocklist{newListed(s, "blocklist_identifiers")}
}

func newListed(s *table.Store, name string) *table.Table[Listed] {
	t := table.New(s, name, func(l *Listed) string { return l.ID }, func(l *Listed) time.Time { return l.CreatedAt })
	t.Unique("identifier", func(l *Listed) []string { return []string{l.Value} })
	return t
}
