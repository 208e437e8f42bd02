package world

import (
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// The statuses of waitlist entries, besides Pending.
const (
	Invited   Status = "invited"
	Rejected  Status = "rejected"
	Completed Status = "completed"
)

// A WaitlistEntry is somebody who waits for an invitation.
type WaitlistEntry struct {
	ID, Email            string
	Status               Status // as it was last set; who was invited and has an account is Completed
	InvitationID         string
	InvitedAt            time.Time
	CreatedAt, UpdatedAt time.Time
}

// Waitlist is the entries.
type Waitlist struct {
	*table.Table[WaitlistEntry]
	ByEmail *table.Unique[WaitlistEntry] // in lower case
}

func newWaitlist(s *table.Store) Waitlist {
	t := table.New(s, "waitlist_entries", func(e *WaitlistEntry) string { return e.ID }, func(e *WaitlistEntry) time.Time { return e.CreatedAt })
	return Waitlist{t, t.Unique("email_address", func(e *WaitlistEntry) []string { return []string{strings.ToLower(e.Email)} })}
}
