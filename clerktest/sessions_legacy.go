package clerktest

import (
	"net/http"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

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
	var answer any
	c.world.View(func() {
		in, s := c.clientOf(p.Token), c.world.Sessions.Get(r.PathValue("session_id"))
		if in != nil && s != nil && s.ClientID == in.ID && c.world.Status(s) == world.Active {
			answer = c.api.ViewSession(s)
		}
	})
	if answer == nil {
		return nil, refuse(http.StatusNotFound, "resource_not_found", "Not found", "The client of the token has no such session that is active.")
	}
	return answer, nil
}
