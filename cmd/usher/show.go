package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/internal/jose"
)

// kinds are what people call them.
var kinds = map[authobject.TokenKind]string{
	authobject.SessionToken: "a session token", authobject.APIKey: "an API key", authobject.M2MToken: "a machine's token (M2M)",
	authobject.OAuthToken: "an OAuth access token",
}

// show prints what a token says of itself, none of which is verified yet, and reports whether it has the form of a JWT. The signature
// is not shown: with it, what is printed would be the token again.
func show(t terminal, kind authobject.TokenKind, text string, now time.Time) bool {
	t.print("By its look this is %s, of %d bytes.\n", kinds[kind], len(text))
	compact, err := jose.Split(text)
	if err != nil {
		if kind == authobject.SessionToken || strings.Count(text, ".") == 2 {
			t.print("It cannot be read: %v.\n", err)
			return true
		}
		t.print("It is opaque: only Clerk knows what it stands for.\n")
		return false
	}
	parts := strings.Split(text, ".")
	header, _ := base64.RawURLEncoding.DecodeString(parts[0]) // as Split has done
	claims, _ := base64.RawURLEncoding.DecodeString(parts[1])
	t.print("\nHeader\n%s\n\nClaims (not to be believed before the signature stands)\n%s\n", pretty(header), pretty(claims))
	times(t, claims, now)
	t.print("\nSignature\n  %d bytes, not shown\n", len(compact.Signature))
	return true
}

// pretty writes JSON with two spaces before each line, and nothing in it that a terminal would carry out.
func pretty(text []byte) string {
	var out bytes.Buffer
	if json.Indent(&out, text, "  ", "  ") != nil {
		return "  (no JSON)"
	}
	var safe strings.Builder
	for _, r := range out.String() {
		switch {
		case r == '\n' || unicode.IsPrint(r):
			safe.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&safe, `\U%08x`, r)
		default:
			fmt.Fprintf(&safe, `\u%04x`, r)
		}
	}
	return "  " + safe.String()
}

// times says in words what the dates among the claims are.
func times(t terminal, payload []byte, now time.Time) {
	var claims map[string]json.RawMessage
	if json.Unmarshal(payload, &claims) != nil {
		return
	}
	for _, name := range []string{"iat", "nbf", "exp"} {
		var seconds float64
		if json.Unmarshal(claims[name], &seconds) != nil || seconds < 0 || seconds > 1e11 {
			continue
		}
		at := time.Unix(int64(seconds), 0).UTC()
		t.print("  %s is %s, %s\n", name, at.Format(time.RFC3339), distance(at.Sub(now)))
	}
}

// distance says how far away a time is.
func distance(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d < 0:
		return (-d).String() + " ago"
	case d > 0:
		return "in " + d.String()
	}
	return "now"
}
