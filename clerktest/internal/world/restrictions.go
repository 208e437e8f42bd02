package world

import (
	"strings"
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

// A List is one of the two: who may sign up, or who may not.
type List struct {
	*table.Table[Listed]
	ByValue *table.Unique[Listed]
}

func newList(s *table.Store, name string) List {
	t := table.New(s, name, func(l *Listed) string { return l.ID }, func(l *Listed) time.Time { return l.CreatedAt })
	return List{t, t.Unique("identifier", func(l *Listed) []string { return []string{l.Value} })}
}

// Has reports whether an identifier is on the list, itself or with all of its domain.
func (l List) Has(value string) bool {
	value = strings.ToLower(value)
	if l.ByValue.Get(value) != nil {
		return true
	}
	at := strings.LastIndexByte(value, '@')
	return at >= 0 && l.ByValue.Get("*"+value[at:]) != nil
}

// Admits reports whether the lists that are on let somebody in. Who is on both is let in (Clerk: restrictions).
func (w *World) Admits(value string) bool {
	set := w.Set()
	if set.Allowlist {
		return w.Allowlist.Has(value)
	}
	return !set.Blocklist || !w.Blocklist.Has(value)
}
