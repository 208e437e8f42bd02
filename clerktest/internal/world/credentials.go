package world

import "time"

// A Standing is whether a credential is still good: it may have been revoked, and it may have an end.
type Standing struct {
	Revoked          bool
	RevocationReason string    // "" for none
	ExpiresAt        time.Time // zero: never
}

// Expired reports whether the end has come.
func (s *Standing) Expired(now time.Time) bool {
	return !s.ExpiresAt.IsZero() && !now.Before(s.ExpiresAt)
}

// Good reports whether a credential is neither revoked nor expired.
func (s *Standing) Good(now time.Time) bool { return !s.Revoked && !s.Expired(now) }

// Revoke ends a credential. One that is revoked already keeps its reason.
func (s *Standing) Revoke(reason string) {
	if !s.Revoked {
		s.Revoked, s.RevocationReason = true, reason
	}
}
