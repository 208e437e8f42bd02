package backendapi

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
)

// decodeNested decodes an object, a list of objects or an object of texts within a body: into is a pointer to a struct with the
// tags of [Decode], to a slice of such, or to a map[string]*string. It reports whether it knows the type. The params within have
// the name of the outer one in front: saml.idp_sso_url.
func decodeNested(param param, text json.RawMessage, into any, p *problems) bool {
	if texts, ok := into.(*map[string]*string); ok {
		decodeValue(param, text, texts, "object of strings", p)
		return true
	}
	v := reflect.ValueOf(into).Elem()
	switch {
	case v.Kind() == reflect.Struct:
		var members map[string]json.RawMessage
		if json.Unmarshal(text, &members) != nil {
			mismatch(param, "object", p)
			return true
		}
		readNested(param.name, members, v, p)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		var items []map[string]json.RawMessage
		if json.Unmarshal(text, &items) != nil || slices.ContainsFunc(items, func(m map[string]json.RawMessage) bool { return m == nil }) {
			mismatch(param, "array of objects", p)
			return true
		}
		v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
		for i, members := range items {
			readNested(param.name, members, v.Index(i), p)
		}
	default:
		return false
	}
	return true
}

func readNested(name string, members map[string]json.RawMessage, into reflect.Value, p *problems) {
	var within problems
	readMembers(members, schemaOf(into.Type()).body, into, &within)
	if c, ok := into.Addr().Interface().(checker); ok {
		c.check(&within)
	}
	for _, d := range within.details {
		d.Meta, d.LongMessage = maps.Clone(d.Meta), name+"."+d.LongMessage
		inner, _ := d.Meta["param_name"].(string)
		d.Meta["param_name"] = name + "." + inner
		p.add(d)
	}
}
