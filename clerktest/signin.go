package clerktest

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/usher-auth/usher/authobject"
)

// Times of session tokens, as Clerk sets them.
const (
	notBeforeLead = 10 * time.Second // how long before iat a token is valid
	expiredSince  = 10 * time.Minute // for Expired: more than any clerk.Options.ClockSkew
)

// A SignIn is a session of a user and the way its tokens are made. [Clerk.SignIn] makes one, with which tokens are right in
// every respect; each method returns a changed copy and leaves the SignIn alone, so that one can be shared and varied. The
// methods that set a claim in a way of its own ([SignIn.Claim], [SignIn.Without], [SignIn.Raw]) go before all others,
// whatever the order.
type SignIn struct {
	ck      *Clerk
	profile profile
	version int

	issued    time.Time // zero: when the token is made
	expiresIn *time.Duration
	expired   bool

	claims, header []edit
	raw            []byte // nil: the claims
	signer         *Clerk
	forged         bool
}

// SignIn begins a session of a user who was added, with the first factor just proven and no organization active. Its
// tokens have the issuer of the instance, version 2 claims, and no authorized party. The session is in a browser of its own;
// [Browser.Hold] has another one take it over.
func (c *Clerk) SignIn(user User) *SignIn {
	c.tb.Helper()
	if !c.people.signedIn(user.ID, c.Now()) {
		c.fail("SignIn: there is no user %q; add one with AddUser, and pass what that returns", user.ID)
	}
	s := c.newSignIn(user.ID)
	c.register(s)
	return s
}

func (c *Clerk) newSignIn(userID string) *SignIn {
	return &SignIn{ck: c, version: 2, signer: c, profile: profile{
		userID: userID, sessionID: c.world.ID("sess"), ages: authobject.FactorAges{First: 0, Second: -1},
	}}
}

func (s *SignIn) but(change func(*SignIn)) *SignIn {
	out := *s
	change(&out)
	return &out
}

// Org makes an organization the active one, with the role that AddMember gave the user, and with that role's permissions.
// Not to be a member is a mistake; see [SignIn.OrgRole].
func (s *SignIn) Org(org Org) *SignIn {
	s.ck.tb.Helper()
	m, ok := s.ck.people.membership(org.ID, s.profile.userID)
	if !ok {
		s.ck.fail("SignIn.Org: the user %s is no member of the organization %q; call AddMember first, or use OrgRole",
			s.profile.userID, org.ID)
	}
	return s.but(func(s *SignIn) { s.profile.org = &m })
}

// OrgRole makes an organization active by its slug, with any role and permissions, whether or not the user is a member.
// Where the organization was added, the id and the features are its own; otherwise the id is "org_" and the slug.
// Permissions have the form org:feature:permission; the prefix "org:" may be left out of them and of the role.
func (s *SignIn) OrgRole(slug, role string, permissions ...string) *SignIn {
	s.ck.tb.Helper()
	if slug == "" || fullRole(role) == orgPrefix {
		s.ck.fail("SignIn.OrgRole(%q, %q): both must have a name, as in acme and org:admin; for odd claims use Claim", slug, role)
	}
	full, err := fullPermissions(permissions)
	if err != nil {
		s.ck.fail("SignIn.OrgRole: %v", err)
	}
	m := membership{orgID: "org_" + slug, slug: slug, role: fullRole(role), permissions: full}
	if org, ok := s.ck.Org(slug); ok {
		m.orgID, m.slug, m.features = org.ID, org.Slug, org.Features
	}
	return s.but(func(s *SignIn) { s.profile.org = &m })
}

// Pending gives the session the status pending: the user still owes a task (claim sts).
func (s *SignIn) Pending() *SignIn { return s.but(func(s *SignIn) { s.profile.pending = true }) }

// Actor has the user with this id act in the user's name (claim act).
func (s *SignIn) Actor(id string) *SignIn { return s.but(func(s *SignIn) { s.profile.actor = id }) }

// FactorAges sets how many minutes ago each factor was proven, -1 for never (claim fva).
func (s *SignIn) FactorAges(first, second float64) *SignIn {
	return s.but(func(s *SignIn) { s.profile.ages = authobject.FactorAges{First: first, Second: second} })
}

// Features adds features, each with its scope: "o:audit" of the organization, "u:beta" of the user, "uo:export" of both
// (claim fea). Features of the active organization come before them.
func (s *SignIn) Features(entries ...string) *SignIn {
	s.ck.tb.Helper()
	if err := scoped(entries); err != nil {
		s.ck.fail("SignIn.Features: %v", err)
	}
	return s.but(func(s *SignIn) { s.profile.features = slices.Concat(s.profile.features, entries) })
}

// Plans adds plans, each with its scope, as in [SignIn.Features]: "o:team", "u:pro" (claim pla).
func (s *SignIn) Plans(entries ...string) *SignIn {
	s.ck.tb.Helper()
	if err := scoped(entries); err != nil {
		s.ck.fail("SignIn.Plans: %v", err)
	}
	return s.but(func(s *SignIn) { s.profile.plans = slices.Concat(s.profile.plans, entries) })
}

