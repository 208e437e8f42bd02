package authobject_test

import (
	"math"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

func TestClaimsGet(t *testing.T) {
	auth := caller(t, `
		"tier": "gold",
		"metadata": {"tier": "silver", "": "nameless", "a.b": "dotted", "n": {"x": [10, {"y": "deep"}, [20, 21]]}},
		"https://acme.example/tier": "spelled",
		"a/b": "slash", "m~n": "tilde", "~1": "escape", "roles": ["r0", "r1"], "empty": null, "é": "accent",
		"0": "a member named 0", "twice": 1, "twice": 2`)
	for _, row := range []struct{ name, path, want string }{
		{"a name", "tier", `"gold"`},
		{"a claim that Clerk defines", "sub", `"user_1"`},
		{"nested names", "metadata.tier", `"silver"`},
		{"an object as it was written", "metadata.n.x.1", `{"y": "deep"}`},
		{"an index into a list", "roles.1", `"r1"`},
		{"a name below an index", "metadata.n.x.1.y", `"deep"`},
		{"an index below an index", "metadata.n.x.2.0", `20`},
		{"digits are a name where there is an object", "0", `"a member named 0"`},
		{"null is a value", "empty", `null`},
		{"a name outside ASCII", "é", `"accent"`},
		{"the last of two with one name", "twice", `2`},
		{"a slash in the middle is part of a name", "a/b", `"slash"`},
		{"a tilde is part of a name where no pointer is", "m~n", `"tilde"`},

		{"a pointer", "/tier", `"gold"`},
		{"a pointer into an object", "/metadata/n/x/0", `10`},
		{"a pointer to a name with a slash", "/a~1b", `"slash"`},
		{"a pointer to a name with a tilde", "/m~0n", `"tilde"`},
		{"~01 is the name ~1", "/~01", `"escape"`},
		{"a pointer to a name with dots and slashes", "/https:~1~1acme.example~1tier", `"spelled"`},
		{"a pointer takes dots for part of a name", "/metadata/a.b", `"dotted"`},
		{"a pointer to a name without a character", "/metadata/", `"nameless"`},

		{"another case", "Tier", ""},
		{"a name that is not there", "metadata.gone", ""},
		{"a name below a text", "tier.x", ""},
		{"a name below null", "empty.x", ""},
		{"a name below a list", "roles.length", ""},
		{"an index past the end", "roles.2", ""},
		{"an index before the start", "roles.-1", ""},
		{"the index after the last, as a pointer writes it", "/roles/-", ""},
		{"an index with a sign", "roles.+1", ""},
		{"an index with a leading zero", "roles.01", ""},
		{"an index that no int holds", "roles.99999999999999999999", ""},
		{"a dotted name without a pointer", "metadata.a.b", ""},
		{"no path", "", ""},
		{"a dot alone", ".", ""},
		{"a dot at the start", ".tier", ""},
		{"a dot at the end", "tier.", ""},
		{"two dots", "metadata..tier", ""},
		{"a slash alone points to the name without a character", "/", ""},
		{"a tilde at the end of a pointer", "/m~", ""},
		{"a tilde with another digit in a pointer", "/m~2n", ""},
		{"two tildes in a pointer", "/m~~0", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, ok := auth.Claims().Get(row.path)
			if string(got) != row.want || ok != (row.want != "") {
				t.Errorf("Get(%q) = %s, %v, want %s", row.path, got, ok, row.want)
			}
		})
	}
}

