package clerk

// A Reason is a stable, machine-readable code that says why a request, a token or a check was refused. Where the
// official SDK has a code for the same thing, the code is the official one, so that dashboards and support notes
// written for another language keep working. Codes are never reused for another meaning.
//
// A Reason is safe to log, to count and to send to the caller: it never holds anything that came from a request.
type Reason string

// Reasons of a token: what is wrong with the credential itself.
const (
	// ReasonTokenInvalid says that the token is not a JWT that Clerk could have made: wrong form, size, typ or encoding.
	ReasonTokenInvalid Reason = "token-invalid"
	// ReasonTokenInvalidAlgorithm says that the header's alg is none of RS256, RS384 and RS512.
	ReasonTokenInvalidAlgorithm Reason = "token-invalid-algorithm"
	// ReasonTokenInvalidSignature says that no key of this instance made the signature.
	ReasonTokenInvalidSignature Reason = "token-invalid-signature"
	// ReasonTokenInvalidAuthorizedParties says that azp is absent or names a party that is not allowed.
	ReasonTokenInvalidAuthorizedParties Reason = "token-invalid-authorized-parties"
	// ReasonTokenInvalidIssuer says that iss is not an issuer of this instance.
	ReasonTokenInvalidIssuer Reason = "token-invalid-issuer"
	// ReasonTokenVerificationFailed says that a claim is absent, has the wrong JSON type, or that aud does not match.
	ReasonTokenVerificationFailed Reason = "token-verification-failed"
	// ReasonTokenExpired says that exp has passed. A request is told ReasonSessionTokenExpired instead.
	ReasonTokenExpired Reason = "token-expired"
	// ReasonTokenNotActiveYet says that nbf lies in the future. A request is told ReasonSessionTokenNBF instead.
	ReasonTokenNotActiveYet Reason = "token-not-active-yet"
	// ReasonTokenIATInTheFuture says that iat lies in the future. A request is told ReasonSessionTokenIATInTheFuture instead.
	ReasonTokenIATInTheFuture Reason = "token-iat-in-the-future"
	// ReasonTokenTypeMismatch says that the token is genuine in form but of a kind that is not accepted here.
	ReasonTokenTypeMismatch Reason = "token-type-mismatch"
	// ReasonTokenInactive says that Clerk knows a machine's credential, and that it is revoked, expired or otherwise not active.
	ReasonTokenInactive Reason = "token-inactive"
)

// Reasons of verification keys: what keeps the verifier from judging a token.
const (
	// ReasonSecretKeyInvalid says that Clerk refused our key when asked for the verification keys or about a credential.
	ReasonSecretKeyInvalid Reason = "secret-key-invalid"
	// ReasonJWKRemoteFailedToLoad says that the key endpoint answered with an error or without a usable key.
	ReasonJWKRemoteFailedToLoad Reason = "jwk-remote-failed-to-load"
	// ReasonJWKKidMismatch says that the token names a key that this instance does not publish.
	ReasonJWKKidMismatch Reason = "jwk-kid-mismatch"
	// ReasonUnexpectedError says that Clerk could not be reached, gave an answer that is of no use, or that something else
	// answered in its place.
	ReasonUnexpectedError Reason = "unexpected-error"
	// ReasonLookupsExhausted says that too much that Clerk was asked about turned out to be made up, credentials of machines or
	// ids of sessions, so that it is not asked about further unknown ones for the moment.
	ReasonLookupsExhausted Reason = "token-lookups-exhausted"
)

// Reasons of a request: why it has no signed-in caller.
const (
	// ReasonNoCredentials says that the request carries no session token at all.
	ReasonNoCredentials Reason = "session-token-and-uat-missing"
	// ReasonSessionTokenExpired says that the session token has expired and that nothing in the request can refresh it.
	ReasonSessionTokenExpired Reason = "session-token-expired-refresh-non-eligible-no-refresh-cookie"
	// ReasonSessionTokenExpiredNonGET is ReasonSessionTokenExpired for any method but GET, which is never refreshed.
	ReasonSessionTokenExpiredNonGET Reason = "session-token-expired-refresh-non-eligible-non-get"
	// ReasonSessionTokenNBF says that the session token is not valid yet.
	ReasonSessionTokenNBF Reason = "session-token-nbf"
	// ReasonSessionTokenIATInTheFuture says that the session token was issued in the future.
	ReasonSessionTokenIATInTheFuture Reason = "session-token-iat-in-the-future"
	// ReasonNoTokenInHeader says that only the credentials of programs are accepted, and that the Authorization header has none.
	// It is spelled as the official SDK spells it.
	ReasonNoTokenInHeader Reason = "No token in header"
	// ReasonSessionTokenMissing says that a handshake came back without a session: nobody is signed in.
	ReasonSessionTokenMissing Reason = "session-token-missing"
	// ReasonSessionPending says that the user signed in but still owes a task, such as choosing an organization.
	ReasonSessionPending Reason = "session-pending"
	// ReasonSessionRevoked says that the token is genuine and has not expired, and that its session or its user is on the service's own list
	// of those that are over.
	ReasonSessionRevoked Reason = "session-revoked"
	// ReasonMiddlewareMissing says that no middleware looked at the request, so nothing is known about its caller.
	ReasonMiddlewareMissing Reason = "middleware-missing"
)

