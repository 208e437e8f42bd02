package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A SignIn is somebody's attempt to sign in, in a client.
type SignIn struct {
	ID, ClientID         string
	Identifier, UserID   string // as it was typed, and whose it is; "" until one is given
	IdentificationID     string // what a code was sent to
	Strategy             string // of the first factor: "password", "email_code", "" for none yet
	Attempt              *Attempt
	FirstFactor          bool   // has been proven
	NewPassword          bool   // is needed before it goes on: the old one was forgotten
	SecondStrategy       string // by which the second factor was proven, "" for none yet
	SecondTries          int64
	SessionID            string // what it came to, "" while it goes on
	CreatedAt, UpdatedAt time.Time
	AbandonAt            time.Time
}

// SignIns are the sign-ins.
type SignIns struct {
	*table.Table[SignIn]
	ByClient *table.Multi[SignIn]
}

func newSignIns(s *table.Store) SignIns {
	t := table.New(s, "sign_ins", func(v *SignIn) string { return v.ID }, func(v *SignIn) time.Time { return v.CreatedAt })
	return SignIns{t, t.Multi(func(v *SignIn) []string { return []string{v.ClientID} })}
}

// attemptLifetime is how long a browser may take to sign in or up.
const attemptLifetime = 24 * time.Hour

// NewSignIn makes a sign-in of a client, which has one at a time.
func (w *World) NewSignIn(clientID string) SignIn {
	w.SignIns.DeleteAll(w.SignIns.ByClient.Get(clientID))
	now := w.Now()
	return SignIn{ID: w.ID("sia"), ClientID: clientID, CreatedAt: now, UpdatedAt: now, AbandonAt: now.Add(attemptLifetime)}
}

// NewSignUp makes a sign-up of a client, which has one at a time.
func (w *World) NewSignUp(clientID string) SignUp {
	w.SignUps.DeleteAll(w.SignUps.ByClient.Get(clientID))
	now := w.Now()
	return SignUp{ID: w.ID("sua"), ClientID: clientID, CreatedAt: now, UpdatedAt: now, AbandonAt: now.Add(attemptLifetime)}
}
