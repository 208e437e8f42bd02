package authobject

import (
	"time"

	"github.com/usher-auth/usher/clerk"
)

// A TokenKind names a kind of credential, by the names that Clerk's SDKs use.
type TokenKind string

// SessionToken is the kind of the short-lived JWT that a signed-in browser or app holds.
const SessionToken TokenKind = "session_token"

// A SessionStatus is the state of a session when its token was made (claim sts). Clerk mints tokens for active and pending
// sessions only; the type is open, and a token without the claim has the status "".
type SessionStatus string

// The session statuses that tokens carry.
const (
	// StatusActive is the status of a session that may be used.
	StatusActive SessionStatus = "active"
	// StatusPending is the status of a session whose user still owes a task, such as choosing an organization.
	StatusPending SessionStatus = "pending"
)

// FactorAges tells how long ago the user proved each factor, in minutes (claim fva). A negative age means that the factor
// is not enrolled or was never proven.
type FactorAges struct {
	// First is the age of the first factor in minutes, or -1.
	First float64
	// Second is the age of the second factor in minutes, or -1.
	Second float64
}

// An Actor is the one who acts in the user's name when a session is impersonated (claim act, RFC 8693 section 4.1).
type Actor struct {
	// Subject is the actor's id, usually the user id of a support engineer; "" when the token does not tell it as text.
	Subject string
	// Issuer is who vouches for the actor; often "".
	Issuer string
	// SessionID is the actor's own session; often "".
	SessionID string
	// Type is "agent" for a software agent and otherwise "".
	Type string
}

// An Auth is what is known about the caller of one request. It is immutable, so every method may be called concurrently,
// and nil counts as signed out. Fields that a token does not carry are zero.
type Auth struct {
	*caller // shared by every Auth of one credential, so that a verifier can remember it without the credential
	token   Token
}

// A caller is an Auth without its credential. It is not changed once it is made.
type caller struct {
	kind     TokenKind
	signedIn bool
	reason   clerk.Reason
	claims   Claims

	userID, sessionID string
	status            SessionStatus
	actor             *Actor
	factorAges        *FactorAges
	org               organization
	machine           *machine // set for a program's credential only
	features, plans   string   // claims fea and pla, decoded when a check asks

	issuer, authorizedParty, tokenID string
	issuedAt, expiresAt              time.Time
}

// SignedOut returns an Auth without an identity. The reason says why, and is what [Auth.Reason] returns; for
// clerk.ReasonSessionPending the status is [StatusPending].
func SignedOut(reason clerk.Reason) *Auth {
	c := &caller{kind: SessionToken, reason: reason}
	if reason == clerk.ReasonSessionPending {
		c.status = StatusPending
	}
	return &Auth{caller: c}
}

// Settled returns the Auth itself, or, where its session is pending, a signed-out one with clerk.ReasonSessionPending: a user who
// still owes a task counts as signed out unless a service says otherwise.
func (a *Auth) Settled() *Auth {
	if a.Status() == StatusPending {
		return SignedOut(clerk.ReasonSessionPending)
	}
	return a
}

// orNobody stands in for a nil Auth and an empty one, so that accessors need one rule only.
func (a *Auth) orNobody() *Auth {
	switch {
	case a == nil:
		return &Auth{caller: &caller{reason: clerk.ReasonMiddlewareMissing}}
	case a.caller == nil:
		return &Auth{caller: &caller{}}
	}
	return a
}

// IsSignedIn reports whether the caller is a user with a session. It is false for pending sessions unless the middleware was
// told to let those through, and for programs, whatever they presented: code that was written for users never takes a machine
// for one. Ask [Auth.IsAuthenticated] where both are welcome.
func (a *Auth) IsSignedIn() bool { return a != nil && a.caller != nil && a.signedIn }

// Reason returns why the caller is not known, or "" when it is.
func (a *Auth) Reason() clerk.Reason { return a.orNobody().reason }

// Kind returns the kind of credential that was presented, or that would have been accepted.
func (a *Auth) Kind() TokenKind { return a.orNobody().kind }

// UserID returns the user's id ("user_…", claim sub). For a program it is the user that it acts for: the subject of a user's
// API key, or the user who granted an OAuth token. Such a program is not the user; see [Auth.IsSignedIn].
func (a *Auth) UserID() string { return a.orNobody().userID }

// SessionID returns the id of the session that the token was made for ("sess_…", claim sid).
func (a *Auth) SessionID() string { return a.orNobody().sessionID }

// Status returns the session's status (claim sts).
func (a *Auth) Status() SessionStatus { return a.orNobody().status }

// OrgID returns the id of the organization that is active in the session ("org_…"), or "" for a personal account. For an
// organization's API key it is that organization. Refuse "" before you compare it with what a row of your data holds: rows that belong
// to no organization hold it, too.
func (a *Auth) OrgID() string { return a.orNobody().org.id }

// OrgSlug returns the slug of the active organization.
func (a *Auth) OrgSlug() string { return a.orNobody().org.slug }

// OrgRole returns the user's role in the active organization, with its prefix: "org:admin".
func (a *Auth) OrgRole() string { return a.orNobody().org.role }

// OrgPermissions returns the user's custom permissions in the active organization, such as "org:invoices:read", in the
// order of the token. System permissions (org:sys_…) are not part of version 2 tokens. The slice is the caller's own.
func (a *Auth) OrgPermissions() []string {
	a = a.orNobody()
	permissions, _ := a.org.permissions(a.features) // decoded anew for each caller
	return permissions
}

// Actor returns who acts in the user's name, and whether anybody does: whether the session is impersonated. An actor whom the
// token does not name in a readable way has an empty Subject.
func (a *Auth) Actor() (Actor, bool) {
	if actor := a.orNobody().actor; actor != nil {
		return *actor, true
	}
	return Actor{}, false
}

// FactorAges returns how long ago each factor was proven. It reports false when the token does not say, or says it in a
// way that cannot be trusted: anything but two numbers that are -1 or not negative.
func (a *Auth) FactorAges() (FactorAges, bool) {
	if ages := a.orNobody().factorAges; ages != nil {
		return *ages, true
	}
	return FactorAges{}, false
}

// Issuer returns the issuer of the token (claim iss): the instance's Frontend API.
func (a *Auth) Issuer() string { return a.orNobody().issuer }

// AuthorizedParty returns the origin that the token was made for (claim azp).
func (a *Auth) AuthorizedParty() string { return a.orNobody().authorizedParty }

// TokenID returns the token's own id: claim jti of a JWT, "ak_…", "mt_…" or "oat_…" of a credential that Clerk looked up. It is
// no secret.
func (a *Auth) TokenID() string { return a.orNobody().tokenID }

// IssuedAt returns when the token was made (claim iat, to the second), or the zero time.
func (a *Auth) IssuedAt() time.Time { return a.orNobody().issuedAt }

// ExpiresAt returns when the token ends (claim exp, to the second), or the zero time.
func (a *Auth) ExpiresAt() time.Time { return a.orNobody().expiresAt }

// Token returns the token that was presented. It prints as a placeholder; see [Token.Reveal].
func (a *Auth) Token() Token { return a.orNobody().token }

// Claims returns the verified claims of the token. Those of a machine's credential are what the application or the machine put
// into it: without iss, sub, exp, nbf, iat and jti, and none where nothing else is there. Beware that a machine chooses what
// its own M2M tokens claim.
func (a *Auth) Claims() Claims { return a.orNobody().claims }
