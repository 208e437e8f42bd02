package token

import (
	"encoding/json"
	"math"
	"slices"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jsonmember"
)

// checkClaims holds verified claims against the instance's configuration and the clock. Where audiences
// are configured, wantAudience refuses a token without one.
func (v *Verifier) checkClaims(claims *jsonmember.Object, wantAudience bool) (dates, *Error) {
	if _, dup := claims.Duplicate(); dup {
		return dates{}, refuse(clerk.ReasonTokenInvalid, "", "a claim stands more than once (RFC 7519 section 4)")
	}
	var sub, aud, azp, iss, exp, nbf, iat jsonmember.Value
	for name, value := range claims.All() {
		switch name {
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
	if text, ok := sub.Text(); !ok || text == "" {
		return dates{}, refuse(clerk.ReasonTokenVerificationFailed, "sub", "the token names nobody: sub must be text and not empty")
	}
	if err := v.checkAudience(aud, wantAudience); err != nil {
		return dates{}, err
	}
	if err := v.checkAuthorizedParty(azp); err != nil {
		return dates{}, err
	}
	if err := v.checkIssuer(iss); err != nil {
		return dates{}, err
	}
	return v.checkTimes(exp, nbf, iat)
}

// checkAudience compares aud with Options.Audience (RFC 7519 section 4.1.3). Session tokens carry no aud unless their template
// adds one, so its absence passes unless one is wanted; a shape that RFC 7519 does not know never passes.
func (v *Verifier) checkAudience(raw jsonmember.Value, wanted bool) *Error {
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
func audienceList(raw jsonmember.Value) ([]string, bool) {
	if raw == "" || raw == "null" {
		return nil, true
	}
	var list []*string
	if text, ok := raw.Text(); ok {
		list = []*string{&text}
	} else if json.Unmarshal([]byte(raw), &list) != nil || slices.Contains(list, nil) {
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
func (v *Verifier) checkAuthorizedParty(raw jsonmember.Value) *Error {
	if len(v.instance.AuthorizedParties) == 0 {
		return nil
	}
	party, _ := raw.Text()
	switch {
	case party == "":
		return refuse(clerk.ReasonTokenInvalidAuthorizedParties, "azp", "the token does not tell which origin it was made for, and Options.AuthorizedParties limits them")
	case !slices.Contains(v.instance.AuthorizedParties, party):
		return refuse(clerk.ReasonTokenInvalidAuthorizedParties, "azp", "the token was made for an origin that Options.AuthorizedParties does not list")
	}
	return nil
}

// checkIssuer compares iss with the issuers that the configuration implies or Options.Issuers lists. An empty list means that
// none is implied, or that clerk.AnyIssuer was asked for.
func (v *Verifier) checkIssuer(raw jsonmember.Value) *Error {
	if len(v.instance.Issuers) == 0 {
		return nil
	}
	if issuer, _ := raw.Text(); !slices.Contains(v.instance.Issuers, issuer) {
		return refuse(clerk.ReasonTokenInvalidIssuer, "iss", "the token was not issued by this Clerk instance; check PublishableKey, Domain and ProxyURL, or list the issuer in Options.Issuers")
	}
	return nil
}

// dates are between which moments a token holds, in Unix seconds and without skew.
type dates struct {
	expires int64
	since   int64 // the later of nbf and iat; noDate without either
}

const noDate = math.MinInt64 / 1000

// hold reports whether the dates hold now, with the allowed skew in either direction.
func (d dates) hold(now time.Time, skew time.Duration) bool {
	ms, by := now.UnixMilli(), skew.Milliseconds()
	return d.expires*1000 > ms-by && d.since*1000 <= ms+by
}

// end returns when a token ends that holds now, in Unix nanoseconds, or the last moment that those reach, in the year 2262: a token without
// an end in sight must not seem to have ended long ago.
func (d dates) end(skew time.Duration) int64 {
	last := time.Unix(0, math.MaxInt64)
	if at := time.Unix(d.expires, 0).Add(skew); at.Before(last) {
		return at.UnixNano()
	}
	return last.UnixNano()
}

func (d dates) expired(now time.Time, skew time.Duration) bool {
	return d.expires*1000 <= now.Add(-skew).UnixMilli()
}

func isAhead(date int64, now time.Time, skew time.Duration) bool {
	return date*1000 > now.Add(skew).UnixMilli()
}

// checkTimes compares exp (required), nbf and iat with the clock, with the allowed skew in either direction. Fractions of a
// second are cut off, as the official SDK does.
func (v *Verifier) checkTimes(exp, nbf, iat jsonmember.Value) (d dates, refusal *Error) {
	now, skew := v.now(), v.instance.ClockSkew
	var ok bool
	if d.expires, ok = exp.Date(); !ok {
		return d, notADate("exp")
	}
	if d.expired(now, skew) {
		return d, refuse(clerk.ReasonTokenExpired, "exp", "the token has expired; the front end should get a new one, and if it did, compare the clocks")
	}
	d.since = noDate
	for _, claim := range [...]struct {
		name   string
		raw    jsonmember.Value
		reason clerk.Reason
		detail string
	}{
		{"nbf", nbf, clerk.ReasonTokenNotActiveYet, "the token is not valid yet; compare this machine's clock with a time server"},
		{"iat", iat, clerk.ReasonTokenIATInTheFuture, "the token was issued in the future; compare this machine's clock with a time server"},
	} {
		if claim.raw == "" {
			continue
		}
		at, ok := claim.raw.Date()
		if !ok {
			return d, notADate(claim.name)
		}
		if isAhead(at, now, skew) {
			return d, refuse(claim.reason, claim.name, claim.detail)
		}
		d.since = max(d.since, at)
	}
	return d, nil
}

func notADate(claim string) *Error {
	return refuse(clerk.ReasonTokenVerificationFailed, claim, "the token's "+claim+" is absent or not a date: a number of seconds since 1970")
}
