package authobject_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
)

// as is ClaimsAs for tables.
func as[T any](a *authobject.Auth) (any, error) { return authobject.ClaimsAs[T](a) }

type (
	tier struct {
		Tier string `json:"tier"`
	}
	untagged struct{ Tier string }
	nested   struct {
		Meta   tier            `json:"meta"`
		List   []tier          `json:"list"`
		Pair   [2]tier         `json:"pair"`
		ByName map[string]tier `json:"byName"`
		Ptr    **tier          `json:"ptr"`
		Lists  [][]*tier       `json:"lists"`
	}
	tree struct {
		Name string           `json:"name"`
		Kids []*tree          `json:"kids"`
		By   map[string]*tree `json:"by"`
	}

	Base struct {
		Plan string `json:"plan"`
		Meta tier   `json:"meta"`
	}
	lower struct {
		Plan string `json:"plan"`
	}
	embedding        struct{ Base }
	embeddingPointer struct{ *Base }
	embeddingLower   struct{ lower }
	embeddingTagged  struct {
		Base `json:"base"`
	}
	embeddingLowerTagged struct {
		lower `json:"base"`
	}
	shadowing struct {
		Meta struct {
			Other string `json:"other"`
		} `json:"meta"`
		Base
	}
	untaggedPlan   struct{ Plan string }
	untaggedNumber struct{ Plan int }
	conflicting    struct {
		untaggedPlan
		untaggedNumber
	}
	tagWins struct {
		untaggedPlan
		renamed
	}
	renamed struct {
		X string `json:"Plan"`
	}
	twice struct {
		wrap1
		wrap2
	}
	wrap1   struct{ untaggedPlan }
	wrap2   struct{ untaggedPlan }
	blocked struct { // the conflict of the first two hides what lies deeper
		untaggedPlan
		untaggedNumber
		deeper
	}
	deeper    struct{ wrap1 }
	Recursive struct {
		*Recursive
		Plan string `json:"plan"`
	}
	embedsScalar  struct{ Text }
	Text          string
	hidden        string
	embedsDecoder struct {
		whole
		Plan string `json:"plan"`
	}
	embedsHidden struct {
		hidden
		Plan string `json:"plan"`
	}
	tags struct {
		Hidden  string  `json:"-"`
		Dash    string  `json:"-,"` //nolint:staticcheck // the row is about this spelling
		Odd     string  `json:"odd½"`
		Spelled string  `json:"https://acme.example/tier"`
		Quoted  int     `json:"quoted,string"`
		Empty   *string `json:"empty,omitempty"`
	}

	shout  string
	whole  struct{ Raw string }
	wholeP struct{ Raw string }
)

func (s *shout) UnmarshalText(b []byte) error { *s = shout(strings.ToUpper(string(b))); return nil }

func (w *whole) UnmarshalJSON(b []byte) error { w.Raw = string(b); return nil }

// UnmarshalJSON has a value receiver, as methods of maps and pointers have.
func (w wholeP) UnmarshalJSON([]byte) error { return nil }

