package authobject

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math"
	"strconv"
	"strings"

	"github.com/usher-auth/usher/internal/jsonmember"
)

// Claims are the verified claims of a token, as the JSON object that was signed. Names are matched exactly, unlike
// encoding/json does it. Claims print as a placeholder: custom claims may hold what does not belong into a log.
type Claims struct {
	_ [0]func() // refuses ==, as Token does

	// text is behind a pointer for the reason that Token's is, and a string because nobody can write to one.
	text *string
}

func newClaims(text string) Claims { return Claims{text: &text} }

// Raw returns the JSON object, or nil when there are no claims. The slice is the caller's own.
func (c Claims) Raw() []byte {
	if c.text == nil {
		return nil
	}
	return []byte(*c.text)
}

// Get returns the raw value at a path, and whether there is one. A path is the names of nested members joined by dots,
// "metadata.tier"; where a name itself holds a dot, write it as a JSON Pointer (RFC 6901), "/https:~1~1acme.example/tier".
// Either form also steps into lists by index: "roles.0". The value is the caller's own.
func (c Claims) Get(path string) (json.RawMessage, bool) {
	names, ok := splitPath(path)
	if !ok || c.text == nil {
		return nil, false
	}
	value := json.RawMessage(c.Raw())
	for _, name := range names {
		if value, ok = step(value, name); !ok {
			return nil, false
		}
	}
	return value, true
}

// String returns a placeholder; use [Claims.Raw] for the text.
func (c Claims) String() string {
	if c.text == nil {
		return ""
	}
	return redacted
}

// Format prints the placeholder for every verb.
func (c Claims) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, c.String()) }

// LogValue returns the placeholder.
func (c Claims) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText returns the placeholder.
func (c Claims) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// splitPath returns the names along a path, and false when the path leads nowhere by its form.
func splitPath(path string) ([]string, bool) {
	if pointer, ok := strings.CutPrefix(path, "/"); ok {
		names := strings.Split(pointer, "/")
		for i, name := range names {
			if strings.Count(name, "~") != strings.Count(name, "~0")+strings.Count(name, "~1") {
				return nil, false // RFC 6901 section 3: ~ stands for nothing by itself
			}
			names[i] = strings.ReplaceAll(strings.ReplaceAll(name, "~1", "/"), "~0", "~")
		}
		return names, true
	}
	names := strings.Split(path, ".")
	for _, name := range names {
		if name == "" {
			return nil, false
		}
	}
	return names, true
}

// step goes one name or index down.
func step(value json.RawMessage, name string) (json.RawMessage, bool) {
	if jsonmember.IsObject(value) {
		return jsonmember.Get(value, name)
	}
	index, err := strconv.Atoi(name)
	if err != nil || index < 0 || strconv.Itoa(index) != name {
		return nil, false
	}
	for element := range jsonmember.Elements(value) {
		if index == 0 {
			return element, true
		}
		index--
	}
	return nil, false
}

// sameType reports whether a JSON value is of the type that want is written in, so that the two can be told apart at all.
func sameType(value json.RawMessage, want any) bool {
	switch want.(type) {
	case string:
		return value[0] == '"'
	case bool:
		return value[0] == 't' || value[0] == 'f'
	default:
		return value[0] == '-' || (value[0] >= '0' && value[0] <= '9')
	}
}

// equal reports whether a JSON value is the Go value want: of the same type and equal. Text is never a number.
func equal(value json.RawMessage, want any) bool {
	switch want := want.(type) {
	case string:
		text, ok := jsonmember.String(value)
		return ok && text == want
	case bool:
		return string(value) == strconv.FormatBool(want)
	case int:
		return equalInt(value, int64(want))
	case int64:
		return equalInt(value, want)
	case float64:
		n, err := strconv.ParseFloat(string(value), 64)
		return err == nil && n == want
	}
	return false
}

func equalInt(value json.RawMessage, want int64) bool {
	if n, err := strconv.ParseInt(string(value), 10, 64); err == nil {
		return n == want
	}
	// 1e3 and 1000.0 are the integer 1000. From 2^53 on a float64 cannot tell neighbours apart, and only plain digits count.
	n, err := strconv.ParseFloat(string(value), 64)
	return err == nil && math.Abs(n) < 1<<53 && n == float64(want)
}
