package clerktest

import "net/http"

// browserRoutes are the operations of the Frontend API that pages and apps use with Clerk's own libraries. Where a POST has _method in
// its query, it counts as that method.
func (c *Clerk) browserRoutes() map[string]http.HandlerFunc {
	routes := map[string]http.HandlerFunc{}
	for pattern, f := range map[string]frontendOperation{
		"GET /v1/environment":   c.getEnvironment,
		"PATCH /v1/environment": c.getEnvironment, // which only tells Clerk where the application is

		"GET /v1/client":             c.getClient,
		"PUT /v1/client":             c.putClient,
		"POST /v1/client":            c.putClient,
		"DELETE /v1/client":          c.endSessions,
		"DELETE /v1/client/sessions": c.endSessions,

		"POST /v1/client/sign_ins":                            c.newSignInAttempt,
		"GET /v1/client/sign_ins/{id}":                        c.getSignInAttempt,
		"POST /v1/client/sign_ins/{id}/prepare_first_factor":  c.prepareFirstFactor,
		"POST /v1/client/sign_ins/{id}/attempt_first_factor":  c.attemptFirstFactor,
		"POST /v1/client/sign_ins/{id}/attempt_second_factor": c.attemptSecondFactor,
		"POST /v1/client/sign_ins/{id}/reset_password":        c.resetPassword,
		"POST /v1/client/sign_ups":                            c.newSignUpAttempt,
		"GET /v1/client/sign_ups/{id}":                        c.getSignUpAttempt,
		"PATCH /v1/client/sign_ups/{id}":                      c.changeSignUpAttempt,
		"POST /v1/client/sign_ups/{id}/prepare_verification":  c.prepareVerification,
		"POST /v1/client/sign_ups/{id}/attempt_verification":  c.attemptVerification,
		"GET /v1/client/sessions/{id}":                        c.getSession,
		"POST /v1/client/sessions/{id}/touch":                 c.touchSession,
		"POST /v1/client/sessions/{id}/end":                   c.closeSession("ended"),
		"POST /v1/client/sessions/{id}/remove":                c.closeSession("removed"),
		"POST /v1/client/sessions/{id}/tokens":                c.sessionToken,
		"POST /v1/client/sessions/{id}/tokens/{template}":     c.templateToken,
		"GET /v1/me":                                            c.getMe,
		"PATCH /v1/me":                                          c.changeMe,
		"DELETE /v1/me":                                         c.deleteMe,
		"PATCH /v1/me/metadata":                                 c.mergeMyMetadata,
		"POST /v1/me/change_password":                           c.changePassword,
		"POST /v1/me/remove_password":                           c.removePassword,
		"GET /v1/me/email_addresses":                            c.listMyEmails,
		"POST /v1/me/email_addresses":                           c.addMyEmail,
		"POST /v1/me/email_addresses/{$}":                       c.addMyEmail, // as Clerk's library asks
		"GET /v1/me/email_addresses/{id}":                       c.getMyEmail,
		"DELETE /v1/me/email_addresses/{id}":                    c.deleteMyEmail,
		"POST /v1/me/email_addresses/{id}/prepare_verification": c.prepareMyEmail,
		"POST /v1/me/email_addresses/{id}/attempt_verification": c.attemptMyEmail,
		"GET /v1/me/sessions":                                   c.mySessions,
		"GET /v1/me/sessions/active":                            c.mySessions,
		"POST /v1/me/sessions/{id}/revoke":                      c.revokeMySession,
		"GET /v1/me/organization_memberships":                   c.myMemberships,
		"DELETE /v1/me/organization_memberships/{id}":           c.leaveOrganization,
	} {
		routes[pattern] = c.frontend(f)
	}
	return routes
}
