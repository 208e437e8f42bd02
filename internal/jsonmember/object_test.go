package jsonmember_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/usher-auth/usher/internal/jsonmember"
)

func TestObjectAcceptsJSONAndNothingElse(t *testing.T) {
	deep := func(n int) string { return strings.Repeat(`{"a":[`, n) + strings.Repeat(`]}`, n) }
	for _, row := range []struct {
		name, text string
		isObject   bool
		members    int
	}{
		{"an empty object", `{}`, true, 0},
		{"a session's claims", `{"sub":"user_1","exp":1767225600,"fva":[5,-1],"o":{"id":"org_1","per":"a,b"},"v":2}`, true, 5},
		{"white space everywhere", " {\r\n\t\"a\" : [ 1 , { } , [ ] ] , \"b\" : null } ", true, 2},
		{"the three words", `{"a":true,"b":false,"c":null}`, true, 3},
		{"every escape", `{"a":"\"\\\/\b\f\n\r\t\u00e9\uD83D\ude00"}`, true, 1},
		{"every form of number", `{"a":0,"b":-0,"c":1.5,"d":-10e3,"e":1E+2,"f":0.0e-1}`, true, 6},
		{"nested as deep as a word has bits", `{"o":` + deep(31) + `}`, true, 1},
		{"nested deeper", deep(33), true, 1},
		{"nested much deeper", deep(2000), true, 1},
		{"more members than are held in place", many(), true, 100},
		{"a list", `[{"a":1}]`, false, 0},
		{"a deep list", strings.Repeat("[", 200) + strings.Repeat("]", 200), false, 0},
		{"text", `"a"`, false, 0},
		{"null", `null`, false, 0},
		{"bytes that are no UTF-8, which encoding/json lets pass", "{\"a\":\"\xff\"}", true, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			var o jsonmember.Object
			if !o.Parse(row.text) || o.IsObject() != row.isObject || o.Text() != row.text {
				t.Fatalf("valid JSON is refused, or is an object: %v", o.IsObject())
			}
			n := 0
			for range o.All() {
				n++
			}
			if n != row.members {
				t.Errorf("%d members, want %d", n, row.members)
			}
		})
	}
	for name, text := range map[string]string{
		"nothing": ``, "space": ` `, "an end": `}`, "an open object": `{`, "an open text": `{"a`, "no colon": `{"a"1}`, "no value": `{"a":}`,
		"no comma": `{"a":1 "b":2}`, "a comma at the end": `{"a":1,}`, "a comma at the end of a list": `[1,]`, "a comma first": `{,"a":1}`,
		"a name without quotes": `{a:1}`, "a leading zero": `{"a":01}`, "a bare fraction": `{"a":.5}`, "no digits after the point": `{"a":1.}`,
		"no exponent": `{"a":1e}`, "a plus": `{"a":+1}`, "a lone minus": `{"a":-}`, "hexadecimal": `{"a":0x1}`, "an unknown escape": `{"a":"\x"}`,
		"half a code": `{"a":"\u12"}`, "a code without digits": `{"a":"\u12g4"}`, "a control character": "{\"a\":\"\n\"}", "NUL": "{\"a\":\"\x00\"}",
		"a word cut off": `{"a":tru}`, "a word in capitals": `{"a":NULL}`, "the wrong end": `{"a":[1}}`, "two values": `{} {}`, "something after": `{}x`,
		"a comment": `{/**/}`, "single quotes": `{'a':1}`, "another space": "{\u00a0}", "a byte order mark": "\ufeff{}", "NaN": `{"a":NaN}`,
		"an escape at the very end": `{"a":"\`, "deep and open": strings.Repeat(`{"a":`, 100), "too deep for anybody": strings.Repeat("[", 10001) + strings.Repeat("]", 10001),
	} {
		t.Run(name, func(t *testing.T) {
			if o := new(jsonmember.Object); o.Parse(text) || json.Valid([]byte(text)) {
				t.Errorf("%.40q passes for JSON", text)
			}
		})
	}
}

func many() string {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, `,"n%d":%d`, i, i)
	}
	return "{" + b.String()[1:] + "}"
}

func TestObjectFindsWhatStandsTwice(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"none", `{"a":1,"A":1}`, ""},
		{"two in a row", `{"a":1,"a":2}`, "a"},
		{"one of them written with an escape", "{\"a\":1,\"\\u0061\":2}", "a"},
		{"early and late among many", many()[:len(many())-1] + `,"n0":1}`, "n0"},
		{"late among many", many()[:len(many())-1] + `,"n99":1}`, "n99"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var o jsonmember.Object
			if !o.Parse(row.text) {
				t.Fatal("valid JSON is refused")
			}
			if got, found := o.Duplicate(); got != row.want || found != (row.want != "") {
				t.Errorf("Duplicate = %q, %v, want %q", got, found, row.want)
			}
		})
	}
}

func TestObjectValues(t *testing.T) {
	var o jsonmember.Object
	if !o.Parse(`{"s":"plain","e":"caf\u00e9","n":1767225600.5,"l":["a",1],"o":{"x":"\u0079"},"a":1,"a":2}`) {
		t.Fatal("valid JSON is refused")
	}
	get := func(name string) jsonmember.Value {
		v, ok := o.Get(name)
		if !ok {
			t.Fatalf("there is no %q", name)
		}
		return v
	}
	if s, ok := get("s").Text(); s != "plain" || !ok {
		t.Errorf("s = %q, %v", s, ok)
	}
	if s, ok := get("e").Text(); s != "café" || !ok {
		t.Errorf("e = %q, %v", s, ok)
	}
	if _, ok := get("n").Text(); ok {
		t.Error("a number passes for text")
	}
	if n, ok := get("n").Date(); n != 1767225600 || !ok {
		t.Errorf("n = %d, %v", n, ok)
	}
	var elements []jsonmember.Value
	for v := range get("l").Elements() {
		elements = append(elements, v)
	}
	if len(elements) != 2 || elements[0] != `"a"` || elements[1] != "1" {
		t.Errorf("l = %q", elements)
	}
	for name, v := range get("o").All() {
		if text, _ := v.Text(); name != "x" || text != "y" {
			t.Errorf("o has %q: %q", name, v)
		}
	}
	if !get("o").IsObject() || get("l").IsObject() {
		t.Error("what is an object is not known")
	}
	if get("a") != "2" {
		t.Errorf("of two the last counts, and a = %q", get("a"))
	}
	if v, ok := o.Get("S"); ok {
		t.Errorf("another case is another name, and S = %q", v)
	}
}

// FuzzObject holds the parser against encoding/json: on what is JSON, and on the members that it finds.
func FuzzObject(f *testing.F) {
	for _, seed := range []string{
		`{"a":{"b":[1,"}"]},"c":"\\\""}`, ` { "a" : null , "b" : -1.5e+3 } `, "{\"\\u0061\":\"\\ud800\",\"a\":[[],{}]}", `[1,[2]]`, `{"a":01}`, `{"a":tru}`,
		strings.Repeat("[", 70) + strings.Repeat("]", 70), strings.Repeat(`{"a":`, 70) + "1" + strings.Repeat("}", 70), "{\"\xff\":\"\xff\"}", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var o jsonmember.Object
		if got := o.Parse(text); got != json.Valid([]byte(text)) {
			t.Fatalf("%q: Parse says %v, encoding/json the contrary", text, got)
		} else if !got {
			return
		}
		if o.IsObject() != jsonmember.IsObject([]byte(text)) {
			t.Fatalf("%q: IsObject is %v", text, o.IsObject())
		}
		var names []string
		var values []jsonmember.Value
		for name, value := range o.All() {
			names, values = append(names, name), append(values, value)
		}
		i := 0
		for name, value := range jsonmember.All([]byte(text)) {
			if i >= len(names) || names[i] != string(name) || string(values[i]) != string(value) {
				t.Fatalf("%q: member %d is not %q: %q", text, i, name, value)
			}
			i++
		}
		if _, dup := jsonmember.Duplicate([]byte(text)); i != len(names) || dup != second(o.Duplicate()) {
			t.Fatalf("%q: %d members, want %d; one stands twice: %v", text, len(names), i, dup)
		}
	})
}

func second(_ string, b bool) bool { return b }