// Reasons of a handshake: why a browser is sent to Clerk to have its cookies renewed. A request that cannot be redirected, because
// no page is being loaded, is signed out for the same reason.
const (
	// ReasonSessionTokenWithoutUAT says that there is a session cookie, and none that says that somebody is signed in.
	ReasonSessionTokenWithoutUAT Reason = "session-token-but-no-client-uat"
	// ReasonUATWithoutSessionToken says that somebody is signed in, and that the session cookie is missing.
	ReasonUATWithoutSessionToken Reason = "client-uat-but-no-session-token"
	// ReasonSessionTokenBeforeUAT says that the browser's sessions have changed since the session token was made.
	ReasonSessionTokenBeforeUAT Reason = "session-token-iat-before-client-uat"
	// ReasonDevBrowserMissing says that a development instance does not know the browser yet.
	ReasonDevBrowserMissing Reason = "dev-browser-missing"
	// ReasonDevBrowserSync says that the address carries the browser's identity for a development instance, for a cookie to be
	// made of it.
	ReasonDevBrowserSync Reason = "dev-browser-sync"
	// ReasonSatelliteNeedsSyncing says that a satellite asks the primary application whether somebody is signed in there.
	ReasonSatelliteNeedsSyncing Reason = "satellite-needs-syncing"
	// ReasonPrimaryRespondsToSyncing says that the primary application of a development instance answers a satellite.
	ReasonPrimaryRespondsToSyncing Reason = "primary-responds-to-syncing"
	// ReasonCrossOriginSync says that the browser comes from another site, where it may have signed in or out.
	ReasonCrossOriginSync Reason = "primary-domain-cross-origin-sync"
	// ReasonOrganizationMismatch says that the page belongs to another organization than the active one.
	ReasonOrganizationMismatch Reason = "active-organization-mismatch"
	// ReasonRefreshFailed begins the reasons of an expired session token that could not be refreshed; why not follows it.
	ReasonRefreshFailed Reason = "session-token-expired-refresh-"
)

// Reasons of a request that cannot be decided because something around it is set up wrongly.
const (
	// ReasonHandshakeFailed says that a development instance sent a handshake that this service cannot verify.
	ReasonHandshakeFailed Reason = "handshake-invalid"
	// ReasonSatelliteSignInURL says that SignInURL leads a satellite to itself.
	ReasonSatelliteSignInURL Reason = "satellite-sign-in-url-invalid"
	// ReasonRedirectURLInvalid says that the address to return to is none that a browser can be sent to.
	ReasonRedirectURLInvalid Reason = "redirect-url-invalid"
)

// Reasons of a request that names the session that it means: see package multisession.
const (
	// ReasonSessionIDInvalid says that what the request gives as the id of a session is none.
	ReasonSessionIDInvalid Reason = "session-id-invalid"
	// ReasonSessionIDAmbiguous says that the request names a session more than once.
	ReasonSessionIDAmbiguous Reason = "session-id-ambiguous"
	// ReasonSessionIDMissing says that the request does not name its session, and that what it asks for wants that.
	ReasonSessionIDMissing Reason = "session-id-missing"
	// ReasonSessionMismatch says that the request names another session than any that it proves.
	ReasonSessionMismatch Reason = "session-mismatch"
	// ReasonSessionNotOfClient says that Clerk knows no such session in the browser of the one that the request proves.
	ReasonSessionNotOfClient Reason = "session-not-of-client"
	// ReasonSessionEnded says that the session that the request names, or the one that it proves, is over at Clerk.
	ReasonSessionEnded Reason = "session-ended"
)

// Reasons of a check: why a signed-in caller may not do what was asked.
const (
	// ReasonRole says that the caller's role in the active organization is another one, or that none is active.
	ReasonRole Reason = "role-missing"
	// ReasonPermission says that the caller lacks the permission in the active organization, or that none is active.
	ReasonPermission Reason = "permission-missing"
	// ReasonFeature says that neither the user nor the active organization has the feature.
	ReasonFeature Reason = "feature-missing"
	// ReasonPlan says that neither the user nor the active organization has the plan.
	ReasonPlan Reason = "plan-missing"
	// ReasonScope says that the credential of a machine lacks the scope, or that the caller is a session, which has none.
	ReasonScope Reason = "scope-missing"
	// ReasonClaim says that a claim is absent or has another value than the ones allowed.
	ReasonClaim Reason = "claim-mismatch"
	// ReasonReverification says that the caller must confirm a factor again. It is the code that Clerk's front-end
	// libraries look for.
	ReasonReverification Reason = "reverification-error"
	// ReasonAny says that none of several alternatives is met, each for a reason of its own.
	ReasonAny Reason = "no-alternative-met"
	// ReasonNot says that a check which must not hold does hold.
	ReasonNot Reason = "excluded"
	// ReasonFunc says that a check written as a function refused.
	ReasonFunc Reason = "check-refused"
	// ReasonCheckInvalid says that a check cannot be evaluated as it was written, for example a role without a name.
	ReasonCheckInvalid Reason = "check-invalid"
)
