package token

import (
	"context"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/internal/jsonmember"
)

const (
	maxDirectives = 64
	developerSkew = 24 * time.Hour
)

// Handshake verifies the payload of a handshake, by which Clerk hands cookies to the application, and returns the values for
// Set-Cookie in it. A payload has no dates and names no user: what it says of somebody is in the session token that one of
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
	if err := v.checkSignature(ctx, compact); err != nil {
		return nil, err
	}
	if _, dup := jsonmember.Duplicate(compact.Payload); dup {
		return nil, refuse(clerk.ReasonTokenInvalid, "", "a claim stands more than once (RFC 7519 section 4)")
	}
	raw, _ := jsonmember.Get(compact.Payload, "handshake")
	var directives []string
	for element := range jsonmember.Elements(raw) {
		directive, ok := jsonmember.String(element)
		if !ok || len(directives) == maxDirectives {
			return nil, refuse(clerk.ReasonTokenInvalid, "handshake", "the handshake is not a list of at most 64 cookies")
		}
		directives = append(directives, directive)
	}
	return directives, nil
}

// DeveloperSession is [Verifier.Session] for a session token that has just come out of a verified handshake of a development
// instance: its dates may be off by a day, because the clock of a developer's machine often is.
func (v *Verifier) DeveloperSession(ctx context.Context, text string) (*authobject.Auth, error) {
	return v.with(func(i *clerk.Instance) { i.ClockSkew = developerSkew }).Session(ctx, text)
}

// with returns a verifier with another configuration and the same keys.
func (v *Verifier) with(change func(*clerk.Instance)) *Verifier {
	instance, changed := *v.instance, *v
	change(&instance)
	changed.instance = &instance
	return &changed
}
