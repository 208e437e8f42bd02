package multisession

import (
	"context"
	"errors"
	"fmt"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
)

// ErrNoSession says that the caller is no user with a session, so that there is no browser to look into.
var ErrNoSession = errors.New("multisession: the caller has no session; ask for the sessions of signed-in users only")

// A Session is one of those that go on in a browser.
type Session struct {
	// Session is what Clerk knows of it.
	backend.Session
	// Acting says that this is the session of the request.
	Acting bool
	// LastActive says that this is the session that the browser has in front, by Clerk's account.
	LastActive bool
}

// Sessions returns the sessions that go on in the browser of a caller, active and pending ones, the oldest first: for a page that
// lets its user choose between accounts. It asks Clerk twice, each time, so it is not for every request. Show it to the caller
// alone, and hand on no more of it than the page shows: it is about all of the accounts.
//
// The caller's own session must go on and be the caller's. The error is [ErrNoSession], one of package backend, or says that the
// answers do not agree.
func Sessions(ctx context.Context, client *backend.Client, auth *authobject.Auth) ([]Session, error) {
	if !auth.IsSignedIn() || !IsSessionID(auth.SessionID()) {
		return nil, ErrNoSession
	}
	own, err := client.Sessions.Get(ctx, auth.SessionID())
	if err != nil {
		return nil, fmt.Errorf("multisession: the caller's own session: %w", err)
	}
	if own.ID != auth.SessionID() || own.UserID != auth.UserID() || own.ClientID == "" || !goesOn(own) {
		return nil, fmt.Errorf("%w: it has ended at Clerk, or is not the caller's", ErrNoSession)
	}
	browser, err := client.Clients.Get(ctx, own.ClientID)
	if err != nil {
		return nil, fmt.Errorf("multisession: the sessions of the browser: %w", err)
	}
	var list []Session
	for i := range browser.Sessions {
		if s := &browser.Sessions[i]; s.ClientID == own.ClientID && goesOn(s) {
			list = append(list, Session{Session: *s, Acting: s.ID == own.ID, LastActive: s.ID == browser.LastActiveSessionID})
		}
	}
	return list, nil
}

// goesOn reports whether a session has not ended.
func goesOn(s *backend.Session) bool {
	return s.Status == backend.SessionStatusActive || s.Status == backend.SessionStatusPending
}
