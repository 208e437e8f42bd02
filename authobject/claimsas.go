package authobject

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/usher-auth/usher/internal/jsonmember"
)

// ErrNoClaims is what [ClaimsAs] returns when nobody is signed in.
var ErrNoClaims = errors.New("there are no claims: nobody is signed in")

// ClaimsAs decodes the claims into the caller's own type, usually a struct with json tags for the custom claims of the
// session token's template. Unlike encoding/json alone it matches names exactly, at every depth: a claim "Role" does not
// fill a field tagged "role". The error is [ErrNoClaims] or says which claim does not fit its field, by name and never by value.
func ClaimsAs[T any](a *Auth) (T, error) {
	var out T
	if !a.IsSignedIn() || a.claims.text == nil {
		return out, ErrNoClaims
	}
	t := reflect.TypeFor[T]()
	exact := keepExact(a.claims.Raw(), t)
	if err := json.Unmarshal(exact, &out); err != nil {
		var none T
		return none, fmt.Errorf("the claims do not fit %v: %s", t, misfit(exact, t, err))
	}
	return out, nil
}

// misfit says which claim cannot be decoded. It takes nothing but names from err: the messages of encoding/json, of time.Time
// and of types of the caller's own quote what they were given, and claims are not for logs.
func misfit(exact json.RawMessage, t reflect.Type, err error) string {
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) && mismatch.Field != "" && mismatch.Type != nil {
		return fmt.Sprintf("claim %q is not a %v", mismatch.Field, mismatch.Type)
	}
	refuses := func(object []byte) bool { return json.Unmarshal(object, reflect.New(t).Interface()) != nil }
	if refuses([]byte("{}")) {
		return "it does not take a JSON object of this form"
	}
	for name, value := range jsonmember.All(exact) {
		one, _ := json.Marshal(map[string]json.RawMessage{string(name): value}) // both come from valid JSON
		if refuses(one) {
			return fmt.Sprintf("claim %q is refused by the type that it is decoded into", name)
		}
	}
	return "it does not take these claims together"
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
		members := membersOf(t)
		return rebuildObject(data, func(name string) reflect.Type { return members[name] })
	case reflect.Map:
		return rebuildObject(data, func(string) reflect.Type { return t.Elem() })
	case reflect.Slice, reflect.Array:
		return rebuildList(data, t.Elem())
	default:
		return data
	}
}

// membersOf returns the member names that encoding/json gives to the fields of t, promoted ones included, and the type of
// the field behind each. Of fields with one name the least nested counts, and among those the one whose name is tagged;
// where that leaves several the name leads nowhere and has the type nil.
func membersOf(t reflect.Type) map[string]reflect.Type {
	members := map[string]reflect.Type{}
	seen := map[reflect.Type]bool{}
	for level := []reflect.Type{t}; len(level) > 0; {
		var next []reflect.Type
		found := map[string][2][]reflect.Type{} // by name: the types of untagged fields, then of tagged ones
		for _, t := range level {
			for i := range t.NumField() {
				name, tagged, inner := memberOf(t.Field(i))
				switch {
				case inner != nil:
					next = append(next, inner)
				case name != "":
					types := found[name]
					types[tagged] = append(types[tagged], t.Field(i).Type)
					found[name] = types
				}
			}
		}
		for name, types := range found {
			if _, taken := members[name]; taken {
				continue
			}
			members[name] = nil
			for _, rank := range types { // the tagged come last and so win
				if len(rank) > 0 {
					members[name] = nil
				}
				if len(rank) == 1 {
					members[name] = rank[0]
				}
			}
		}
		for _, t := range level {
			seen[t] = true
		}
		level = slices.DeleteFunc(next, func(t reflect.Type) bool { return seen[t] })
	}
	return members
}

// memberOf returns the member name of a field and 1 where a tag gives it, or the struct whose fields are promoted through it,
// or neither for a field that encoding/json passes over.
func memberOf(field reflect.StructField) (name string, tagged int, inner reflect.Type) {
	direct := field.Type
	if direct.Name() == "" && direct.Kind() == reflect.Pointer {
		direct = direct.Elem()
	}
	embedsStruct := field.Anonymous && direct.Kind() == reflect.Struct
	tag := field.Tag.Get("json")
	if tag == "-" || (!field.IsExported() && !embedsStruct) {
		return "", 0, nil
	}
	name, _, _ = strings.Cut(tag, ",")
	switch {
	case isMemberName(name):
		return name, 1, nil
	case embedsStruct:
		return "", 0, direct
	}
	return field.Name, 0, nil
}

// isMemberName reports whether encoding/json takes a name from a tag; it knows letters, digits and some signs.
func isMemberName(name string) bool {
	for _, c := range name {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) {
			return false
		}
	}
	return name != ""
}

func rebuildObject(data json.RawMessage, typeOf func(name string) reflect.Type) json.RawMessage {
	if !jsonmember.IsObject(data) {
		return data
	}
	var out bytes.Buffer
	out.WriteByte('{')
	for name, value := range jsonmember.All(data) {
		t := typeOf(string(name))
		if t == nil {
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
