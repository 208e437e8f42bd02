package authn

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// MaxAuthorizationSize is the longest Authorization header in bytes that is looked at. It holds the largest token that is
// accepted and its scheme; a longer value counts as a token of the wrong form.
const MaxAuthorizationSize = 17 << 10

// Credentials are what a request presents, unjudged.
type Credentials struct {
	// HeaderToken is the token of the Authorization header, or the zero Token.
	HeaderToken authobject.Token
	// HeaderOversized reports an Authorization header longer than MaxAuthorizationSize, of which nothing is kept.
	HeaderOversized bool
}

// ReadCredentials reads what a request presents. It looks at headers only and never at the body.
//
// The Authorization header is read as the official SDK reads it: the scheme Bearer in exactly this spelling, one space, the
// token, and nothing of what follows a second space. A value without a space is a token. Any other scheme, Basic say, is
// somebody else's business and leaves the request without a header token. Of several Authorization headers the first counts.
func ReadCredentials(r *http.Request) Credentials {
	value := r.Header.Get(clerk.HeaderAuthorization)
	if len(value) > MaxAuthorizationSize {
		return Credentials{HeaderOversized: true}
	}
	return Credentials{HeaderToken: authobject.NewToken(headerToken(value))}
}

func headerToken(value string) string {
	scheme, rest, _ := strings.Cut(value, " ")
	token, _, _ := strings.Cut(rest, " ")
	switch {
	case token == "":
		return scheme // also "Bearer" alone and "Bearer" with two spaces: an attempt at a token, refused as malformed
	case scheme == "Bearer":
		return token
	}
	return ""
}

// IsZero reports whether the request presents nothing.
func (c Credentials) IsZero() bool { return c.HeaderToken.IsZero() && !c.HeaderOversized }

// Equal reports whether both are the same credentials.
func (c Credentials) Equal(other Credentials) bool {
	return c.HeaderToken.Reveal() == other.HeaderToken.Reveal() && c.HeaderOversized == other.HeaderOversized
}

// String says what is presented without showing it.
func (c Credentials) String() string {
	switch {
	case c.HeaderOversized:
		return "an oversized Authorization header"
	case !c.HeaderToken.IsZero():
		return "a header token"
	}
	return "nothing"
}

// Format prints what String returns, for every verb: the token must not be printed.
func (c Credentials) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, c.String()) }

// LogValue says what is presented without showing it.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.String()) }
