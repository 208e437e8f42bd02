package middleware

import "github.com/usher-auth/usher/clerk"

// Reasons of the middleware itself, beside those of package clerk.
const (
	// ReasonCrossOrigin says that another site had the browser send the request, so that its cookies do not count: see
	// [WithTrustedOrigins].
	ReasonCrossOrigin clerk.Reason = "cross-origin-request"
	// ReasonCookiesBlocked says that the browser keeps no cookies of this site, so that it would go round between here and the
	// sign-in for ever.
	ReasonCookiesBlocked clerk.Reason = "cookies-blocked"
	// ReasonHostUnknown says that no Usher is set up for the host of the request: see [Ushers].
	ReasonHostUnknown clerk.Reason = "host-unknown"
	// ReasonBondEnded says that a long connection was ended, because its session was, or because the service closes: see
	// [Usher.EndBonds].
	ReasonBondEnded clerk.Reason = "bond-ended"
	// ReasonCallerChanged says that a long connection was to go on with somebody else's credential: see [Bond.Renew].
	ReasonCallerChanged clerk.Reason = "caller-changed"
)
