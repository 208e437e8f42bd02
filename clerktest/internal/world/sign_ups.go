package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A SignUp is somebody's attempt to get an account. It is made in a browser, so the Backend API makes none: they come from seeds.
type SignUp struct {
	ID                                    string
	Complete                              bool
	Required, Optional                    []string // names of params: "email_address"
	Missing, Unverified                   []string // of those, what is not there yet, and what is not verified
	Username, Email, Phone, Wallet        string
	FirstName, LastName, Locale           string
	PasswordEnabled, CustomAction         bool
	ExternalID                            string
	PublicMetadata, UnsafeMetadata        Metadata
	CreatedSessionID, CreatedUserID       string
	AbandonAt, LegalAcceptedAt, CreatedAt time.Time
	UpdatedAt                             time.Time
}

// Status returns how far a sign-up is at a moment (Clerk: sign-up status).
func (s *SignUp) Status(now time.Time) string {
	switch {
	case s.Complete:
		return "complete"
	case !s.AbandonAt.IsZero() && !now.Before(s.AbandonAt):
		return "abandoned"
	default:
		return "missing_requirements"
	}
}

// SignUps are the sign-ups.
type SignUps struct{ *table.Table[SignUp] }

func newSignUps(s *table.Store) SignUps {
	return SignUps{table.New(s, "sign_ups", func(v *SignUp) string { return v.ID }, func(v *SignUp) time.Time { return v.CreatedAt })}
}
