package webhooks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// decode decodes data into a pointer. A single member of another JSON type than Clerk describes must not cost the event: where
// a value can mean one thing only, it is read. The error names the first member for which that is not so, and nothing of what
// it holds.
func decode(raw json.RawMessage, into any) error {
	if json.Unmarshal(raw, into) == nil {
		return nil
	}
	target := reflect.ValueOf(into).Elem()
	target.SetZero() // what was decoded before the failure
	mended, err := mend(raw, target.Type(), "")
	if err != nil {
		return err
	}
	if json.Unmarshal(mended, into) != nil {
		target.SetZero()
		return misfit("", target.Type())
	}
	return nil
}

func misfit(path string, t reflect.Type) error {
	if path == "" {
		return fmt.Errorf("the data is not a Go %s", t)
	}
	return fmt.Errorf("the member %q of the data is not a Go %s", path, t)
}

// fits reports whether encoding/json can decode raw into a t.
func fits(raw json.RawMessage, t reflect.Type) bool {
	return json.Unmarshal(raw, reflect.New(t).Interface()) == nil
}

// mend returns raw with what does not fit into a t written in another way; path is where it stands.
func mend(raw json.RawMessage, t reflect.Type, path string) (json.RawMessage, error) {
	if raw = bytes.TrimSpace(raw); fits(raw, t) {
		return raw, nil
	}
	mended, inner := raw, within(t)
	var err error
	switch kind := inner.Kind(); {
	case raw[0] == '{' && kind == reflect.Struct:
		mended, err = mendMembers(raw, inner, path)
	case raw[0] == '[' && kind == reflect.Slice:
		mended, err = mendElements(raw, inner.Elem(), path)
	case string(raw) == "null":
		mended = nil // as if it were absent
	case isEmptyArray(raw) && (kind == reflect.Struct || kind == reflect.Map):
		mended = json.RawMessage("{}")
	case kind >= reflect.Int && kind <= reflect.Uint64:
		mended = integer(raw)
	}
	if err == nil && mended != nil && !fits(mended, t) {
		err = misfit(path, t)
	}
	return mended, err
}

// within returns what a pointer points to, and what a backend.Opt holds.
func within(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if get, ok := t.MethodByName("Get"); ok && get.Type.NumIn() == 1 && get.Type.NumOut() == 2 {
		return within(get.Type.Out(0))
	}
	return t
}

func mendMembers(raw json.RawMessage, t reflect.Type, path string) (json.RawMessage, error) {
	members := object(raw)
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		value, ok := members[name]
		if name == "" || name == "-" || !ok {
			continue
		}
		mended, err := mend(value, field.Type, strings.TrimPrefix(path+"."+name, "."))
		if err != nil {
			return nil, err
		}
		if members[name] = mended; mended == nil {
			delete(members, name)
		}
	}
	return json.Marshal(members)
}

func mendElements(raw json.RawMessage, t reflect.Type, path string) (json.RawMessage, error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		return nil, misfit(path, t)
	}
	for n, element := range elements {
		mended, err := mend(element, t, path+"["+strconv.Itoa(n)+"]")
		if err != nil {
			return nil, err
		}
		elements[n] = mended // RawMessage writes nil as null
	}
	return json.Marshal(elements)
}

// isEmptyArray recognizes what PHP and others write for an object without members.
func isEmptyArray(raw json.RawMessage) bool {
	return raw[0] == '[' && len(bytes.TrimSpace(raw[1:len(raw)-1])) == 0
}

// maxExact is the first float64 that may stand for another integer than was written.
const maxExact = 1 << 53

// integer writes "7" and 7.0 as 7, and leaves alone what is no integer.
func integer(raw json.RawMessage) json.RawMessage {
	written := string(raw)
	if raw[0] == '"' {
		written = text(raw)
		if _, err := strconv.ParseInt(written, 10, 64); err == nil && json.Valid([]byte(written)) {
			return json.RawMessage(written)
		}
	}
	number, err := strconv.ParseFloat(written, 64)
	if err != nil || math.Trunc(number) != number || math.Abs(number) >= maxExact {
		return raw
	}
	return strconv.AppendInt(nil, int64(number), 10)
}
