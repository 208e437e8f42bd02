// Package jsonmember reads the members of one JSON object by their exact names, in place and without allocating.
//
// encoding/json matches struct fields without regard to case and silently keeps the last of two members with one name.
// For claims both are wrong: "Sub" is not "sub" (RFC 7519 section 10.1.1 makes names case-sensitive), and a token in which a
// claim stands twice says two things at once (RFC 7519 section 4 asks that it be rejected).
package jsonmember

import (
	"bytes"
	"encoding/json"
	"iter"
)

// IsObject reports whether data, which must be valid JSON, is an object.
func IsObject(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n")
	return len(data) > 0 && data[0] == '{'
}

// raw is a JSON text in either of the two forms that it is kept in.
type raw interface{ ~string | ~[]byte }

// All yields the members of the object in data, in order, as exact name and raw value. Both alias data unless the
// name is written with escapes. data must be valid JSON (see [json.Valid]); anything but an object yields nothing.
func All(data []byte) iter.Seq2[[]byte, json.RawMessage] {
	return func(yield func([]byte, json.RawMessage) bool) {
		for name, value := range members(data) {
			if !yield(unquote(name), json.RawMessage(value)) {
				return
			}
		}
	}
}

// members is All with the names as they are written, in quotation marks.
func members[T raw](data T) iter.Seq2[T, T] {
	return func(yield func(T, T) bool) {
		i := skip(data, 0, ' ')
		if i >= len(data) || data[i] != '{' {
			return
		}
		for i++; i < len(data); {
			i = skip(data, i, ',')
			if i >= len(data) || data[i] != '"' {
				return
			}
			end := stringEnd(data, i)
			if end-i < 2 {
				return
			}
			name := data[i:end]
			i = skip(data, end, ':')
			end = valueEnd(data, i)
			if !yield(name, data[i:end]) {
				return
			}
			i = end
		}
	}
}

// Get returns the raw value of the member with exactly this name. Where the name stands more than once it returns the
// last, as JavaScript does; callers that must not accept that ask [Duplicate] first.
func Get(data []byte, name string) (json.RawMessage, bool) {
	var value json.RawMessage
	found := false
	for n, v := range All(data) {
		if string(n) == name {
			value, found = v, true
		}
	}
	return value, found
}

// GetString returns the member with exactly this name as [Get] does, where it is text. It reports false for any other value.
func GetString(data []byte, name string) (string, bool) {
	value, _ := Get(data, name)
	return String(value)
}

// Duplicate returns a name that stands more than once in the object in data, if there is one.
func Duplicate(data []byte) (string, bool) {
	// Session tokens hold a dozen claims; comparing them pairwise beats building a set. A hostile object with thousands of
	// members would make that quadratic, so past a bound a set takes over.
	const pairwise = 32
	var names [pairwise][]byte
	n := 0
	var set map[string]struct{}
	for name := range All(data) {
		if set != nil {
			if _, seen := set[string(name)]; seen {
				return string(name), true
			}
			set[string(name)] = struct{}{}
			continue
		}
		for _, seen := range names[:n] {
			if bytes.Equal(seen, name) {
				return string(name), true
			}
		}
		if n < pairwise {
			names[n] = name
			n++
			continue
		}
		set = make(map[string]struct{}, 2*pairwise)
		for _, seen := range names {
			set[string(seen)] = struct{}{}
		}
		set[string(name)] = struct{}{}
	}
	return "", false
}

// String decodes a raw JSON string. It reports false for any other value.
func String(raw json.RawMessage) (string, bool) {
	text, ok := Text(raw)
	return string(text), ok
}

// Text is [String] for those who only compare: the text aliases raw unless it is written with escapes.
func Text(raw json.RawMessage) ([]byte, bool) {
	if len(raw) < 2 || raw[0] != '"' {
		return nil, false
	}
	return unquote(raw), true
}

// unquote returns the text of a quoted JSON string; it aliases s where there is nothing to undo.
func unquote(s []byte) []byte {
	inner := s[1 : len(s)-1]
	plain := true
	for _, c := range inner {
		if c == '\\' || c >= 0x80 {
			plain = false
			break
		}
	}
	if plain {
		return inner
	}
	// Escapes and text outside ASCII go through the standard decoder, which also replaces invalid UTF-8.
	var text string
	if err := json.Unmarshal(s, &text); err != nil {
		return inner
	}
	return []byte(text)
}

// skip passes over white space and one kind of separator.
func skip[T raw](data T, i int, separator byte) int {
	for i < len(data) {
		switch data[i] {
		case ' ', '\t', '\r', '\n', separator:
			i++
		default:
			return i
		}
	}
	return i
}

// stringEnd returns the index just past the string that starts at i.
func stringEnd[T raw](data T, i int) int {
	for i++; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(data)
}

// valueEnd returns the index just past the value that starts at i.
func valueEnd[T raw](data T, i int) int {
	depth := 0
	for i < len(data) {
		switch data[i] {
		case '"':
			i = stringEnd(data, i)
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
			if depth == 0 {
				return i + 1
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return len(data)
}

// Elements yields the raw elements of the list in data, in order. They alias data, which must be valid JSON; anything but a
// list yields nothing.
func Elements(data []byte) iter.Seq[json.RawMessage] {
	return func(yield func(json.RawMessage) bool) {
		for element := range elements(data) {
			if !yield(json.RawMessage(element)) {
				return
			}
		}
	}
}

func elements[T raw](data T) iter.Seq[T] {
	return func(yield func(T) bool) {
		i := skip(data, 0, ' ')
		if i >= len(data) || data[i] != '[' {
			return
		}
		for i = skip(data, i+1, ','); i < len(data) && data[i] != ']'; i = skip(data, i, ',') {
			end := valueEnd(data, i)
			if !yield(data[i:end]) {
				return
			}
			i = end
		}
	}
}
