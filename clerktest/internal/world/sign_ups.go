package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A SignUp is somebody's attempt to get an account. It is made in a browser, and the Backend API makes none.
type SignUp struct {
	ID                                    string
	ClientID                              string    // of the browser that it is made in, "" for none that is known
	Password                              *Password // that the user will have, nil for none
	Attempt                               *Attempt  // of a code that was sent to Email
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
type SignUps struct {
	*table.Table[SignUp]
	ByClient *table.Multi[SignUp]
}

func newSignUps(s *table.Store) SignUps {
	t := table.New(s, "sign_ups", func(v *SignUp) string { return v.ID }, func(v *SignUp) time.Time { return v.CreatedAt })
	return SignUps{t, t.Multi(func(v *SignUp) []string { return []string{v.ClientID} })}
}
