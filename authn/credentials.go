package authn

import (
	"net/http"
	"strings"
)

// MaxAuthorizationSize is the longest Authorization header in bytes that is looked at. It holds the largest token that is
// accepted and its scheme; a longer value counts as a token of the wrong form.
const MaxAuthorizationSize = 17 << 10

// Credentials are what a request presents, unjudged.
type Credentials struct {
	// HeaderToken is the token of the Authorization header, or "". It is a secret.
	HeaderToken string
	// HeaderOversized reports an Authorization header longer than MaxAuthorizationSize, of which nothing is kept.
	HeaderOversized bool
}

// ReadCredentials reads what a request presents. It looks at headers only and never at the body.
//
// The Authorization header is read as the official SDK reads it: the scheme Bearer in exactly this spelling, one space, the
// token, and nothing of what follows a second space. A value without a space is a token. Any other scheme, Basic say, is
// somebody else's business and leaves the request without a header token. Of several Authorization headers the first counts.
func ReadCredentials(r *http.Request) Credentials {
	value := r.Header.Get("Authorization")
	if len(value) > MaxAuthorizationSize {
		return Credentials{HeaderOversized: true}
	}
	return Credentials{HeaderToken: headerToken(value)}
}

func headerToken(value string) string {
	scheme, rest, spaced := strings.Cut(value, " ")
	if !spaced {
		return value
	}
	if scheme != "Bearer" {
		return ""
	}
	token, _, _ := strings.Cut(rest, " ")
	if token == "" {
		return scheme // "Bearer" and two spaces: no token, yet an attempt at one, which is refused as malformed
	}
	return token
}

// IsZero reports whether the request presents nothing.
func (c Credentials) IsZero() bool { return c.HeaderToken == "" && !c.HeaderOversized }
