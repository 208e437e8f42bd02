package jsonmember_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/usher-auth/usher/internal/jsonmember"
)

func TestGetMatchesNamesExactly(t *testing.T) {
	for _, row := range []struct {
		name, data, member, want string
		found                    bool
	}{
		{"a plain member", `{"sub":"user_1"}`, "sub", `"user_1"`, true},
		{"another case is another name", `{"Sub":"user_1"}`, "sub", "", false},
		{"white space everywhere", " {\n \"a\" :\t1 ,\"b\" : [ 1 , 2 ] } ", "b", "[ 1 , 2 ]", true},
		{"an escaped name is the same name", "{\"\\u0073ub\":\"x\"}", "sub", `"x"`, true},
		{"the last of two wins", `{"a":1,"a":2}`, "a", "2", true},
		{"a member of a nested object is not a member", `{"o":{"sub":"x"}}`, "sub", "", false},
		{"a name inside a string is not a member", `{"a":"\"sub\":1"}`, "sub", "", false},
		{"brackets in strings do not count", `{"a":"}]","b":{"c":"{["},"d":true}`, "d", "true", true},
		{"an empty object", `{}`, "a", "", false},
		{"an array has no members", `[{"a":1}]`, "a", "", false},
		{"null has no members", `null`, "a", "", false},
		{"a number at the end", `{"a":-1.5e3}`, "a", "-1.5e3", true},
		{"a name outside ASCII", `{"é":1}`, "é", "1", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, found := jsonmember.Get([]byte(row.data), row.member)
			if string(got) != row.want || found != row.found {
				t.Errorf("Get(%s, %q) = %q, %v, want %q, %v", row.data, row.member, got, found, row.want, row.found)
			}
		})
	}
}

func TestDuplicateFindsARepeatedName(t *testing.T) {
	var many strings.Builder
	many.WriteString(`{"x":0`)
	for i := range 500 {
		fmt.Fprintf(&many, `,"n%d":%d`, i, i)
	}
	for _, row := range []struct {
		name, data, want string
		found            bool
	}{
		{"none", `{"a":1,"b":2}`, "", false},
		{"two in a row", `{"a":1,"a":2}`, "a", true},
		{"one of them written with an escape", "{\"a\":1,\"\\u0061\":2}", "a", true},
		{"names that differ by case are two names", `{"a":1,"A":2}`, "", false},
		{"repeated only inside a nested object", `{"o":{"a":1,"a":2}}`, "", false},
		{"none among many", many.String() + "}", "", false},
		{"early and late among many", many.String() + `,"x":1}`, "x", true},
		{"late among many", many.String() + `,"n499":1}`, "n499", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, found := jsonmember.Duplicate([]byte(row.data))
			if got != row.want || found != row.found {
				t.Errorf("Duplicate = %q, %v, want %q, %v", got, found, row.want, row.found)
			}
		})
	}
}

// FuzzAll holds the scanner against encoding/json on every object that the fuzzer finds.
func FuzzAll(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":1}`, `{"a":{"b":[1,"}"]},"c":"\\\""}`, `[1]`, `null`, ` { "a" : null } `, "{\"\\u0061\":\"\\ud800\"}", `{"":[[],{}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) || !jsonmember.IsObject(data) {
			return
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatalf("valid object does not decode: %v", err)
		}
		got := map[string]json.RawMessage{}
		count := 0
		for name, value := range jsonmember.All(data) {
			got[string(name)] = value
			count++
		}
		if len(got) != len(want) {
			t.Fatalf("%q: %d members, want %d", data, len(got), len(want))
		}
		for name, value := range want {
			if !reflect.DeepEqual(got[name], value) {
				t.Fatalf("%q: member %q is %q, want %q", data, name, got[name], value)
			}
		}
		if _, dup := jsonmember.Duplicate(data); dup != (count != len(want)) {
			t.Fatalf("%q: Duplicate says %v for %d members of %d names", data, dup, count, len(want))
		}
	})
}

func TestElementsYieldsTheListOnly(t *testing.T) {
	for _, row := range []struct {
		name, data string
		want       []string
	}{
		{"numbers and spaces", " [ 1 ,\n-2.5 ] ", []string{"1", "-2.5"}},
		{"nested values", `[{"a":[1]},["]",2],"x,y"]`, []string{`{"a":[1]}`, `["]",2]`, `"x,y"`}},
		{"an empty list", `[]`, nil},
		{"an object", `{"a":1}`, nil},
		{"a scalar", `5`, nil},
		{"nothing", ``, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			var got []string
			for element := range jsonmember.Elements([]byte(row.data)) {
				got = append(got, string(element))
			}
			if !reflect.DeepEqual(got, row.want) {
				t.Errorf("Elements(%s) = %q, want %q", row.data, got, row.want)
			}
		})
	}
}

// FuzzElements holds the scanner against encoding/json on every list that the fuzzer finds.
func FuzzElements(f *testing.F) {
	for _, seed := range []string{`[]`, `[1]`, ` [ {"a":"]"} , [[]], null ]`, `["\\"]`, `{}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var want []json.RawMessage
		if !json.Valid(data) || json.Unmarshal(data, &want) != nil {
			return
		}
		i := 0
		for element := range jsonmember.Elements(data) {
			if i >= len(want) || string(element) != string(want[i]) {
				t.Fatalf("%q: element %d is %q, want one of %q", data, i, element, want)
			}
			i++
		}
		if i != len(want) {
			t.Fatalf("%q: %d elements, want %d", data, i, len(want))
		}
	})
}

func TestNumericDate(t *testing.T) {
	for _, row := range []struct {
		name, raw string
		want      int64
		ok        bool
	}{
		{"whole seconds", "1767225600", 1767225600, true},
		{"fractions are cut off", "1767225600.9", 1767225600, true},
		{"with an exponent", "1.7672256e9", 1767225600, true},
		{"before 1970", "-1.5", -1, true},
		{"the last date of JavaScript", "8640000000000", 8640000000000, true},
		{"a second later", "8640000000001", 0, false},
		{"far beyond", "1e400", 0, false},
		{"text", `"1767225600"`, 0, false},
		{"null", "null", 0, false},
		{"nothing", "", 0, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, ok := jsonmember.NumericDate(json.RawMessage(row.raw)); got != row.want || ok != row.ok {
				t.Errorf("NumericDate(%s) = %d, %v, want %d, %v", row.raw, got, ok, row.want, row.ok)
			}
		})
	}
}
