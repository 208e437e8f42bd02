package token

import (
	"encoding/json"
	"slices"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jsonmember"
)

// checkClaims holds verified claims against the instance's configuration and the clock. payload is valid JSON. Where audiences
// are configured, wantAudience refuses a token without one.
func (v *Verifier) checkClaims(payload []byte, wantAudience bool) *Error {
	if _, dup := jsonmember.Duplicate(payload); dup {
		return refuse(clerk.ReasonTokenInvalid, "", "a claim stands more than once (RFC 7519 section 4)")
	}
	var sub, aud, azp, iss, exp, nbf, iat json.RawMessage
	for name, value := range jsonmember.All(payload) {
		switch string(name) {
		case "sub":
			sub = value
		case "aud":
			aud = value
		case "azp":
			azp = value
		case "iss":
			iss = value
		case "exp":
			exp = value
		case "nbf":
			nbf = value
		case "iat":
			iat = value
		}
	}
	if text, ok := jsonmember.Text(sub); !ok || len(text) == 0 {
		return refuse(clerk.ReasonTokenVerificationFailed, "sub", "the token names nobody: sub must be text and not empty")
	}
	if err := v.checkAudience(aud, wantAudience); err != nil {
		return err
	}
	if err := v.checkAuthorizedParty(azp); err != nil {
		return err
	}
	if err := v.checkIssuer(iss); err != nil {
		return err
	}
	return v.checkTimes(exp, nbf, iat)
}

// checkAudience compares aud with Options.Audience (RFC 7519 section 4.1.3). Session tokens carry no aud unless their template
// adds one, so its absence passes unless one is wanted; a shape that RFC 7519 does not know never passes.
func (v *Verifier) checkAudience(raw json.RawMessage, wanted bool) *Error {
	if len(v.instance.Audience) == 0 {
		return nil
	}
	mismatch := refuse(clerk.ReasonTokenVerificationFailed, "aud", "the token is for another audience; compare Options.Audience with the session token's template")
	audiences, ok := audienceList(raw)
	if !ok {
		return mismatch
	}
	if len(audiences) == 0 {
		if wanted {
			return refuse(clerk.ReasonTokenVerificationFailed, "aud", "the token has no aud, and Options.Audience with Options.RequireAudience, or an OAuth token, wants one")
		}
		return nil
	}
	for _, audience := range audiences {
		if slices.Contains(v.instance.Audience, audience) {
			return nil
		}
	}
	return mismatch
}

// audienceList reads aud: one text or a list of them. Empty texts and null count as absent; any other shape is reported.
func audienceList(raw json.RawMessage) ([]string, bool) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, true
	}
	var list []*string
	if text, ok := jsonmember.String(raw); ok {
		list = []*string{&text}
	} else if json.Unmarshal(raw, &list) != nil || slices.Contains(list, nil) {
		return nil, false
	}
	var out []string
	for _, audience := range list {
		if *audience != "" {
			out = append(out, *audience)
		}
	}
	return out, true
}

// checkAuthorizedParty compares azp with Options.AuthorizedParties: exactly, without any folding of case or slashes.
func (v *Verifier) checkAuthorizedParty(raw json.RawMessage) *Error {
	if len(v.instance.AuthorizedParties) == 0 {
		return nil
	}
	party, _ := jsonmember.Text(raw)
	switch {
	case len(party) == 0:
		return refuse(clerk.ReasonTokenInvalidAuthorizedParties, "azp", "the token does not tell which origin it was made for, and Options.AuthorizedParties limits them")
	case !listed(v.instance.AuthorizedParties, party):
		return refuse(clerk.ReasonTokenInvalidAuthorizedParties, "azp", "the token was made for an origin that Options.AuthorizedParties does not list")
	}
	return nil
}

// listed reports whether text is exactly one of list, without making a string of it.
func listed(list []string, text []byte) bool {
	return slices.ContainsFunc(list, func(s string) bool { return s == string(text) })
}

// checkIssuer compares iss with the issuers that the configuration implies or Options.Issuers lists. An empty list means that
// none is implied, or that clerk.AnyIssuer was asked for.
func (v *Verifier) checkIssuer(raw json.RawMessage) *Error {
	if len(v.instance.Issuers) == 0 {
		return nil
	}
	if issuer, _ := jsonmember.Text(raw); !listed(v.instance.Issuers, issuer) {
		return refuse(clerk.ReasonTokenInvalidIssuer, "iss", "the token was not issued by this Clerk instance; check PublishableKey, Domain and ProxyURL, or list the issuer in Options.Issuers")
	}
	return nil
}

// checkTimes compares exp (required), nbf and iat with the clock, with the allowed skew in either direction. Fractions of a
// second are cut off, as the official SDK does.
func (v *Verifier) checkTimes(exp, nbf, iat json.RawMessage) *Error {
	now := v.now()
	skew := v.instance.ClockSkew
	early, late := now.Add(-skew).UnixMilli(), now.Add(skew).UnixMilli()

	expires, ok := jsonmember.NumericDate(exp)
	if !ok {
		return notADate("exp")
	}
	if expires*1000 <= early {
		return refuse(clerk.ReasonTokenExpired, "exp", "the token has expired; the front end should get a new one, and if it did, compare the clocks")
	}
	for _, claim := range []struct {
		name   string
		raw    json.RawMessage
		reason clerk.Reason
		detail string
	}{
		{"nbf", nbf, clerk.ReasonTokenNotActiveYet, "the token is not valid yet; compare this machine's clock with a time server"},
		{"iat", iat, clerk.ReasonTokenIATInTheFuture, "the token was issued in the future; compare this machine's clock with a time server"},
	} {
		if claim.raw == nil {
			continue
		}
		at, ok := jsonmember.NumericDate(claim.raw)
		if !ok {
			return notADate(claim.name)
		}
		if at*1000 > late {
			return refuse(claim.reason, claim.name, claim.detail)
		}
	}
	return nil
}

func notADate(claim string) *Error {
	return refuse(clerk.ReasonTokenVerificationFailed, claim, "the token's "+claim+" is absent or not a date: a number of seconds since 1970")
}
