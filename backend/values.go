package backend

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Metadata is JSON whose shape is the application's own: metadata, claims and the like. It is as Clerk sent it, and nil if
// Clerk sent none or null. Two goroutines may read one Metadata; nobody should write to it.
type Metadata json.RawMessage

// Decode decodes the metadata into v, as json.Unmarshal does. Without metadata v keeps what it holds. The error is that of
// json.Unmarshal.
func (m Metadata) Decode(v any) error {
	if len(m) == 0 {
		return nil
	}
	if err := json.Unmarshal(m, v); err != nil {
		return fmt.Errorf("backend: metadata does not fit %T: %w", v, err)
	}
	return nil
}

// MarshalJSON returns the metadata, or null.
func (m Metadata) MarshalJSON() ([]byte, error) { return json.RawMessage(m).MarshalJSON() }

// UnmarshalJSON keeps a copy of data.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	if m == nil {
		return errors.New("backend: UnmarshalJSON on a nil Metadata")
	}
	*m = nil
	if string(data) != "null" {
		*m = append(Metadata(nil), data...)
	}
	return nil
}

// String returns the JSON text.
func (m Metadata) String() string { return string(m) }

// A Secret is a token or a key in an answer, which must not be seen. It prints and encodes as "[redacted]" with fmt,
// log/slog and encoding/json; string(secret) is the text.
type Secret string

const redacted = "[redacted]"

// String returns "[redacted]", or "" for the empty Secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// Format writes what String returns, whatever the verb and its flags.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue returns what String returns.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns what String returns. It never fails.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
