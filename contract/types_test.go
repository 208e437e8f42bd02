package contract

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/usher-auth/usher/backend"
)

var backendPackage = reflect.TypeFor[backend.Client]().PkgPath()

var (
	timeType     = reflect.TypeFor[time.Time]()
	momentType   = reflect.TypeFor[backend.Time]()
	secretType   = reflect.TypeFor[backend.Secret]()
	metadataType = reflect.TypeFor[backend.Metadata]()
	uploadType   = reflect.TypeFor[backend.Upload]()
	rawType      = reflect.TypeFor[json.RawMessage]()
	errorType    = reflect.TypeFor[error]()
)

// inner returns the type behind pointers and Opts.
func inner(t reflect.Type) reflect.Type {
	for {
		switch {
		case t.Kind() == reflect.Pointer:
			t = t.Elem()
		case isOpt(t):
			get, _ := t.MethodByName("Get")
			t = get.Type.Out(0)
		default:
			return t
		}
	}
}

func isOpt(t reflect.Type) bool { return generic(t, "Opt") }

func isPage(t reflect.Type) bool { return generic(t, "Page") }

// generic reports whether a type is an instance of the generic type of package backend with the name.
func generic(t reflect.Type, name string) bool {
	return t.PkgPath() == backendPackage && strings.HasPrefix(t.Name(), name+"[")
}

// isFree reports whether a type holds JSON of any shape.
func isFree(t reflect.Type) bool {
	return t.Kind() == reflect.Interface || t == metadataType || t == rawType
}

// A goField is a field of a struct under the name that it has outside.
type goField struct {
	reflect.StructField
	wire    string
	outside bool // the document does not know it, and the table unpublished has it
}

// fieldsOf returns the fields of a struct that have the tag, those of embedded structs included.
func fieldsOf(t reflect.Type, tag string) []goField {
	type key struct {
		reflect.Type
		tag string
	}
	if known, ok := structs.Load(key{t, tag}); ok {
		return known.([]goField)
	}
	var fields []goField
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		if name == "" || name == "-" {
			continue
		}
		fields = append(fields, goField{f, name, isUnpublished(t, f.Name)})
	}
	structs.Store(key{t, tag}, fields)
	return fields
}

// structs remembers what fieldsOf found: the checks ask for the same few hundred types a million times.
var structs sync.Map

func fieldNamed(t reflect.Type, tag, name string) (goField, bool) {
	for _, f := range fieldsOf(t, tag) {
		if f.wire == name {
			return f, true
		}
	}
	return goField{}, false
}
