package contract

import (
	"reflect"
	"time"
)

// adapt changes a sample where the Go type of a field says more than the document does: what the document calls a text may
// be a time or a boolean, what it leaves open may be a map of lists. Maps and lists are changed in place, so that what is
// sent can be compared with them.
func adapt(value any, t reflect.Type) any {
	t = inner(t)
	switch v := value.(type) {
	case string:
		switch {
		case t == timeType && !isTime(v):
			return time.Date(2024, 5, len(v)%28+1, 3, 4, 5, 0, time.UTC).Format(time.RFC3339)
		case t.Kind() == reflect.Bool && v != "true" && v != "false":
			if v == "" {
				return "false"
			}
			return "true"
		}
	case []any:
		if t.Kind() == reflect.Slice {
			for i := range v {
				v[i] = adapt(v[i], t.Elem())
			}
		}
	case map[string]any:
		switch {
		case t.Kind() == reflect.Struct:
			for _, f := range fieldsOf(t, "json") {
				if inside, ok := v[f.wire]; ok {
					v[f.wire] = adapt(inside, f.Type)
				}
			}
		case t.Kind() == reflect.Map && !isFree(inner(t.Elem())):
			for name := range v {
				delete(v, name)
			}
			v["key"] = example(inner(t.Elem()))
		}
	}
	return value
}

func isTime(text string) bool {
	_, err := time.Parse(time.RFC3339, text)
	return err == nil
}

// example returns a value for a type whose schema is open.
func example(t reflect.Type) any {
	switch t.Kind() {
	case reflect.Slice:
		return []any{example(inner(t.Elem())), example(inner(t.Elem()))}
	case reflect.String:
		return "text in a map"
	case reflect.Bool:
		return true
	default:
		return 7.0
	}
}
