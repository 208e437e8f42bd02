package authobject

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jsonmember"
)

// refuse returns the refusal of an evaluated check.
func refuse(reason clerk.Reason, text, detail string) *Refusal {
	return &Refusal{Reason: reason, Check: text, Detail: detail}
}

// unknown returns the refusal of a check that lacks the facts.
func unknown(reason clerk.Reason, text, detail string) *Refusal {
	return &Refusal{Reason: reason, Check: text, Detail: detail, unevaluable: true}
}

// withPrefix writes a role or permission with exactly one "org:" before it. "admin", "org:admin" and "org:org:admin" are one
// role (Clerk: has).
func withPrefix(name string) string {
	for strings.HasPrefix(name, orgPrefix) {
		name = name[len(orgPrefix):]
	}
	return orgPrefix + name
}

// Role returns a check that is met when the caller has this role in the active organization. The prefix "org:" may be left
// out; case matters. It refuses with clerk.ReasonRole.
func Role(role string) Check {
	want := withPrefix(role)
	text := "role " + want
	if want == orgPrefix {
		return invalid(text, `Role("") names no role; use for example Role("org:admin")`)
	}
	return Check{text: text, eval: func(a *Auth) *Refusal {
		switch {
		case a.org.id == "":
			return unknown(clerk.ReasonRole, text, "no organization is active in the session, and "+text+" is required")
		case a.org.role == "":
			return unknown(clerk.ReasonRole, text, "the token tells no role, and "+text+" is required")
		case withPrefix(a.org.role) != want:
			return refuse(clerk.ReasonRole, text, "the caller's role in the active organization is not "+want)
		}
		return nil
	}}
}

// Permission returns a check that is met when the caller has this permission in the active organization, such as
// "org:invoices:read". The prefix "org:" may be left out. It refuses with clerk.ReasonPermission. System permissions (org:sys_…)
// are not part of version 2 tokens and are refused there.
func Permission(permission string) Check {
	want := withPrefix(permission)
	text := "permission " + want
	if want == orgPrefix {
		return invalid(text, `Permission("") names no permission; use for example Permission("org:invoices:read")`)
	}
	return Check{text: text, eval: func(a *Auth) *Refusal {
		if a.org.id == "" {
			return unknown(clerk.ReasonPermission, text, "no organization is active in the session, and "+text+" is required")
		}
		switch granted, known := a.org.grants(a.features, want); {
		case granted:
			return nil
		case !known:
			return unknown(clerk.ReasonPermission, text, "the token does not tell all permissions, and "+text+" is required")
		}
		return refuse(clerk.ReasonPermission, text, "the caller lacks "+text+" in the active organization")
	}}
}

// Feature returns a check that is met when the user or the active organization has the feature. "org:audit" (or "o:",
// "organization:") asks for the organization alone, "user:beta" (or "u:") for the user alone. It refuses with
// clerk.ReasonFeature.
func Feature(feature string) Check {
	return billing("feature", clerk.ReasonFeature, feature, func(a *Auth) string { return a.features })
}

// Plan returns a check that is met when the user or the active organization is on the plan, with the same prefixes as
// [Feature]. It refuses with clerk.ReasonPlan.
func Plan(plan string) Check {
	return billing("plan", clerk.ReasonPlan, plan, func(a *Auth) string { return a.plans })
}

func billing(what string, reason clerk.Reason, query string, claim func(*Auth) string) Check {
	text := what + " " + query
	scope, id, scoped := strings.Cut(query, ":")
	if !scoped {
		scope, id = "", query
	}
	id, _, _ = strings.Cut(id, ":") // as the official SDK reads it, what follows a second colon does not count
	var org, user bool
	switch scope {
	case "":
		org, user = !scoped, !scoped
	case "o", "org", "organization":
		org = true
	case "u", "user":
		user = true
	}
	if id == "" || (!org && !user) {
		return invalid(text, fmt.Sprintf("%q is not the name of a %s; write the name alone, or org:name or user:name", query, what))
	}
	return Check{text: text, eval: func(a *Auth) *Refusal {
		have, ok := splitScopes(claim(a))
		if claim(a) == "" || !ok {
			return unknown(reason, text, "the token tells nothing readable about "+what+"s, and "+text+" is required")
		}
		if (org && slices.Contains(have.org, id)) || (user && slices.Contains(have.user, id)) {
			return nil
		}
		return refuse(reason, text, "neither the user nor the active organization has "+text)
	}}
}

