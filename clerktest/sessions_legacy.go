package clerktest

import (
	"net/http"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// goesOn reports whether a session has not ended. The caller holds the lock of clients.
func (c *Clerk) goesOn(s *session, now time.Time) bool {
	status := c.status(s, now)
	return status == string(authobject.StatusActive) || status == string(authobject.StatusPending)
}

// lastVersionWithVerify is the last version of the Backend API that verifies sessions by the token of a client.
const lastVersionWithVerify = "2025-03-12"

// verifySession answers with a session that goes on in the client of a token, as old versions of the API did (Clerk: VerifySession).
func (c *Clerk) verifySession(r *http.Request) (any, *refusal) {
	if version := r.Header.Get(clerk.HeaderAPIVersion); version > lastVersionWithVerify {
		return nil, refuse(http.StatusNotFound, "resource_not_found", "Not found", "This version of the API does not verify sessions.")
	}
	p, refused := readParams[struct {
		Token string `body:"token"`
	}](r)
	if refused != nil {
		return nil, refused
	}
	now := c.Now()
	c.clients.mu.Lock()
	defer c.clients.mu.Unlock()
	in, s := c.clientOf(p.Token), c.clients.sessions[r.PathValue("session_id")]
	if in == nil || s == nil || s.client != in || c.status(s, now) != string(authobject.StatusActive) {
		return nil, refuse(http.StatusNotFound, "resource_not_found", "Not found", "The client of the token has no such session that is active.")
	}
	return c.viewSession(s, now), nil
}
