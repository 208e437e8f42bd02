package authobject

import (
	"errors"
	"strconv"
	"time"

	"github.com/usher-auth/usher/internal/jsonmember"
)

// ErrClaims is what [FromClaims] returns for claims that cannot be a session's.
var ErrClaims = errors.New("the claims are not a JSON object with a non-empty sub")

// FromClaims returns the Auth that session claims describe, versions 1 and 2 alike (Clerk: session token claims). It
// verifies nothing: that is the work of package token, and the reason to have this function in the open is other
// verifiers and test kits. claims must be a JSON object with a non-empty string sub; it is copied. tokenText may be "".
//
// Optional claims of the wrong JSON type count as absent.
func FromClaims(claims []byte, tokenText string) (*Auth, error) {
	var parsed jsonmember.Object
	if !parsed.Parse(string(claims)) {
		return nil, ErrClaims
	}
	return FromVerified(&parsed, tokenText)
}

// FromVerified is [FromClaims] for the verifier of this module, which has taken the claims apart already, and whose form of them
// no other module can name.
//
// What the Auth says of the caller aliases the text of the claims, which it keeps for [Auth.Claims] anyway.
func FromVerified(claims *jsonmember.Object, tokenText string) (*Auth, error) {
	a := &caller{kind: SessionToken, signedIn: true}
	var v2, oddFeatures bool
	var v1Org organization
	var o jsonmember.Value
	for name, value := range claims.All() {
		switch name {
		case "sub":
			a.userID, _ = value.Text()
		case "sid":
			a.sessionID, _ = value.Text()
		case "sts":
			text, _ := value.Text()
			a.status = SessionStatus(text)
		case "iss":
			a.issuer, _ = value.Text()
		case "azp":
			a.authorizedParty, _ = value.Text()
		case "jti":
			a.tokenID, _ = value.Text()
		case "iat":
			a.issuedAt = date(value)
		case "exp":
			a.expiresAt = date(value)
		case "fva":
			a.factorAges = factorAges(value)
		case "act":
			a.actor = actor(value)
		case "fea":
			var ok bool
			a.features, ok = textOrNull(value)
			oddFeatures = !ok
		case "pla":
			a.plans, _ = value.Text()
		case "v":
			version, err := strconv.ParseFloat(string(value), 64)
			v2 = err == nil && version == 2
		case "o":
			o = value
		case "org_id":
			v1Org.id, _ = value.Text()
		case "org_slug":
			v1Org.slug, _ = value.Text()
		case "org_role":
			v1Org.role, _ = value.Text()
		case "org_permissions":
			v1Org.list = value
		}
	}
	if a.userID == "" {
		return nil, ErrClaims
	}
	// The number 2 switches to version 2; anything else, also a later version or the text "2", means version 1. The two never mix:
	// a version 2 token with the old names beside has no organization through them.
	if v2 {
		a.org = orgV2(o)
		a.org.odd = a.org.odd || oddFeatures
	} else {
		a.org = v1Org
	}
	a.claims = newClaims(claims.Text())
	return (&Auth{caller: a}).WithToken(tokenText), nil
}

// textOrNull decodes a claim that is text where it is there at all, and reports whether it is. null counts as not there.
func textOrNull(raw jsonmember.Value) (string, bool) {
	if raw == "null" {
		return "", true
	}
	return raw.Text()
}

// date reads a NumericDate as a time, or the zero time where there is none.
func date(raw jsonmember.Value) time.Time {
	seconds, ok := raw.Date()
	if !ok {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// factorAges reads claim fva, or returns nil when its shape is not exactly the one that Clerk documents.
func factorAges(raw jsonmember.Value) *FactorAges {
	var ages [2]float64
	n := 0
	for element := range raw.Elements() {
		age, err := strconv.ParseFloat(string(element), 64)
		if err != nil || (age != -1 && age < 0) || n == len(ages) {
			return nil
		}
		ages[n] = age
		n++
	}
	if n != len(ages) {
		return nil
	}
	return &FactorAges{First: ages[0], Second: ages[1]}
}

// actor reads claim act. Whatever stands there says that the session is impersonated, also where it does not say by whom: a
// guard against impersonation must not pass what it cannot read.
func actor(raw jsonmember.Value) *Actor {
	if raw == "null" {
		return nil
	}
	var a Actor
	for name, value := range raw.All() {
		text, _ := value.Text()
		switch name {
		case "sub":
			a.Subject = text
		case "iss":
			a.Issuer = text
		case "sid":
			a.SessionID = text
		case "type":
			a.Type = text
		}
	}
	return &a
}
