package multisession

import (
	"context"
	"errors"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// VerifyClient does what the first Node SDK did with a request, for programs that are being moved away from it: clientToken is the
// value of the cookie __client, a JWT of the browser and not of a session, and sessionID what the request has as
// _clerk_session_id. It returns the named session, or where sessionID is "" the one that was last active in the browser.
//
// The session is active. What the old SDK handed on as no session and no error, because none was last active, is [ErrNoSession]
// here. Every call asks Clerk; a named session is verified with an old version of the Backend API, since newer ones cannot.
//
// Deprecated: applications do not receive client tokens any more. Use middleware.WithMultiSession, which reads the same parameter.
func VerifyClient(ctx context.Context, client *backend.Client, clientToken, sessionID string) (*backend.Session, error) {
	var found *backend.Session
	if sessionID != "" {
		if !IsSessionID(sessionID) {
			return nil, errors.New("multisession: what should name a session is no id of one")
		}
		s, err := client.Sessions.Verify(ctx, sessionID, &backend.SessionVerifyParams{Token: clientToken})
		if err != nil {
			return nil, fmt.Errorf("multisession: %w", err)
		}
		if s.ID == sessionID {
			found = s
		}
	} else {
		browser, err := client.Clients.Verify(ctx, &backend.ClientVerifyParams{Token: clientToken})
		if err != nil {
			return nil, fmt.Errorf("multisession: %w", err)
		}
		for i := range browser.Sessions {
			if s := &browser.Sessions[i]; s.ID != "" && s.ID == browser.LastActiveSessionID {
				found = s
			}
		}
	}
	if found == nil || found.Status != backend.SessionStatusActive {
		return nil, fmt.Errorf("%w: the browser has no such session that is active", ErrNoSession)
	}
	return found, nil
}
