package clerktest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/authobject"
)

// A profile is who claims speak of.
type profile struct {
	userID, sessionID string
	org               *membership // nil for a personal account
	features, plans   []string    // scope and name
	ages              authobject.FactorAges
	actor, party      string // "" for none
	pending           bool
}

// A membership is what a user is in an organization.
type membership struct {
	orgID, slug, role     string
	permissions, features []string
	real                  bool // it is in the world, so that what changes there counts
}

// A period is when a token is valid.
type period struct{ issued, notBefore, expires time.Time }

// claims returns the claims that Clerk writes for the profile, in version 1 or 2 (Clerk: session token claims).
func (p profile) claims(version int, issuer, tokenID string, valid period) map[string]any {
	claims := map[string]any{
		"iss": issuer, "sub": p.userID, "sid": p.sessionID,
		"iat": valid.issued, "nbf": valid.notBefore, "exp": valid.expires,
		"fva": []float64{p.ages.First, p.ages.Second},
		"sts": authobject.StatusActive,
	}
	if p.pending {
		claims["sts"] = authobject.StatusPending
	}
	if p.party != "" {
		claims["azp"] = p.party
	}
	if p.actor != "" {
		claims["act"] = map[string]any{"sub": p.actor}
	}
	features := p.features
	if version == 2 {
		claims["v"], claims["jti"] = 2, tokenID
		if p.org != nil {
			claims["o"], features = p.org.packed(p.features)
		}
	} else if p.org != nil {
		maps.Copy(claims, p.org.spread())
	}
	if len(features) > 0 {
		claims["fea"] = strings.Join(features, ",")
	}
	if len(p.plans) > 0 {
		claims["pla"] = strings.Join(p.plans, ",")
	}
	return claims
}

// packed returns claim o of version 2, and the features of claim fea that its masks count along.
func (m membership) packed(features []string) (o map[string]any, fea []string) {
	for _, feature := range m.features {
		fea = append(fea, "o:"+feature)
	}
	for _, entry := range features {
		if !slices.Contains(fea, entry) {
			fea = append(fea, entry)
		}
	}
	o = map[string]any{"id": m.orgID}
	if m.slug != "" {
		o["slg"] = m.slug
	}
	if role := strings.TrimPrefix(m.role, orgPrefix); role != "" {
		o["rol"] = role
	}
	fea, names, masks := pack(fea, withoutSystem(m.permissions))
	if names != "" {
		o["per"], o["fpm"] = names, masks
	}
	return o, fea
}

// spread returns the organization as version 1 has it. That version knows no features of organizations.
func (m membership) spread() map[string]any {
	claims := map[string]any{"org_id": m.orgID, "org_permissions": withoutSystem(m.permissions)}
	if m.slug != "" {
		claims["org_slug"] = m.slug
	}
	if m.role != "" {
		claims["org_role"] = fullRole(m.role)
	}
	return claims
}

// An edit sets a member of a header or of claims, or takes it away.
type edit struct {
	name   string
	value  any
	remove bool
}

// edited writes members as JSON after some edits. Times become seconds since 1970 (RFC 7519 section 2, NumericDate).
func edited(members map[string]any, edits []edit) map[string]any {
	for _, e := range edits {
		if e.remove {
			delete(members, e.name)
		} else {
			members[e.name] = e.value
		}
	}
	for name, value := range members {
		if at, ok := value.(time.Time); ok {
			members[name] = at.Unix()
		}
	}
	return members
}

// add returns edits with one more, and leaves those who share edits alone.
func add(edits []edit, e edit) []edit { return append(slices.Clip(edits), e) }

// payload returns claims as a token holds them.
func payload(claims map[string]any, edits []edit) ([]byte, error) {
	return json.Marshal(edited(claims, edits))
}