// AuthorizedParty sets the origin that tokens are made for (claim azp).
func (s *SignIn) AuthorizedParty(origin string) *SignIn {
	return s.but(func(s *SignIn) { s.profile.party = origin })
}

// Version chooses how claims are written: 2 as Clerk does now, or 1 as it did before. For the claim v itself use Claim.
func (s *SignIn) Version(version int) *SignIn {
	s.ck.tb.Helper()
	if version != 1 && version != 2 {
		s.ck.fail("SignIn.Version(%d): there are 1 and 2; for another claim v use Claim", version)
	}
	return s.but(func(s *SignIn) { s.version = version })
}

// IssuedAt makes tokens as if at another time (claim iat); nbf and exp move along.
func (s *SignIn) IssuedAt(t time.Time) *SignIn { return s.but(func(s *SignIn) { s.issued = t }) }

// ExpiresIn makes tokens end so long after the moment in which they are made (claim exp). It may be negative.
func (s *SignIn) ExpiresIn(d time.Duration) *SignIn {
	return s.but(func(s *SignIn) { s.expiresIn, s.expired = &d, false })
}

// Expired makes tokens that ended ten minutes ago, which no clock skew excuses, after an ordinary lifetime.
func (s *SignIn) Expired() *SignIn {
	return s.but(func(s *SignIn) { s.expired = true })
}

// Claim sets a claim, one of Clerk's or one of your own, to any value that encoding/json writes. A time.Time becomes
// seconds since 1970, as in exp.
func (s *SignIn) Claim(name string, value any) *SignIn {
	return s.but(func(s *SignIn) { s.claims = add(s.claims, edit{name: name, value: value}) })
}

// Without leaves a claim out.
func (s *SignIn) Without(name string) *SignIn {
	return s.but(func(s *SignIn) { s.claims = add(s.claims, edit{name: name, remove: true}) })
}

// Header sets a member of the token's header. For what alg does to the signature see [Clerk.Sign].
func (s *SignIn) Header(name string, value any) *SignIn {
	return s.but(func(s *SignIn) { s.header = add(s.header, edit{name: name, value: value}) })
}

// WithoutHeader leaves a member of the token's header out.
func (s *SignIn) WithoutHeader(name string) *SignIn {
	return s.but(func(s *SignIn) { s.header = add(s.header, edit{name: name, remove: true}) })
}

// Raw signs exactly these bytes instead of claims. They need not be JSON.
func (s *SignIn) Raw(payload []byte) *SignIn {
	return s.but(func(s *SignIn) { s.raw = append([]byte{}, payload...) })
}

// SignedBy signs with the key of another instance and names that key, with claims that are this one's still.
func (s *SignIn) SignedBy(other *Clerk) *SignIn {
	return s.but(func(s *SignIn) { s.signer, s.forged = other, false })
}

// Forged signs with a key that no instance has ever published, and names the key of this one.
func (s *SignIn) Forged() *SignIn {
	return s.but(func(s *SignIn) { s.signer, s.forged = s.ck, true })
}

// SessionID returns the id of the session (claim sid).
func (s *SignIn) SessionID() string { return s.profile.sessionID }

// Authorize sets the header Authorization of r to a new token, after the scheme Bearer, and returns r.
func (s *SignIn) Authorize(r *http.Request) *http.Request {
	s.ck.tb.Helper()
	r.Header.Set("Authorization", "Bearer "+s.Token())
	return r
}

// Token returns a new token of the session, made at the time of the instance's clock and signed with the key of this
// moment.
func (s *SignIn) Token() string {
	s.ck.tb.Helper()
	token, err := s.sign()
	if err != nil {
		s.ck.fail("%v", err)
	}
	return token
}

// sign is Token where a mistake ends no test.
func (s *SignIn) sign() (string, error) {
	body := s.raw
	if body == nil {
		var err error
		claims := s.profile.claims(s.version, s.ck.Issuer(), randomText(), s.period())
		if body, err = payload(claims, s.claims); err != nil {
			return "", fmt.Errorf("SignIn.Claim: the claims are no JSON: %w", err)
		}
	}
	key := s.signer.keys.current()
	if s.forged {
		var err error
		if key, err = newSigningKey(key.id); err != nil {
			return "", fmt.Errorf("a new key cannot be made: %w", err)
		}
	}
	token, err := compact(key, edited(sessionHeader(key), s.header), body)
	if err != nil {
		return "", fmt.Errorf("SignIn.Header: %w", err)
	}
	return token, nil
}

// period returns when a token that is made now is valid.
func (s *SignIn) period() period {
	now, lifetime := s.ck.Now(), s.ck.config.TokenLifetime
	issued := now
	if s.expired {
		issued = now.Add(-expiredSince - lifetime)
	}
	if !s.issued.IsZero() {
		issued = s.issued
	}
	expires := issued.Add(lifetime)
	switch {
	case s.expired:
		expires = now.Add(-expiredSince)
	case s.expiresIn != nil:
		expires = now.Add(*s.expiresIn)
	}
	return period{issued: issued, notBefore: issued.Add(-notBeforeLead), expires: expires}
}
