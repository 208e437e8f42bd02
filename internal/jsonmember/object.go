package jsonmember

import (
	"encoding/json"
	"iter"
	"strings"
	"unicode/utf8"
)

// few is how many members an [Object] holds without another allocation. Session tokens have a dozen claims.
const few = 20

// A Value is the raw text of one JSON value, without white space around it. It aliases the text that it was found in.
type Value string

// A Member is one member of an object: its name, without escapes, and its value.
type Member struct {
	Name  string
	Value Value
}

// An Object is a JSON text that was validated and taken apart in one pass: a token that is verified is read once, not once for
// each question about it. The zero Object has no members. An Object is for reading once [Object.Parse] has filled it.
type Object struct {
	text     string
	isObject bool
	n        int // of first
	first    [few]Member
	more     []Member
}

// Parse validates a JSON text and remembers the members of the object in it. It reports false for what is no JSON, exactly as
// [json.Valid] does. Valid JSON that is no object has no members.
func (o *Object) Parse(text string) bool {
	*o = Object{text: text}
	start := space(text, 0)
	if start == len(text) || text[start] != '{' {
		end := value(text, start)
		if end == tooDeep {
			return json.Valid([]byte(text))
		}
		return end >= 0 && space(text, end) == len(text)
	}
	o.isObject = true
	end := o.parseMembers(text, start)
	if end == tooDeep {
		return o.parseDeep(text)
	}
	return end >= 0 && space(text, end) == len(text)
}

// parseMembers takes the object that begins at i apart and returns the index just past it.
func (o *Object) parseMembers(text string, i int) int {
	if i = space(text, i+1); i < len(text) && text[i] == '}' {
		return i + 1
	}
	for {
		start := i
		if i = name(text, i); i < 0 {
			return i
		}
		member := Member{Name: quotedAt(text, start)}
		start = space(text, i)
		if i = value(text, start); i < 0 {
			return i
		}
		member.Value = Value(text[start:i])
		o.add(member)
		i = space(text, i)
		switch {
		case i < len(text) && text[i] == ',':
			i = space(text, i+1)
		case i < len(text) && text[i] == '}':
			return i + 1
		default:
			return invalid
		}
	}
}

// parseDeep is for what is nested deeper than anything that Clerk makes, and may still be JSON.
func (o *Object) parseDeep(text string) bool {
	*o = Object{text: text, isObject: true}
	if !json.Valid([]byte(text)) {
		return false
	}
	for name, value := range All([]byte(text)) {
		o.add(Member{string(name), Value(value)})
	}
	return true
}

func (o *Object) add(m Member) {
	if o.n < few {
		o.first[o.n] = m
		o.n++
		return
	}
	o.more = append(o.more, m)
}

// Text returns the whole text, as it was parsed.
func (o *Object) Text() string { return o.text }

// IsObject reports whether the text is an object, and no other JSON.
func (o *Object) IsObject() bool { return o.isObject }

// All yields the members in order.
func (o *Object) All() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for i := range o.n {
			if !yield(o.first[i].Name, o.first[i].Value) {
				return
			}
		}
		for i := range o.more {
			if !yield(o.more[i].Name, o.more[i].Value) {
				return
			}
		}
	}
}

// Get returns the value of the member with exactly this name; of several the last, see [Object.Duplicate].
func (o *Object) Get(name string) (Value, bool) {
	for i := len(o.more) - 1; i >= 0; i-- {
		if o.more[i].Name == name {
			return o.more[i].Value, true
		}
	}
	for i := o.n - 1; i >= 0; i-- {
		if o.first[i].Name == name {
			return o.first[i].Value, true
		}
	}
	return "", false
}

// Duplicate returns a name that stands more than once, if there is one.
func (o *Object) Duplicate() (string, bool) {
	for i := range o.n {
		for j := range i {
			if o.first[i].Name == o.first[j].Name {
				return o.first[i].Name, true
			}
		}
	}
	if len(o.more) == 0 {
		return "", false
	}
	// A hostile object with thousands of members would make comparing them pairwise quadratic.
	seen := make(map[string]struct{}, few+len(o.more))
	for name := range o.All() {
		if _, again := seen[name]; again {
			return name, true
		}
		seen[name] = struct{}{}
	}
	return "", false
}

// Text decodes text. It reports false for any other value. The result aliases v unless there is something to decode.
func (v Value) Text() (string, bool) {
	if len(v) < 2 || v[0] != '"' {
		return "", false
	}
	return unquoted(string(v)), true
}

// Date reads a date as [NumericDate] does.
func (v Value) Date() (seconds int64, ok bool) { return numericDate(string(v)) }

// Elements yields the elements of a list, in order; anything else yields nothing.
func (v Value) Elements() iter.Seq[Value] { return elements(v) }

// All yields the members of an object, in order, as [All] does.
func (v Value) All() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for name, value := range members(v) {
			if !yield(unquoted(string(name)), value) {
				return
			}
		}
	}
}

// IsObject reports whether the value is an object.
func (v Value) IsObject() bool { return len(v) > 0 && v[0] == '{' }

// quotedAt returns the text of the JSON string that begins at i, which is valid.
func quotedAt(s string, i int) string { return unquoted(s[i:stringEnd(s, i)]) }

// unquoted returns the text of a quoted JSON string; it aliases s where there is nothing to undo.
func unquoted(s string) string {
	inner := s[1 : len(s)-1]
	if strings.IndexByte(inner, '\\') < 0 && utf8.ValidString(inner) {
		return inner
	}
	// Escapes go through the standard decoder, which also replaces invalid UTF-8.
	var text string
	if err := json.Unmarshal([]byte(s), &text); err != nil {
		return inner
	}
	return text
}
