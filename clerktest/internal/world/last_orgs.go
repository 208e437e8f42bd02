package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A LastOrg is the organization that a user was active in last, in whichever session. It is no part of the session, because it
// outlives sessions, and none of the user, because nobody is told when it changes.
type LastOrg struct{ UserID, OrgID string }

// LastOrgs are the organizations that users were active in last.
type LastOrgs struct{ *table.Table[LastOrg] }

func newLastOrgs(s *table.Store) LastOrgs {
	return LastOrgs{table.New(s, "last_organizations",
		func(l *LastOrg) string { return l.UserID }, func(*LastOrg) time.Time { return time.Time{} })}
}

// SawOrg notes that a user is active in an organization now, or in none for "". What tests have made up is not noted.
func (w *World) SawOrg(userID, orgID string) error {
	if orgID == "" {
		w.LastOrgs.Delete(userID)
		return nil
	}
	if w.Memberships.Find(orgID, userID) == nil {
		return nil
	}
	return w.LastOrgs.Put(LastOrg{userID, orgID})
}

// LastOrg returns the id of the organization that a session of a user begins in, or "".
func (w *World) LastOrg(userID string) string {
	last := w.LastOrgs.Get(userID)
	if last == nil || w.Set().Orgs.Disabled {
		return ""
	}
	return last.OrgID
}

// Leave ends a membership. Nobody is active any more in an organization that they have left, even if they come back.
func (w *World) Leave(m *Membership) {
	w.Memberships.Delete(m.ID)
	if last := w.LastOrgs.Get(m.UserID); last != nil && last.OrgID == m.OrgID {
		w.LastOrgs.Delete(m.UserID)
	}
	for s := range w.Sessions.ByUser.Get(m.UserID).All() {
		if s.OrgID != m.OrgID || s.Token.Org != nil {
			continue
		}
		next := *s
		next.OrgID = ""
		_ = w.Sessions.Put(next) // nothing unique has changed
	}
}
