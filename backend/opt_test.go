package backend_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
)

func TestAbsentNullAndZeroAreThreeThings(t *testing.T) {
	type object struct {
		A int `json:"a"`
	}
	type params struct {
		Text   backend.Opt[string]    `json:"text,omitzero"`
		Number backend.Opt[int]       `json:"number,omitzero"`
		Flag   backend.Opt[bool]      `json:"flag,omitzero"`
		Time   backend.Opt[time.Time] `json:"time,omitzero"`
		List   backend.Opt[[]string]  `json:"list,omitzero"`
		Object backend.Opt[object]    `json:"object,omitzero"`
		Any    backend.Opt[any]       `json:"any,omitzero"`
		Plain  []string               `json:"plain,omitzero"`
	}
	for _, row := range []struct {
		name   string
		params params
		want   string
	}{
		{"absent", params{}, `{}`},
		{"null", params{
			Text: backend.Null[string](), Number: backend.Null[int](), Flag: backend.Null[bool](), Time: backend.Null[time.Time](),
			List: backend.Null[[]string](), Object: backend.Null[object](), Any: backend.Null[any](),
		}, `{"text":null,"number":null,"flag":null,"time":null,"list":null,"object":null,"any":null}`},
		{"zero", params{
			Text: backend.Some(""), Number: backend.Some(0), Flag: backend.Some(false), Time: backend.Some(time.Unix(0, 0).UTC()),
			List: backend.Some([]string{}), Object: backend.Some(object{}), Any: backend.JSON(map[string]any{}), Plain: []string{},
		}, `{"text":"","number":0,"flag":false,"time":"1970-01-01T00:00:00Z","list":[],"object":{"a":0},"any":{},"plain":[]}`},
		{"values with nulls inside", params{
			Text: backend.Some("x"), Any: backend.JSON(map[string]any{"gone": nil}),
		}, `{"text":"x","any":{"gone":null}}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := json.Marshal(row.params)
			if err != nil || string(got) != row.want {
				t.Fatalf("got %s, error %v, want %s", got, err, row.want)
			}
			var back params
			if err := json.Unmarshal(got, &back); err != nil {
				t.Fatal(err)
			}
			if again, err := json.Marshal(back); err != nil || string(again) != row.want {
				t.Errorf("decoded and encoded again it is %s, error %v", again, err)
			}
		})
	}
}

func TestOptAnswersWhatItHolds(t *testing.T) {
	for _, row := range []struct {
		opt    backend.Opt[int]
		get    int
		ok     bool
		isNull bool
		isZero bool
		or     int
		text   string
	}{
		{backend.Opt[int]{}, 0, false, false, true, 9, "absent"},
		{backend.Null[int](), 0, false, true, false, 9, "null"},
		{backend.Some(0), 0, true, false, false, 0, "0"},
		{backend.Some(5), 5, true, false, false, 5, "5"},
	} {
		v, ok := row.opt.Get()
		if v != row.get || ok != row.ok || row.opt.IsNull() != row.isNull || row.opt.IsZero() != row.isZero ||
			row.opt.Or(9) != row.or || fmt.Sprint(row.opt) != row.text {
			t.Errorf("%s: got %d, %t, null %t, absent %t, or %d, prints %v", row.text, v, ok, row.opt.IsNull(), row.opt.IsZero(), row.opt.Or(9), row.opt)
		}
	}
}
