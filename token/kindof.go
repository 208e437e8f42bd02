package token

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/internal/jsonmember"
)

// What the opaque credentials of machines start with.
const (
	apiKeyPrefix = "ak_"
	m2mPrefix    = "mt_"
	oauthPrefix  = "oat_"
)

// KindOf returns which machine's credential a text claims to be, and false for everything else: a session token, a JWT of
// another kind, or no credential at all. It looks at the text only and verifies nothing, so the answer says where to have the
// text verified, and nothing about who sent it.
//
// An M2M token starts with mt_ or is a JWT whose subject starts with mch_; an OAuth token starts with oat_ or is a JWT whose
// typ is at+jwt or application/at+jwt; an API key starts with ak_. Where several apply, the first of these counts.
func KindOf(text string) (authobject.TokenKind, bool) {
	switch {
	case strings.HasPrefix(text, m2mPrefix):
		return authobject.M2MToken, true
	case strings.HasPrefix(text, oauthPrefix):
		return authobject.OAuthToken, true
	case strings.HasPrefix(text, apiKeyPrefix):
		return authobject.APIKey, true
	case len(text) > jose.MaxTokenSize, !isJWTShaped(text), !mayBeMachines(text):
		return "", false
	}
	compact, err := jose.Split(text)
	if err != nil {
		return "", false
	}
	return kindOfCompact(compact)
}

// mayBeMachines reports whether a JWT is worth a closer look, which costs a sixth of verifying one. Whatever makes it a machine's
// stands in its header or claims in so many letters, or else with a backslash.
func mayBeMachines(text string) bool {
	signed := text[:strings.LastIndexByte(text, '.')]
	buffer := make([]byte, base64.RawURLEncoding.DecodedLen(len(signed)))
	for part := range strings.SplitSeq(signed, ".") {
		n, err := base64.RawURLEncoding.Decode(buffer, []byte(part))
		if err != nil {
			return false
		}
		decoded := buffer[:n]
		if bytes.Contains(decoded, []byte(machineSubject)) || bytes.Contains(decoded, []byte("at+jwt")) || bytes.IndexByte(decoded, '\\') >= 0 {
			return true
		}
	}
	return false
}

func kindOfCompact(c *jose.Compact) (authobject.TokenKind, bool) {
	switch {
	case isMachineSubject(&c.Claims):
		return authobject.M2MToken, true
	case isAccessToken(c.Header):
		return authobject.OAuthToken, true
	}
	return "", false
}

// isJWTShaped reports whether a text is three parts joined by dots, none of them empty, in the alphabet of base64url.
func isJWTShaped(text string) bool {
	parts, part := 1, 0
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
			part++
		case c == '.' && part > 0:
			parts, part = parts+1, 0
		default:
			return false
		}
	}
	return parts == 3 && part > 0
}

// isAccessToken reports whether a header is that of an OAuth access token (RFC 9068 section 2.1).
func isAccessToken(h jose.Header) bool { return h.Type.Is("at+jwt") || h.Type.Is("application/at+jwt") }

// isMachineSubject reports whether claims name a machine.
func isMachineSubject(claims *jsonmember.Object) bool {
	raw, _ := claims.Get("sub")
	subject, _ := raw.Text()
	return strings.HasPrefix(subject, machineSubject)
}
