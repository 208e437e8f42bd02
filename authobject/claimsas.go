package authobject

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/usher-auth/usher/internal/jsonmember"
)

// ErrNoClaims is what [ClaimsAs] returns when nobody is signed in.
var ErrNoClaims = errors.New("there are no claims: nobody is signed in")

// ClaimsAs decodes the claims into the caller's own type, usually a struct with json tags for the custom claims of the
// session token's template. Unlike encoding/json alone it matches names exactly, at every depth: a claim "Role" does not
// fill a field tagged "role". The error is [ErrNoClaims] or says which claim does not fit its field.
func ClaimsAs[T any](a *Auth) (T, error) {
	var out T
	if !a.IsSignedIn() || len(a.claims.raw) == 0 {
		return out, ErrNoClaims
	}
	exact := keepExact(a.claims.raw, reflect.TypeFor[T]())
	if err := json.Unmarshal(exact, &out); err != nil {
		var none T
		return none, fmt.Errorf("the claims do not fit %T: %w", none, describe(err))
	}
	return out, nil
}

// describe drops the quoted value from encoding/json's message: claims are not for logs.
func describe(err error) error {
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) {
		return fmt.Errorf("claim %q is not a %s", mismatch.Field, mismatch.Type)
	}
	return err
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// keepExact returns data without the members that encoding/json would put into a field of t only because it ignores case.
func keepExact(data json.RawMessage, t reflect.Type) json.RawMessage {
	for t.Kind() == reflect.Pointer {
		if t.Implements(jsonUnmarshaler) {
			return data
		}
		t = t.Elem()
	}
	pointer := reflect.PointerTo(t)
	if pointer.Implements(jsonUnmarshaler) || pointer.Implements(textUnmarshaler) {
		return data
	}
	switch t.Kind() {
	case reflect.Struct:
		fields := map[string]reflect.Type{}
		addFields(fields, t, map[reflect.Type]bool{})
		return rebuildObject(data, func(name string) (reflect.Type, bool) { f, ok := fields[name]; return f, ok })
	case reflect.Map:
		return rebuildObject(data, func(string) (reflect.Type, bool) { return t.Elem(), true })
	case reflect.Slice, reflect.Array:
		return rebuildList(data, t.Elem())
	default:
		return data
	}
}

// addFields collects the member names that encoding/json gives to the fields of t, promoted ones included.
func addFields(fields map[string]reflect.Type, t reflect.Type, seen map[reflect.Type]bool) {
	if seen[t] {
		return
	}
	seen[t] = true
	for i := range t.NumField() {
		field := t.Field(i)
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Tag.Get("json") == "-":
		case field.Anonymous && tag == "":
			embedded := field.Type
			if embedded.Kind() == reflect.Pointer {
				embedded = embedded.Elem()
			}
			if embedded.Kind() == reflect.Struct {
				addFields(fields, embedded, seen)
			} else if field.IsExported() {
				fields[field.Name] = field.Type
			}
		case !field.IsExported():
		case tag == "":
			fields[field.Name] = field.Type
		default:
			fields[tag] = field.Type
		}
	}
}

func rebuildObject(data json.RawMessage, typeOf func(name string) (reflect.Type, bool)) json.RawMessage {
	if !jsonmember.IsObject(data) {
		return data
	}
	var out bytes.Buffer
	out.WriteByte('{')
	for name, value := range jsonmember.All(data) {
		t, wanted := typeOf(string(name))
		if !wanted {
			continue
		}
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		quoted, _ := json.Marshal(string(name)) // a string always marshals
		out.Write(quoted)
		out.WriteByte(':')
		out.Write(keepExact(value, t))
	}
	out.WriteByte('}')
	return out.Bytes()
}

func rebuildList(data json.RawMessage, elem reflect.Type) json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) != nil || list == nil {
		return data
	}
	for i := range list {
		list[i] = keepExact(list[i], elem)
	}
	out, err := json.Marshal(list)
	if err != nil {
		return data
	}
	return out
}
