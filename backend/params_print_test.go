package backend_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

// harmless are fields that have a telling name and no secret: the names of roles and the like, public keys, addresses.
var harmless = regexp.MustCompile(`^(OrganizationPermission\w+\.Key|OrganizationRole\w+\.Key|RoleSet\w+\.(\w*Key|RoleKeys)|` +
	`\w+\.RoleSetKey|CustomAttributeParams\.Key|\w+\.IdempotencyKey|\w+\.PublishableKey|\w+\.BlockedCountryCodes|\w+\.TokenURL)$`)

// secretWords are what names of fields with secrets contain.
var secretWords = []string{"password", "secret", "token", "code", "digest", "key", "cookie", "header"}

// canary is what no output may show.
const canary = "canary-7f3a"

// paramsTypes returns the structs that the methods of all services take, and those within them.
func paramsTypes() map[reflect.Type]bool {
	types := map[reflect.Type]bool{}
	var add func(reflect.Type)
	add = func(t reflect.Type) {
		t = unwrapped(t)
		if t.Kind() != reflect.Struct || t.PkgPath() != reflect.TypeFor[backend.Client]().PkgPath() || types[t] {
			return
		}
		types[t] = true
		for i := range t.NumField() {
			add(t.Field(i).Type)
		}
	}
	client := reflect.TypeFor[backend.Client]()
	for i := range client.NumField() {
		service := client.Field(i).Type
		for m := range service.NumMethod() {
			method := service.Method(m).Type
			for in := 1; in < method.NumIn(); in++ {
				add(method.In(in))
			}
		}
	}
	delete(types, reflect.TypeFor[backend.Upload]())
	return types
}

// unwrapped returns the type behind pointers, lists, maps and Opts.
func unwrapped(t reflect.Type) reflect.Type {
	for inner := unwrappedOnce(t); inner != t; inner = unwrappedOnce(t) {
		t = inner
	}
	return t
}

func unwrappedOnce(t reflect.Type) reflect.Type {
	switch {
	case strings.HasPrefix(t.Name(), "Opt["):
		get, _ := t.MethodByName("Get")
		return get.Type.Out(0)
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map:
		return t.Elem()
	}
	return t
}

// fill sets every text of v that a secret may be to the canary, and reports whether there is one.
func fill(v reflect.Value, name string) bool {
	switch t := v.Type(); {
	case strings.HasPrefix(t.Name(), "Opt["):
		inner := reflect.New(unwrappedOnce(t)).Elem()
		if !fill(inner, name) {
			return false
		}
		data, err := json.Marshal(inner.Interface())
		if err != nil || json.Unmarshal(data, v.Addr().Interface()) != nil {
			panic(fmt.Sprintf("%s takes no %s", t, data))
		}
		return true
	case t.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(t, 1, 1))
		return fill(v.Index(0), name)
	case t.Kind() == reflect.Map:
		inner := reflect.New(t.Elem()).Elem()
		filled := fill(inner, name)
		v.Set(reflect.MakeMap(t))
		v.SetMapIndex(reflect.ValueOf("key"), inner)
		return filled
	case t == reflect.TypeFor[string]() && isSecret(name):
		v.SetString(canary)
		return true
	case t.Kind() == reflect.Struct && t.PkgPath() == reflect.TypeFor[backend.Client]().PkgPath():
		filled := false
		for i := range t.NumField() {
			filled = fill(v.Field(i), t.Name()+"."+t.Field(i).Name) || filled
		}
		return filled
	}
	return false
}

// isSecret reports whether a field is one by its name.
func isSecret(name string) bool {
	_, field, _ := strings.Cut(name, ".")
	return !harmless.MatchString(name) &&
		slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(strings.ToLower(field), word) })
}

func TestParamsWithSecretsDoNotShowThem(t *testing.T) {
	n := 0
	for typ := range paramsTypes() {
		params := reflect.New(typ)
		if !fill(params.Elem(), typ.Name()) {
			continue
		}
		n++
		t.Run(typ.Name(), func(t *testing.T) {
			if encoded, err := json.Marshal(params.Interface()); err != nil || !strings.Contains(string(encoded), canary) {
				t.Fatalf("what is sent is %s, error %v", encoded, err)
			}
			for _, v := range []any{params.Interface(), params.Elem().Interface()} {
				shown := map[string]string{}
				for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
					shown[verb] = fmt.Sprintf(verb, v)
					shown[verb+" in a list"] = fmt.Sprintf(verb, []any{v})
				}
				var text, object bytes.Buffer
				slog.New(slog.NewTextHandler(&text, nil)).Info("called", "params", v)
				slog.New(slog.NewJSONHandler(&object, nil)).Info("called", "params", v)
				shown["slog as text"], shown["slog as JSON"] = text.String(), object.String()
				for how, got := range shown {
					if strings.Contains(got, canary) || strings.Contains(got, fmt.Sprintf("%x", canary)) {
						t.Errorf("%s of %T: %s", how, v, got)
					}
				}
				if want := "backend." + typ.Name() + "{[redacted]}"; shown["%v"] != want || shown["%#v"] != want ||
					!strings.Contains(shown["slog as text"], want) || !strings.Contains(shown["slog as JSON"], want) {
					t.Errorf("%T is shown as %v, want %s", v, shown, want)
				}
			}
		})
	}
	if n < 17 {
		t.Errorf("%d params have secrets; the test has lost some", n)
	}
}

func TestParamsWithoutSecretsAreShown(t *testing.T) {
	for typ := range paramsTypes() {
		v := reflect.New(typ)
		if fill(v.Elem(), typ.Name()) {
			continue
		}
		if got := fmt.Sprintf("%+v", v.Elem()); strings.Contains(got, "[redacted]") {
			t.Errorf("%s is shown as %s, and has nothing to hide", typ.Name(), got)
		}
	}
}

func TestParamsThatAreNilAreShownAsNil(t *testing.T) {
	if got := fmt.Sprintf("%v %+v", (*backend.UserCreateParams)(nil), (*backend.SessionRefreshParams)(nil)); got != "<nil> <nil>" {
		t.Errorf("they are shown as %s", got)
	}
}
