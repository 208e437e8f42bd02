package authobject

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jsonmember"
)

// The kinds of credential that programs present.
const (
	// APIKey is the kind of a long-lived key of a user or an organization (ak_…).
	APIKey TokenKind = "api_key"
	// M2MToken is the kind of a token with which one machine of the application calls another (mt_…, or a JWT).
	M2MToken TokenKind = "m2m_token"
	// OAuthToken is the kind of an access token that a user granted to an OAuth application (oat_…, or a JWT).
	OAuthToken TokenKind = "oauth_token"
)

// IsMachine reports whether programs present credentials of this kind: [APIKey], [M2MToken] or [OAuthToken].
func (k TokenKind) IsMachine() bool { return k == APIKey || k == M2MToken || k == OAuthToken }

// A Machine is what a verifier found out about a program's credential; [FromMachine] makes an Auth of it.
type Machine struct {
	Kind      TokenKind // APIKey, M2MToken or OAuthToken; required
	Subject   string    // whom it acts for: user_…, org_… or mch_…; required
	ID        string    // which credential it is: ak_…, mt_… or oat_…; a JWT may have none
	Name      string    // of an API key: which one it is, for people
	ClientID  string    // of an OAuth token: the application that holds it
	Scopes    []string  // what it is good for
	Claims    []byte    // a JSON object with what the application or the machine put into it, or nil
	Issuer    string    // of a JWT: who made it
	IssuedAt  time.Time // when it was made; zero: nobody knows
	ExpiresAt time.Time // when it ends; zero: never
}

// ErrMachine is what [FromMachine] returns for what no machine's credential can be.
var ErrMachine = errors.New("a machine's credential is an API key, an M2M token or an OAuth token, names its subject, and has claims in a JSON object or none")

// machine is what an Auth knows of a credential that no browser holds.
type machine struct {
	subject, name, clientID string
	scopes                  []string
}

// FromMachine returns the Auth of a program. It verifies nothing: that is the work of package token, and a caller that
// makes one of anything but a verified credential lets strangers in. m is copied. tokenText may be "".
func FromMachine(m Machine, tokenText string) (*Auth, error) {
	if !m.Kind.IsMachine() || m.Subject == "" {
		return nil, ErrMachine
	}
	a := &caller{
		kind: m.Kind, tokenID: m.ID, issuer: m.Issuer,
		issuedAt: m.IssuedAt, expiresAt: m.ExpiresAt,
		machine: &machine{subject: m.Subject, name: m.Name, clientID: m.ClientID, scopes: slices.Clone(m.Scopes)},
	}
	if m.Claims != nil {
		if !json.Valid(m.Claims) || !jsonmember.IsObject(m.Claims) {
			return nil, ErrMachine
		}
		a.claims = newClaims(string(m.Claims))
	}
	switch {
	case m.Kind == OAuthToken, m.Kind == APIKey && strings.HasPrefix(m.Subject, "user_"):
		a.userID = m.Subject
	case m.Kind == APIKey && strings.HasPrefix(m.Subject, "org_"):
		a.org.id = m.Subject
	}
	return &Auth{caller: a, token: NewToken(tokenText)}, nil
}

// Unauthenticated is [SignedOut] for a request on which a credential of this kind was presented or wanted. The kind may be "":
// none of those that are accepted.
func Unauthenticated(kind TokenKind, reason clerk.Reason) *Auth {
	a := SignedOut(reason)
	a.kind = kind
	return a
}

// WithToken returns a copy of the Auth that carries this credential. A verifier that remembers whom it let in remembers them
// without their credentials.
func (a *Auth) WithToken(text string) *Auth {
	// One piece of memory for both: this is all that a request costs whose credential is remembered.
	both := &struct {
		auth Auth
		text string
	}{Auth{caller: a.orNobody().caller}, text}
	if text != "" {
		both.auth.token = Token{text: &both.text}
	}
	return &both.auth
}

// IsAuthenticated reports whether the caller is known, be it a user's session or a program with a verified credential.
// [Auth.IsSignedIn] is true for the former only.
func (a *Auth) IsAuthenticated() bool { return a.IsSignedIn() || a.IsMachine() }

// IsMachine reports whether the caller is a program with a verified credential; [Auth.Kind] tells of which kind.
func (a *Auth) IsMachine() bool { return a != nil && a.caller != nil && a.machine != nil }

// orNone stands in for what a session has not.
func (m *machine) orNone() *machine {
	if m == nil {
		return &machine{}
	}
	return m
}

// Subject returns whom the credential speaks for: of a session the user, of an API key its user (user_…) or organization
// (org_…), of an M2M token the machine (mch_…), of an OAuth token the user who granted it.
func (a *Auth) Subject() string {
	if a.IsMachine() {
		return a.machine.subject
	}
	return a.UserID()
}

// MachineID returns the machine that presented an M2M token ("mch_…"), and "" for every other caller.
func (a *Auth) MachineID() string {
	if a.IsMachine() && a.kind == M2MToken {
		return a.machine.subject
	}
	return ""
}

// Name returns the name of an API key, which people gave it.
func (a *Auth) Name() string { return a.orNobody().machine.orNone().name }

// ClientID returns the OAuth application that presented an OAuth token.
func (a *Auth) ClientID() string { return a.orNobody().machine.orNone().clientID }

// Scopes returns what a machine's credential is good for, in the order of the credential: words of the application's own for
// an API key, machines (mch_…) for an M2M token, what the user granted for an OAuth token. Sessions have none. The slice is
// the caller's own.
func (a *Auth) Scopes() []string { return slices.Clone(a.orNobody().machine.orNone().scopes) }

// Scope returns a check that is met when a machine's credential has this scope, exactly as it is written. It is the only check
// that programs can meet; sessions have no scopes and do not meet it. To let in both, combine:
// Any(Role("org:admin"), Scope("reports:read")). It refuses with clerk.ReasonScope.
func Scope(scope string) Check {
	text := "scope " + scope
	if scope == "" || strings.TrimSpace(scope) != scope {
		return invalid(text, fmt.Sprintf("Scope(%q) names no scope; write it as the credential has it, without spaces around it", scope))
	}
	return Check{text: text, machines: true, eval: func(a *Auth) *Refusal {
		switch {
		case !a.IsMachine():
			return unknown(clerk.ReasonScope, text, "the caller is a user's session, which has no scopes, and "+text+" is required")
		case !slices.Contains(a.machine.scopes, scope):
			return refuse(clerk.ReasonScope, text, "the caller's credential lacks "+text)
		}
		return nil
	}}
}