// Claim returns a check that is met when the claim at path equals one of values, or is a list that holds one of them. path is
// read as in [Claims.Get]. A value is a string, a bool, an int, an int64 or a float64, and matches JSON of that type only: the
// text "true" is not true. Where nothing matches and something is of a type that no value has, the check cannot be evaluated,
// so that Not(Claim("banned", true)) refuses a token that says "banned":"true". It refuses with clerk.ReasonClaim.
func Claim(path string, values ...any) Check {
	text := "claim " + path
	if _, ok := splitPath(path); !ok {
		return invalid(text, fmt.Sprintf("Claim(%q) has no path; write names joined by dots, or a JSON Pointer in which ~ is ~0 and / is ~1", path))
	}
	if len(values) == 0 {
		return invalid(text, fmt.Sprintf("Claim(%q) needs at least one value to compare with", path))
	}
	for _, value := range values {
		switch value := value.(type) {
		case string, bool, int, int64:
		case float64:
			if math.IsNaN(value) || math.IsInf(value, 0) {
				return invalid(text, fmt.Sprintf("Claim(%q) cannot compare with %v, which no JSON number is", path, value))
			}
		default:
			return invalid(text, fmt.Sprintf("Claim(%q) cannot compare with a %T; use string, bool, int, int64 or float64", path, value))
		}
	}
	wanted := slices.Clone(values) // the caller may go on to use the list
	matches := func(value json.RawMessage) bool {
		return slices.ContainsFunc(wanted, func(want any) bool { return equal(value, want) })
	}
	foreign := func(value json.RawMessage) bool {
		return !slices.ContainsFunc(wanted, func(want any) bool { return sameType(value, want) })
	}
	return Check{text: text, eval: func(a *Auth) *Refusal {
		value, ok := a.claims.Get(path)
		if !ok {
			return unknown(clerk.ReasonClaim, text, "the token has no "+text)
		}
		elements := []json.RawMessage{value}
		if value[0] == '[' {
			elements = slices.Collect(jsonmember.Elements(value))
		}
		switch {
		case slices.ContainsFunc(elements, matches):
			return nil
		case slices.ContainsFunc(elements, foreign):
			return unknown(clerk.ReasonClaim, text, text+" is of another type than the values that are allowed")
		}
		return refuse(clerk.ReasonClaim, text, text+" has none of the values that are allowed")
	}}
}

// Reverified returns a check that is met when the caller confirmed a factor recently enough for the preset. It refuses with
// clerk.ReasonReverification, and guards answer with the body that makes Clerk's front-end libraries ask the user.
func Reverified(name Preset) Check {
	demand, ok := preset(name)
	if !ok {
		return invalid("reverification "+string(name), fmt.Sprintf("%q is not a reverification preset; use Strict, StrictMFA, Moderate or Lax", name))
	}
	return reverified("reverification "+string(name), demand)
}

// ReverifiedWithin is [Reverified] for a factor level and an age of one's own. maxAge must be positive; a factor of exactly
// that age is stale.
func ReverifiedWithin(level FactorLevel, maxAge time.Duration) Check {
	text := fmt.Sprintf("reverification %s within %v", level, maxAge)
	switch {
	case level != FirstFactor && level != SecondFactor && level != MultiFactor:
		return invalid(text, fmt.Sprintf("%q is not a factor level; use FirstFactor, SecondFactor or MultiFactor", level))
	case maxAge <= 0:
		return invalid(text, fmt.Sprintf("the age %v is not positive", maxAge))
	}
	return reverified(text, Reverification{Level: level, MaxAge: maxAge})
}

func reverified(text string, demand Reverification) Check {
	return Check{text: text, eval: func(a *Auth) *Refusal {
		var r *Refusal
		switch {
		case a.factorAges == nil:
			r = unknown(clerk.ReasonReverification, text, "the token does not tell when a factor was last confirmed")
		case demand.satisfiedBy(*a.factorAges):
			return nil
		default:
			r = refuse(clerk.ReasonReverification, text, demand.sentence()+"; the user has to confirm again")
		}
		own := demand // whoever holds the refusal may write to it, and must not reach the check
		r.Reverification = &own
		return r
	}}
}
