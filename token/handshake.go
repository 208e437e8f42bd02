package token

import (
	"context"
	"strings"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/internal/jsonmember"
)

const (
	maxDirectives = 64
	developerSkew = 24 * time.Hour
	handshakeAge  = time.Minute
)

// Handshake verifies the payload of a handshake, by which Clerk hands cookies to the application, and returns the values for
// Set-Cookie in it. A payload that says when it was made has to be of now. It names no user: what it says of somebody is in the session token that one of
// the cookies holds, and that has to be verified for itself. The error is an [*Error].
func (v *Verifier) Handshake(ctx context.Context, text string) ([]string, error) {
	compact, err := jose.Split(text)
	if err != nil {
		return nil, malformed(err)
	}
	if cat := compact.Header.Category; cat.Present && !cat.Is(categorySession) && !cat.Is(categoryOptOut) {
		return nil, refuse(clerk.ReasonTokenInvalid, "cat", "this token was not made for a handshake")
	}
	plain := v.with(func(i *clerk.Instance) { i.HeaderTypes = nil }) // what an instance wants of session tokens is not about this one
	if err := plain.checkHeader(compact.Header); err != nil {
		return nil, err
	}
	if _, err := v.checkSignature(ctx, compact); err != nil {
		return nil, err
	}
	if _, dup := compact.Claims.Duplicate(); dup {
		return nil, refuse(clerk.ReasonTokenInvalid, "", "a claim stands more than once (RFC 7519 section 4)")
	}
	raw, _ := compact.Claims.Get("handshake")
	if len(raw) == 0 || raw[0] != '[' {
		return nil, refuse(clerk.ReasonTokenInvalid, "handshake", "this token was not made for a handshake: it has no list of cookies")
	}
	var directives []string
	for element := range raw.Elements() {
		directive, ok := element.Text()
		if !ok || len(directives) == maxDirectives {
			return nil, refuse(clerk.ReasonTokenInvalid, "handshake", "the handshake is not a list of at most 64 cookies")
		}
		directives = append(directives, directive)
	}
	if err := v.checkHandshakeTimes(&compact.Claims, directives); err != nil {
		return nil, err
	}
	return directives, nil
}

// checkHandshakeTimes refuses a payload that is not of now, by those dates that it has. It is made at the moment at which the
// browser is sent back, so one that is older than a minute has been kept by somebody; clocks of developers may be off by a day. An
// exp that has passed counts against a payload without a session only: a session has dates of its own.
func (v *Verifier) checkHandshakeTimes(claims *jsonmember.Object, directives []string) *Error {
	skew, age := v.instance.ClockSkew, handshakeAge
	if v.instance.Kind == clerk.KindDevelopment {
		skew, age = developerSkew, 0
	}
	now := v.instance.Now()
	at := map[string]time.Time{}
	for _, claim := range [...]string{"iat", "nbf", "exp"} {
		raw, ok := claims.Get(claim)
		if !ok {
			continue
		}
		seconds, ok := raw.Date()
		if !ok {
			return notADate(claim)
		}
		at[claim] = time.Unix(seconds, 0)
	}
	iat, hasIAT := at["iat"]
	exp, hasEXP := at["exp"]
	switch {
	case hasIAT && now.Sub(iat) > age+skew:
		return refuse(clerk.ReasonTokenExpired, "iat", "the handshake was made too long ago")
	case hasIAT && iat.Sub(now) > skew:
		return refuse(clerk.ReasonTokenIATInTheFuture, "iat", "the handshake was made in the future; compare this machine's clock with a time server")
	case at["nbf"].Sub(now) > skew:
		return refuse(clerk.ReasonTokenNotActiveYet, "nbf", "the handshake is not valid yet; compare this machine's clock with a time server")
	case hasEXP && now.Sub(exp) >= skew && !handsOverSession(directives):
		return refuse(clerk.ReasonTokenExpired, "exp", "the handshake has expired")
	}
	return nil
}

func handsOverSession(directives []string) bool {
	for _, directive := range directives {
		pair, _, _ := strings.Cut(directive, ";")
		if name, value, _ := strings.Cut(pair, "="); value != "" && strings.HasPrefix(name, clerk.CookieSession) {
			return true
		}
	}
	return false
}

// DeveloperSession is [Verifier.Session] for a session token that has just come out of a verified handshake of a development
// instance: its dates may be off by a day, because the clock of a developer's machine often is.
func (v *Verifier) DeveloperSession(ctx context.Context, text string) (*authobject.Auth, error) {
	return v.with(func(i *clerk.Instance) { i.ClockSkew = developerSkew }).Session(ctx, text)
}

// with returns a verifier with another configuration and the same keys. It remembers nothing: what v remembers has passed other
// checks.
func (v *Verifier) with(change func(*clerk.Instance)) *Verifier {
	instance, changed := *v.instance, *v
	change(&instance)
	changed.instance, changed.known = &instance, nil
	return &changed
}
