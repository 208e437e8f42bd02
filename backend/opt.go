package backend

import (
	"encoding/json"
	"fmt"
)

// An Opt is a value that may also be absent or null; these are three things to the Backend API. The zero Opt is absent:
// the field is not sent and keeps what it holds. [Null] clears a field, where its comment says that it may be null; elsewhere
// Clerk refuses it. [Some] sends a value, also "", 0 and false. An Opt never changes.
type Opt[T any] struct {
	value T
	state optState
}

type optState uint8

const (
	absent optState = iota
	null
	present
)

// Some returns an Opt that holds v.
func Some[T any](v T) Opt[T] { return Opt[T]{v, present} }

// Null returns an Opt that is null.
func Null[T any]() Opt[T] { return Opt[T]{state: null} }

// JSON returns an Opt for metadata, claims and other fields whose shape is the caller's: v is whatever encoding/json can
// encode. Nulls inside v are sent.
func JSON(v any) Opt[any] { return Some(v) }

// Get returns the value, and whether there is one: it is the zero value and false for what is absent or null.
func (o Opt[T]) Get() (value T, ok bool) { return o.value, o.state == present }

// Or returns the value, or fallback where it is absent or null.
func (o Opt[T]) Or(fallback T) T {
	if o.state == present {
		return o.value
	}
	return fallback
}

// IsNull reports whether o is null.
func (o Opt[T]) IsNull() bool { return o.state == null }

// IsZero reports whether o is absent, and so lets omitzero of encoding/json leave it out.
func (o Opt[T]) IsZero() bool { return o.state == absent }

// MarshalJSON returns the value in JSON, or null.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != present {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON takes null for null and everything else for a value.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	*o = Opt[T]{state: null}
	if string(data) == "null" {
		return nil
	}
	o.state = present
	return json.Unmarshal(data, &o.value)
}

// String returns the value as fmt.Sprint would, "null" or "absent".
func (o Opt[T]) String() string {
	switch o.state {
	case present:
		return fmt.Sprint(o.value)
	case null:
		return "null"
	default:
		return "absent"
	}
}

// GoString returns what String returns, as %#v would show what a Secret hides.
func (o Opt[T]) GoString() string { return o.String() }

// queryValue is how the encoder of queries looks into an Opt of any type. A query has no null.
func (o Opt[T]) queryValue() (any, bool) { return o.value, o.state == present }
