package contract

import (
	"fmt"
	"reflect"
	"time"
)

// carried looks for every leaf of a sample in what the client made of it: back is the result in JSON, v the result itself.
func carried(want, back any, v reflect.Value, path string) []delta {
	v = outOf(v)
	switch {
	case want == nil:
		if !isEmpty(back) {
			return []delta{{path, "null or something empty", show(back)}}
		}
		return nil
	case v.IsValid() && isFree(v.Type()):
		return difference(want, back, path)
	case v.IsValid() && isPage(v.Type()):
		return carriedPage(want, back, v, path)
	case v.IsValid() && v.Kind() == reflect.Int && v.Type().PkgPath() == "":
		if total, ok := want.(map[string]any); ok {
			want, path = total["total_count"], path+"/total_count"
		}
	}
	switch w := want.(type) {
	case map[string]any:
		return carriedObject(w, back, v, path)
	case []any:
		return carriedList(w, back, v, path)
	}
	if equalLeaf(want, back, v) {
		return nil
	}
	got := show(back)
	if back == nil {
		got = "nothing"
	}
	return []delta{{path, show(want), got}}
}

func carriedObject(want map[string]any, back any, v reflect.Value, path string) (deltas []delta) {
	got, ok := back.(map[string]any)
	if !ok {
		return []delta{{path, show(want), show(back)}}
	}
	for _, name := range sorted(want) {
		if name == strangeField {
			continue
		}
		inside, ok := got[name]
		if !ok && want[name] != nil {
			deltas = append(deltas, delta{path + "/" + name, show(want[name]), "nothing"})
			continue
		}
		deltas = append(deltas, carried(want[name], inside, fieldValue(v, name), path+"/"+name)...)
	}
	return deltas
}

func carriedList(want []any, back any, v reflect.Value, path string) (deltas []delta) {
	got, _ := back.([]any)
	if len(got) != len(want) {
		return []delta{{path, show(want), show(back)}}
	}
	for i := range want {
		var item reflect.Value
		if v.IsValid() && v.Kind() == reflect.Slice {
			item = v.Index(i)
		}
		deltas = append(deltas, carried(want[i], got[i], item, fmt.Sprintf("%s/%d", path, i))...)
	}
	return deltas
}

// carriedPage compares a list in any of its forms with a page, which has one.
func carriedPage(want, back any, v reflect.Value, path string) []delta {
	page, _ := back.(map[string]any)
	data := v.FieldByName("Data")
	switch w := want.(type) {
	case []any:
		return carried(w, page["data"], data, path)
	case map[string]any:
		if tokens, ok := w["m2m_tokens"]; ok {
			deltas := carried(tokens, page["data"], data, path+"/m2m_tokens")
			return append(deltas, carried(w["total_count"], page["total_count"], reflect.Value{}, path+"/total_count")...)
		}
		return carriedObject(w, back, v, path)
	}
	return []delta{{path, show(want), show(back)}}
}

// outOf returns what pointers and Opts hold, or the zero Value.
func outOf(v reflect.Value) reflect.Value {
	for v.IsValid() {
		switch {
		case v.Kind() == reflect.Pointer:
			v = v.Elem()
		case isOpt(v.Type()):
			v = v.MethodByName("Get").Call(nil)[0]
		default:
			return v
		}
	}
	return v
}

func fieldValue(v reflect.Value, name string) reflect.Value {
	if v.IsValid() && v.Kind() == reflect.Map {
		return v.MapIndex(reflect.ValueOf(name).Convert(v.Type().Key()))
	}
	if v.IsValid() && v.Kind() == reflect.Struct {
		if f, ok := fieldNamed(v.Type(), "json", name); ok {
			return v.FieldByIndex(f.Index)
		}
	}
	return reflect.Value{}
}

// equalLeaf compares a text, a number or a boolean of a sample with what came back.
func equalLeaf(want, back any, v reflect.Value) bool {
	if v.IsValid() {
		switch text, isText := want.(string); {
		case isText && v.Type() == secretType && text != "":
			return back == "[redacted]" && v.String() == text // what is hidden has to be there all the same
		case isText && v.Type() == momentType:
			moment, err := time.Parse(time.RFC3339, text)
			return err == nil && back == float64(moment.UnixMilli())
		}
	}
	return want == back
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	default:
		return v == nil || v == "" || v == 0.0 || v == false
	}
}
