package authobject

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

const redacted = "[redacted]"

// A Token is the text of a credential. It stays out of logs and messages: fmt, slog, encoding/json and encoding.TextMarshaler
// all see a placeholder.
type Token struct {
	_ [0]func() // refuses ==, which would compare the pointers

	// text is a pointer because fmt follows no pointer inside a struct: a Token in an unexported field, where fmt may not
	// call Format, then shows an address and not the text.
	text *string
}

// NewToken returns a token with this text; "" makes the zero Token. Readers of credentials use it, so that what they read stays
// out of logs from the start.
func NewToken(text string) Token {
	if text == "" {
		return Token{}
	}
	kept := text // so that memory is taken only where there is a token
	return Token{text: &kept}
}

// Reveal returns the text of the token, for the one who has to send it on. It is a credential: whoever reads it can act
// as the user until it expires.
func (t Token) Reveal() string {
	if t.text == nil {
		return ""
	}
	return *t.text
}

// IsZero reports whether there is no token.
func (t Token) IsZero() bool { return t.text == nil }

// String returns a placeholder, or "" when there is no token.
func (t Token) String() string {
	if t.IsZero() {
		return ""
	}
	return redacted
}

// Format prints the placeholder for every verb.
func (t Token) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, t.String()) }

// LogValue returns the placeholder.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.String()) }

// MarshalText returns the placeholder, which also keeps the token out of JSON.
func (t Token) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// String describes the caller by ids, without claims and without the token.
func (a *Auth) String() string {
	if a.IsMachine() {
		return a.machineString()
	}
	if !a.IsSignedIn() {
		return fmt.Sprintf("signed out (reason=%s)", a.Reason())
	}
	var b strings.Builder
	fmt.Fprintf(&b, "user=%s session=%s", a.userID, a.sessionID)
	if a.org.id != "" {
		fmt.Fprintf(&b, " org=%s role=%s", a.org.id, a.org.role)
	}
	if a.actor != nil {
		fmt.Fprintf(&b, " actor=%s", a.actor.Subject)
	}
	return b.String()
}

// Format prints what String returns, for every verb: a struct printed with %+v must not print its token.
func (a *Auth) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, a.String()) }

// LogValue describes the caller by ids, for structured logs.
func (a *Auth) LogValue() slog.Value {
	if a.IsMachine() {
		return a.machineLogValue()
	}
	if !a.IsSignedIn() {
		return slog.GroupValue(slog.Bool("signed_in", false), slog.String("reason", string(a.Reason())))
	}
	attrs := []slog.Attr{slog.Bool("signed_in", true), slog.String("user", a.userID), slog.String("session", a.sessionID)}
	if a.org.id != "" {
		attrs = append(attrs, slog.String("org", a.org.id), slog.String("role", a.org.role))
	}
	if a.actor != nil {
		attrs = append(attrs, slog.String("actor", a.actor.Subject))
	}
	return slog.GroupValue(attrs...)
}

// MarshalJSON writes the plain fields of an Auth, without the token and without custom claims. Absent fields are left out.
func (a *Auth) MarshalJSON() ([]byte, error) {
	if a.IsMachine() {
		return a.machineJSON()
	}
	out := struct {
		SignedIn    bool          `json:"signedIn"`
		Reason      string        `json:"reason,omitempty"`
		Kind        TokenKind     `json:"tokenType,omitempty"`
		UserID      string        `json:"userId,omitempty"`
		SessionID   string        `json:"sessionId,omitempty"`
		Status      SessionStatus `json:"sessionStatus,omitempty"`
		OrgID       string        `json:"orgId,omitempty"`
		OrgSlug     string        `json:"orgSlug,omitempty"`
		OrgRole     string        `json:"orgRole,omitempty"`
		Permissions []string      `json:"orgPermissions,omitempty"`
		Actor       string        `json:"actor,omitempty"`
		FactorAges  []float64     `json:"factorVerificationAge,omitempty"`
	}{
		SignedIn: a.IsSignedIn(), Reason: string(a.Reason()), Kind: a.Kind(), UserID: a.UserID(), SessionID: a.SessionID(),
		Status: a.Status(), OrgID: a.OrgID(), OrgSlug: a.OrgSlug(), OrgRole: a.OrgRole(), Permissions: a.OrgPermissions(),
	}
	if actor, ok := a.Actor(); ok {
		out.Actor = actor.Subject
	}
	if ages, ok := a.FactorAges(); ok {
		out.FactorAges = []float64{ages.First, ages.Second}
	}
	return json.Marshal(out)
}
