package clerk

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// A Secret is a text that must not be seen. It prints as "[redacted]" with every verb of fmt, in log/slog, in
// encoding/json and wherever else a TextMarshaler is asked; only [Secret.Reveal] hands the text out. The zero Secret
// stands for "none" and prints as "[none]". A Secret never changes; comparing two with == does not compile, see
// [Secret.Equal].
type Secret struct {
	_ [0]func() // refuses ==, which would compare the pointers

	// text is a pointer because fmt follows no pointer inside a struct: a Secret in an unexported field, where fmt
	// may not call Format, then shows an address and not the text.
	text *string
}

// NewSecret returns s as a Secret. The empty string makes the zero Secret. It does not judge the text; use
// [ParseSecretKey] for keys.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{text: &s}
}

// Reveal returns the text itself, or "" for the zero Secret. Its result belongs into a request to Clerk and nowhere else.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.text == nil }

// Equal reports whether both hold the same text. The time that it takes depends on the lengths alone. Two zero Secrets
// are equal: whoever lets someone in on equality must ask IsZero first.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

const (
	redacted = "[redacted]"
	noSecret = "[none]"
)

// String returns "[redacted]", or "[none]" for the zero Secret.
func (s Secret) String() string {
	if s.IsZero() {
		return noSecret
	}
	return redacted
}

// GoString returns what String returns.
func (s Secret) GoString() string { return s.String() }

// Format writes what String returns, whatever the verb and its flags.
func (s Secret) Format(f fmt.State, _ rune) { writeText(f, s.String()) }

// LogValue returns what String returns.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns what String returns. It never fails.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// writeText is the body of a Format method that has one answer for all verbs. Format has nowhere to report an error
// to; fmt keeps it.
func writeText(f fmt.State, text string) { _, _ = io.WriteString(f, text) }

// ParseSecretKey checks the form of a secret key and says which kind of instance it belongs to: sk_test_ and the older
// test_ to KindDevelopment, sk_live_ and live_ to KindProduction. Whether the key is genuine only Clerk can tell.
//
// A key is refused with a [*KeyError] when it is another kind of credential (ReasonKeyMixedUp), is empty (ReasonKeyEmpty),
// over 512 bytes (ReasonKeyTooLong), has white space or quotation marks in or around it or characters other than
// printable ASCII (ReasonKeyBlemish), has another prefix (ReasonKeyPrefix) or nothing after it (ReasonKeyMalformed). The
// error never repeats any part of the key.
func ParseSecretKey(s string) (Secret, InstanceKind, error) {
	if err := mixedUpSecret(s); err != nil {
		return Secret{}, "", err
	}
	if err := checkKeyText("secret key", s); err != nil {
		return Secret{}, "", err
	}
	for _, form := range [...]struct {
		prefix string
		kind   InstanceKind
	}{
		{"sk_test_", KindDevelopment},
		{"sk_live_", KindProduction},
		{"test_", KindDevelopment},
		{"live_", KindProduction},
	} {
		if rest, ok := strings.CutPrefix(s, form.prefix); ok {
			if rest == "" {
				return Secret{}, "", &KeyError{
					"secret key", ReasonKeyMalformed, "nothing follows the prefix",
					"copy the whole key from the API keys page of the Clerk Dashboard",
				}
			}
			return NewSecret(s), form.kind, nil
		}
	}
	return Secret{}, "", &KeyError{
		"secret key", ReasonKeyPrefix, "it begins with neither sk_test_ nor sk_live_",
		"copy it from the API keys page of the Clerk Dashboard",
	}
}

// mixedUpSecret says what a text that was given as secret key is instead, as far as its beginning tells, or nil.
func mixedUpSecret(s string) *KeyError {
	for _, other := range [...]struct{ prefix, problem string }{
		{"pk_", "it is a publishable key, not a secret key"},
		{"whsec_", "it is the signing secret of a webhook endpoint, not a secret key"},
		{"ak_", "it is an API key of a user or an organization, not the secret key of the instance"},
		{"mt_", "it is a machine token, not a secret key"},
		{"oat_", "it is an OAuth access token, not a secret key"},
		{pemBegin, "it is a key in PEM form, not a secret key; a public key for session tokens belongs into JWTKey"},
	} {
		if strings.HasPrefix(s, other.prefix) {
			return &KeyError{
				"secret key", ReasonKeyMixedUp, other.problem,
				"set the instance's secret key, which begins with sk_test_ or sk_live_",
			}
		}
	}
	return nil
}