func TestClaim(t *testing.T) {
	of := func(values ...any) []any { return values }
	for _, row := range []struct {
		name, value string // the claim's, as JSON
		values      []any
		want        verdict
	}{
		{"the same text", `"gold"`, of("gold"), met},
		{"one of several", `"gold"`, of("silver", "gold"), met},
		{"none of several", `"gold"`, of("silver", "iron"), refused},
		{"another case", `"Gold"`, of("gold"), refused},
		{"white space counts", `"gold "`, of("gold"), refused},
		{"a text with escapes", "\"g\\u006fld\\n\"", of("gold\n"), met},
		{"an empty text", `""`, of(""), met},
		{"true", `true`, of(true), met},
		{"false", `false`, of(false), met},
		{"not true", `false`, of(true), refused},
		{"an int", `5`, of(5), met},
		{"an int64", `5`, of(int64(5)), met},
		{"a negative int", `-5`, of(-5), met},
		{"minus zero", `-0`, of(0), met},
		{"another int", `6`, of(5), refused},
		{"a float", `1.5`, of(1.5), met},
		{"an int, asked as a float", `2`, of(2.0), met},
		{"a float that is an int", `5.0`, of(5), met},
		{"an exponent that makes an int", `5e3`, of(5000), met},
		{"a fraction is no int", `5.5`, of(5), refused},

		{"the text true is not true", `"true"`, of(true), unknown},
		{"true is not the text true", `true`, of("true"), unknown},
		{"a text of digits is no number", `"5"`, of(5), unknown},
		{"a number is no text", `5`, of("5"), unknown},
		{"1 is not true", `1`, of(true), unknown},
		{"null is not false", `null`, of(false), unknown},
		{"null is not the empty text", `null`, of(""), unknown},
		{"null is not zero", `null`, of(0), unknown},
		{"an object is no value", `{"gold":true}`, of("gold"), unknown},
		{"values of two types, and a claim of one", `"gold"`, of(5, "iron"), refused},
		{"values of two types, and a match", `5`, of("gold", 5), met},
		{"values of two types, and a claim of neither", `true`, of("gold", 5), unknown},

		{"the largest int64", `9223372036854775807`, of(int64(math.MaxInt64)), met},
		{"one more than the largest int64", `9223372036854775808`, of(int64(math.MaxInt64)), refused},
		{"the smallest int64", `-9223372036854775808`, of(int64(math.MinInt64)), met},
		{"one less than the smallest int64", `-9223372036854775809`, of(int64(math.MinInt64)), refused},
		{"2^53 + 1", `9007199254740993`, of(9007199254740993), met},
		{"2^53 + 1 is not 2^53", `9007199254740993`, of(9007199254740992), refused},
		{"2^53 + 1 as a float is not 2^53", `9007199254740993.0`, of(9007199254740992), refused},
		{"2^53 - 1 as a float", `9007199254740991.0`, of(9007199254740991), met},
		{"a number that no float64 holds", `1e400`, of(math.MaxFloat64), refused},
		{"an exponent of a billion costs nothing", `1e999999999`, of(5), refused},

		{"a list that holds it", `["silver","gold"]`, of("gold"), met},
		{"a list that does not", `["silver"]`, of("gold"), refused},
		{"an empty list", `[]`, of("gold"), refused},
		{"a list of numbers", `[1,2]`, of(2), met},
		{"a list of other types", `[1,2]`, of("gold"), unknown},
		{"a mixed list that holds it", `[1,null,"gold"]`, of("gold"), met},
		{"a mixed list that does not", `[1,"silver"]`, of("gold"), unknown},
		{"a list inside the list does not count", `[["gold"]]`, of("gold"), unknown},
		{"white space and brackets inside a list", ` [ "a]" , "gold" ] `, of("gold"), met},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, path := range []string{"custom", "nested.0.custom"} {
				auth := caller(t, `"custom":`+row.value+`,"nested":[{"custom":`+row.value+`}]`)
				check := authobject.Claim(path, row.values...)
				if got := judge(t, auth, check); got != row.want {
					t.Errorf("%v on %s is %s, want %s", check, row.value, got, row.want)
				}
				if r := refusal(t, auth, check); r != nil && (r.Reason != clerk.ReasonClaim || r.SignedOut) {
					t.Errorf("refused with %+v", r)
				}
			}
		})
	}
	if got := judge(t, caller(t, ``), authobject.Claim("custom", "gold")); got != unknown {
		t.Errorf("an absent claim is %s, want unknown", got)
	}
}