func TestClaimsAs(t *testing.T) {
	ptr := func(v tier) **tier { p := &v; return &p }
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, row := range []struct {
		name, claims string
		decode       func(*authobject.Auth) (any, error)
		want         any
	}{
		{"a tagged field", `"tier":"gold"`, as[tier], tier{"gold"}},
		{"a tagged field is not filled by another case", `"Tier":"gold","TIER":"gold"`, as[tier], tier{}},
		{"a tagged field beside another case after it", `"tier":"gold","Tier":"evil"`, as[tier], tier{"gold"}},
		{"a tagged field beside another case before it", `"TIER":"evil","tier":"gold"`, as[tier], tier{"gold"}},
		{"a field without a tag goes by its own name", `"Tier":"gold","tier":"evil"`, as[untagged], untagged{"gold"}},
		{"a field without a tag is not filled by another case", `"tier":"gold"`, as[untagged], untagged{}},
		{"a letter that folds into ASCII is another letter", "\"\u212aey\":\"evil\"", as[struct {
			Key string `json:"key"`
		}], struct {
			Key string `json:"key"`
		}{}},
		{"another case of the wrong type does not disturb", `"tier":"gold","Tier":{"a":1}`, as[tier], tier{"gold"}},
		{"a name with escapes is the same name", "\"t\\u0069er\":\"gold\"", as[tier], tier{"gold"}},
		{"a pointer to the type", `"tier":"gold","Tier":"evil"`, as[*tier], &tier{"gold"}},

		{"a struct in a struct", `"meta":{"tier":"gold","Tier":"evil"},"Meta":{"tier":"evil"}`, as[nested], nested{Meta: tier{"gold"}}},
		{"a slice", `"list":[{"Tier":"evil"},{"tier":"gold"},null]`, as[nested], nested{List: []tier{{}, {"gold"}, {}}}},
		{"an array", `"pair":[{"tier":"gold","TIER":"evil"},{"Tier":"evil"},{"tier":"too many"}]`, as[nested], nested{Pair: [2]tier{{"gold"}, {}}}},
		{"a map keeps its names and not what is inside", `"byName":{"A":{"tier":"gold"},"a":{"Tier":"evil"}}`, as[nested], nested{ByName: map[string]tier{"A": {"gold"}, "a": {}}}},
		{"pointers to pointers", `"ptr":{"tier":"gold","Tier":"evil"}`, as[nested], nested{Ptr: ptr(tier{"gold"})}},
		{"lists of lists of pointers", `"lists":[[{"Tier":"evil"}],null,[]]`, as[nested], nested{Lists: [][]*tier{{{}}, nil, {}}}},
		{"null everywhere", `"meta":null,"list":null,"pair":null,"byName":null,"ptr":null,"lists":null`, as[nested], nested{}},
		{"a type that holds itself", `"name":"a","kids":[{"name":"b","Name":"evil","kids":[{"NAME":"evil"}]}],"by":{"x":{"Kids":[{}],"name":"c"}}`, as[tree],
			tree{Name: "a", Kids: []*tree{{Name: "b", Kids: []*tree{{}}}}, By: map[string]*tree{"x": {Name: "c"}}}},

		{"an embedded struct", `"plan":"pro","Plan":"evil","meta":{"tier":"gold","Tier":"evil"}`, as[embedding], embedding{Base{"pro", tier{"gold"}}}},
		{"an embedded pointer", `"plan":"pro","PLAN":"evil"`, as[embeddingPointer], embeddingPointer{&Base{Plan: "pro"}}},
		{"an embedded pointer that nothing goes to", `"Plan":"evil"`, as[embeddingPointer], embeddingPointer{}},
		{"an embedded struct of an unexported type", `"plan":"pro","Plan":"evil"`, as[embeddingLower], embeddingLower{lower{"pro"}}},
		{"an embedded struct with a tag is a member", `"base":{"plan":"pro","Plan":"evil"},"plan":"evil","Base":{"plan":"evil"}`, as[embeddingTagged], embeddingTagged{Base{Plan: "pro"}}},
		{"the same, of an unexported type", `"base":{"plan":"pro","Plan":"evil"}`, as[embeddingLowerTagged], embeddingLowerTagged{lower{"pro"}}},
		{"an outer field hides an embedded one", `"meta":{"other":"x","tier":"y"},"plan":"pro"`, as[shadowing], func() (s shadowing) {
			s.Meta.Other, s.Plan = "x", "pro"
			return s
		}()},
		{"two embedded fields of one name are nobody's", `"Plan":"pro"`, as[conflicting], conflicting{}},
		{"of two embedded fields the tagged one counts", `"Plan":"pro"`, as[tagWins], tagWins{renamed: renamed{"pro"}}},
		{"one type embedded on two ways is nobody's", `"Plan":"pro"`, as[twice], twice{}},
		{"a conflict hides what lies deeper", `"Plan":"pro"`, as[blocked], blocked{}},
		{"a struct that embeds itself", `"plan":"pro","Plan":"evil"`, as[Recursive], Recursive{Plan: "pro"}},
		{"an embedded text goes by its type", `"Text":"hello","text":"evil"`, as[embedsScalar], embedsScalar{"hello"}},
		{"an embedded text of an unexported type is passed over", `"hidden":"evil","plan":"pro"`, as[embedsHidden], embedsHidden{Plan: "pro", hidden: ""}},

		{"tags", `"Hidden":"x","-":"dash","Odd":"odd","odd½":"x","https://acme.example/tier":"gold","quoted":"5","empty":""`, as[tags],
			tags{Dash: "dash", Odd: "odd", Spelled: "gold", Quoted: 5, Empty: new(string)}},

		{"a decoder of one's own gets everything", `"w":{"A":1,"a":2}`, as[map[string]json.RawMessage],
			map[string]json.RawMessage{"sub": json.RawMessage(`"user_1"`), "w": json.RawMessage(`{"A":1,"a":2}`)}},
		{"a decoder of one's own as a field", `"w":{"A":1,"a":2},"W":{}`, as[struct {
			W whole `json:"w"`
		}], struct {
			W whole `json:"w"`
		}{whole{`{"A":1,"a":2}`}}},
		{"a decoder of one's own behind a pointer", `"w":{"A":1},"p":{"A":1}`, as[struct {
			W *whole  `json:"w"`
			P *wholeP `json:"p"`
		}], struct {
			W *whole  `json:"w"`
			P *wholeP `json:"p"`
		}{&whole{`{"A":1}`}, &wholeP{}}},
		{"a decoder of one's own for all claims", `"A":1`, as[whole], whole{`{"sub":"user_1","A":1}`}},
		{"a type that reads text, as a value, a list and a key", `"s":"gold","l":["a"],"m":{"k":{"Tier":"evil"}}`, as[struct {
			S shout          `json:"s"`
			L []shout        `json:"l"`
			M map[shout]tier `json:"m"`
		}], struct {
			S shout          `json:"s"`
			L []shout        `json:"l"`
			M map[shout]tier `json:"m"`
		}{"GOLD", []shout{"A"}, map[shout]tier{"K": {}}}},
		{"a time", `"at":"2026-01-02T03:04:05Z","At":"evil"`, as[struct {
			At time.Time `json:"at"`
		}], struct {
			At time.Time `json:"at"`
		}{now}},
		{"an embedded decoder takes all, as it does in encoding/json", `"plan":"pro"`, as[embedsDecoder],
			embedsDecoder{whole: whole{`{"sub":"user_1","plan":"pro"}`}}},
		{"bytes", `"b":"aGk="`, as[struct {
			B []byte `json:"b"`
		}], struct {
			B []byte `json:"b"`
		}{[]byte("hi")}},

		{"a map", `"Tier":"x","tier":"y"`, as[map[string]string], map[string]string{"sub": "user_1", "Tier": "x", "tier": "y"}},
		{"anything", `"a":{"B":[1,null]}`, as[any], map[string]any{"sub": "user_1", "a": map[string]any{"B": []any{1.0, nil}}}},
		{"a field of anything", `"a":{"B":1,"b":2},"A":3`, as[struct {
			A any `json:"a"`
		}], struct {
			A any `json:"a"`
		}{map[string]any{"B": 1.0, "b": 2.0}}},
		{"numbers keep their digits", `"list":[9007199254740993],"n":9007199254740993`, as[struct {
			List []int64     `json:"list"`
			N    json.Number `json:"n"`
		}], struct {
			List []int64     `json:"list"`
			N    json.Number `json:"n"`
		}{[]int64{9007199254740993}, "9007199254740993"}},
		{"signs that HTML minds", `"list":["<a&b>"],"<x>":1`, as[struct {
			List []string `json:"list"`
			X    int      `json:"<x>"`
		}], struct {
			List []string `json:"list"`
			X    int      `json:"<x>"`
		}{[]string{"<a&b>"}, 1}},
		{"nothing that fits", `"a":1`, as[struct{}], struct{}{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := row.decode(caller(t, row.claims))
			if err != nil || !reflect.DeepEqual(got, row.want) {
				t.Errorf("got %+v, %v\nwant %+v", got, err, row.want)
			}
		})
	}
}
