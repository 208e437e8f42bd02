package authn

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/usher-auth/usher/authobject"
)

// Credentials are what a request presents, unjudged.
type Credentials struct {
	// HeaderToken is the token of the Authorization header, or the zero Token.
	HeaderToken authobject.Token
	// HeaderOversized reports an Authorization header longer than MaxAuthorizationSize, of which nothing is kept.
	HeaderOversized bool
	// Plain and Suffixed are the two sets of cookies that Clerk's front end keeps; see [Cookies]. Which of them counts is
	// for a decision to find out.
	Plain, Suffixed Cookies
	// CookiesOversized reports cookies of more than MaxCookieSize bytes, of which nothing is kept.
	CookiesOversized bool
	// Refresh is the refresh token, which exists under its suffixed name only.
	Refresh authobject.Token
	// Handshake is the payload of a handshake, and Nonce what one can be fetched with. Each comes from the query or else from
	// a cookie.
	Handshake, Nonce authobject.Token
	// HandshakeInQuery and NonceInQuery tell that they come from the query, where whoever made a link put them.
	HandshakeInQuery, NonceInQuery bool
	// DevBrowser is the browser's identity for a development instance, as the query has it. It goes before that of the cookies.
	DevBrowser authobject.Token
	// Named is what the request says of the session that it means; nil where it says nothing, and unless Config.Sessions is set.
	Named *Named
	// RedirectCount is how many handshakes in a row this browser says that it has been through. It is never negative.
	RedirectCount int
}

// Cookies are one set of the cookies of a session: those with the instance's suffix in their names, which several instances on
// one domain can keep apart, or the plain ones.
type Cookies struct {
	// Session is the session token.
	Session authobject.Token
	// ClientUAT is when the browser's sessions last changed, in Unix seconds, as text; "0" means that nobody is signed in.
	ClientUAT string
	// DevBrowser is the browser's identity for a development instance.
	DevBrowser authobject.Token
}

func (c Cookies) equal(other Cookies) bool {
	return c.Session.Reveal() == other.Session.Reveal() && c.ClientUAT == other.ClientUAT &&
		c.DevBrowser.Reveal() == other.DevBrowser.Reveal()
}

// IsZero reports whether the request presents nothing that could prove who sends it. The other cookies of a browser do not
// count as credentials, and neither does the name of a session.
func (c Credentials) IsZero() bool {
	return c.HeaderToken.IsZero() && !c.HeaderOversized && !c.CookiesOversized && c.Plain.Session.IsZero() &&
		c.Suffixed.Session.IsZero() && c.Handshake.IsZero() && c.Nonce.IsZero() && !c.Named.hasTokens()
}

// Equal reports whether both are the same credentials.
func (c Credentials) Equal(other Credentials) bool {
	return c.HeaderToken.Reveal() == other.HeaderToken.Reveal() && c.HeaderOversized == other.HeaderOversized &&
		c.Plain.equal(other.Plain) && c.Suffixed.equal(other.Suffixed) && c.CookiesOversized == other.CookiesOversized &&
		c.Refresh.Reveal() == other.Refresh.Reveal() && c.Handshake.Reveal() == other.Handshake.Reveal() &&
		c.Nonce.Reveal() == other.Nonce.Reveal() && c.DevBrowser.Reveal() == other.DevBrowser.Reveal() &&
		c.HandshakeInQuery == other.HandshakeInQuery && c.NonceInQuery == other.NonceInQuery && c.RedirectCount == other.RedirectCount &&
		c.Named.equal(other.Named)
}

// String says what is presented without showing it.
func (c Credentials) String() string {
	var presented []string
	for _, part := range []struct {
		there bool
		name  string
	}{
		{c.HeaderOversized, "an oversized Authorization header"},
		{!c.HeaderToken.IsZero(), "a header token"},
		{c.CookiesOversized, "oversized cookies"},
		{!c.Plain.Session.IsZero(), "a session cookie"},
		{!c.Suffixed.Session.IsZero(), "a suffixed session cookie"},
		{!c.Refresh.IsZero(), "a refresh token"},
		{!c.Handshake.IsZero(), "a handshake"},
		{!c.Nonce.IsZero(), "a handshake nonce"},
	} {
		if part.there {
			presented = append(presented, part.name)
		}
	}
	if len(presented) == 0 {
		return "nothing"
	}
	return strings.Join(presented, ", ")
}

// Format prints what String returns, for every verb: the token must not be printed.
func (c Credentials) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, c.String()) }

// LogValue says what is presented without showing it.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText says what is presented without showing it, which also keeps it out of JSON.
func (c Credentials) MarshalText() ([]byte, error) { return []byte(c.String()), nil }
