package clerktest

import (
	"fmt"
	"net/http"
)

// An endpoint is one operation of the Backend API: it returns what is answered as JSON, or why not.
type endpoint func(r *http.Request) (any, *refusal)

// endpoints are the operations that there are, by method and path.
func (c *Clerk) endpoints() map[string]endpoint {
	return map[string]endpoint{
		"GET /v1/users":                   c.listUsers,
		"GET /v1/users/count":             c.countUsers,
		"POST /v1/users":                  c.createUser,
		"GET /v1/users/{user_id}":         c.getUser,
		"PATCH /v1/users/{user_id}":       c.updateUser,
		"DELETE /v1/users/{user_id}":      c.deleteUser,
		"POST /v1/users/{user_id}/ban":    c.flagUser(func(u *User) { u.Banned = true }),
		"POST /v1/users/{user_id}/unban":  c.flagUser(func(u *User) { u.Banned = false }),
		"POST /v1/users/{user_id}/lock":   c.flagUser(func(u *User) { u.Locked = true }),
		"POST /v1/users/{user_id}/unlock": c.flagUser(func(u *User) { u.Locked = false }),

		"PATCH /v1/users/{user_id}/metadata":               c.changeMetadata(mergeMetadata),
		"PUT /v1/users/{user_id}/metadata":                 c.changeMetadata(replaceMetadata),
		"GET /v1/users/{user_id}/organization_memberships": c.listMembershipsOfUser,

		"GET /v1/organizations":                               c.listOrganizations,
		"GET /v1/organizations/{organization_id}":             c.getOrganization,
		"GET /v1/organizations/{organization_id}/memberships": c.listMembershipsOfOrganization,
	}
}

// serve makes a handler of an endpoint: for those with the secret key.
func (c *Clerk) serve(e endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if refused := c.checkKey(r); refused != nil {
			refused.write(w)
			return
		}
		answer, refused := e(r)
		if refused != nil {
			refused.write(w)
			return
		}
		writeJSON(w, http.StatusOK, answer)
	}
}

// checkKey refuses requests without the secret key.
func (c *Clerk) checkKey(r *http.Request) *refusal {
	switch r.Header.Get("Authorization") {
	case "Bearer " + c.config.SecretKey:
		return nil
	case "":
		return refuse(http.StatusUnauthorized, "authorization_header_missing", "No secret key",
			"The header Authorization: Bearer with the secret key of the instance is missing.")
	default:
		return refuse(http.StatusUnauthorized, "clerk_key_invalid", "The secret key is invalid",
			"The secret key is not the one of this instance.")
	}
}

// notImplemented answers for the rest of the Backend API, with or without a key.
func notImplemented(w http.ResponseWriter, r *http.Request) {
	refuse(http.StatusNotImplemented, "not_implemented", "Not implemented", fmt.Sprintf(
		"clerktest does not answer %s %.200q. It has the users, their metadata, bans and locks, sessions and clients, reads "+
			"organizations and memberships, and of the Frontend API it has the handshake; see Clerk.URL for the list. Test the rest "+
			"with an http.Client of your own in the options.",
		r.Method, r.URL.Path)).write(w)
}
