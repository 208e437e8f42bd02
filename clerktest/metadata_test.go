package clerktest_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

func TestMetadataIsMergedAndReplaced(t *testing.T) {
	const before = `{"a":1,"b":{"c":[1,null],"d":{"e":true}},"n":null}`
	for _, row := range []struct {
		name, method, body, want string // of the public metadata; "" for before
	}{
		{"nothing merged", "PATCH", `{}`, ""},
		{"an empty object merged", "PATCH", `{"public_metadata":{}}`, ""},
		{"another kind merged", "PATCH", `{"private_metadata":{"x":1}}`, ""},
		{"a key added", "PATCH", `{"public_metadata":{"z":"new"}}`, `{"a":1,"b":{"c":[1,null],"d":{"e":true}},"n":null,"z":"new"}`},
		{"a key removed", "PATCH", `{"public_metadata":{"a":null,"n":null,"nobody":null}}`, `{"b":{"c":[1,null],"d":{"e":true}}}`},
		{"a nested key removed", "PATCH", `{"public_metadata":{"b":{"d":{"e":null}}}}`, `{"a":1,"b":{"c":[1,null],"d":{}},"n":null}`},
		{"a null under a new key", "PATCH", `{"public_metadata":{"a":{"x":null,"y":2}}}`, `{"a":{"y":2},"b":{"c":[1,null],"d":{"e":true}},"n":null}`},
		{"a list replaced as a whole", "PATCH", `{"public_metadata":{"b":{"c":[null]}}}`, `{"a":1,"b":{"c":[null],"d":{"e":true}},"n":null}`},
		{"an object replaced by a value", "PATCH", `{"public_metadata":{"b":0}}`, `{"a":1,"b":0,"n":null}`},
		{"large numbers kept to the digit", "PATCH", `{"public_metadata":{"a":12345678901234567890.10,"b":null}}`,
			`{"a":12345678901234567890.10,"n":null}`},

		{"nothing replaced", "PUT", `{}`, ""},
		{"another kind replaced", "PUT", `{"unsafe_metadata":{"x":1}}`, ""},
		{"cleared", "PUT", `{"public_metadata":{}}`, `{}`},
		{"replaced, nulls and all", "PUT", `{"public_metadata":{"b":{"x":null}}}`, `{"b":{"x":null}}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			ck := clerktest.New(t)
			users := newBackend(t, ck).Users
			created := send(ck, "POST", "/v1/users",
				`{"username":"ada","public_metadata":`+before+`,"private_metadata":{"keep":1},"unsafe_metadata":{"keep":2}}`)
			if created.status != 200 {
				t.Fatal(created.body)
			}
			page := must[*backend.Page[backend.User]](t)(users.List(t.Context(), nil))
			id := page.Data[0].ID
			if reply := send(ck, row.method, "/v1/users/"+id+"/metadata", row.body); reply.status != 200 {
				t.Fatal(reply.body)
			}
			want := row.want
			if want == "" {
				want = before
			}
			user := must[*backend.User](t)(users.Get(t.Context(), id))
			if got := user.PublicMetadata.String(); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if !strings.Contains(row.body, "private") && user.PrivateMetadata.String() != `{"keep":1}` ||
				!strings.Contains(row.body, "unsafe") && user.UnsafeMetadata.String() != `{"keep":2}` {
				t.Errorf("the others are %s and %s", user.PrivateMetadata, user.UnsafeMetadata)
			}
		})
	}
}

func TestMetadataOfAddUserAndOfTheAPIIsOne(t *testing.T) {
	ck := clerktest.New(t)
	users := newBackend(t, ck).Users
	given := map[string]any{"plan": map[string]any{"seats": 3}, "tags": []string{"a"}}
	ada := ck.AddUser(clerktest.User{PublicMetadata: given, PrivateMetadata: map[string]any{"crm": "1"}})
	given["plan"].(map[string]any)["seats"] = 99
	ada.PublicMetadata["tags"].([]any)[0] = "changed"

	user := must[*backend.User](t)(users.MergeMetadata(t.Context(), ada.ID, &backend.UserMergeMetadataParams{
		PublicMetadata: backend.JSON(map[string]any{"plan": map[string]any{"name": "pro"}}),
	}))
	if got := user.PublicMetadata.String(); got != `{"plan":{"name":"pro","seats":3},"tags":["a"]}` {
		t.Errorf("the API has %s", got)
	}
	if user.UnsafeMetadata.String() != `{}` || user.PrivateMetadata.String() != `{"crm":"1"}` {
		t.Errorf("the others are %s and %s", user.UnsafeMetadata, user.PrivateMetadata)
	}
	known, _ := ck.User(ada.ID)
	want := map[string]any{"plan": map[string]any{"name": "pro", "seats": 3.0}, "tags": []any{"a"}}
	if !reflect.DeepEqual(known.PublicMetadata, want) {
		t.Errorf("User has %#v", known.PublicMetadata)
	}
	if _, err := users.ReplaceMetadata(t.Context(), ada.ID, &backend.UserReplaceMetadataParams{
		PublicMetadata: backend.JSON(struct{}{}),
	}); err != nil {
		t.Fatal(err)
	}
	if known, _ = ck.User(ada.ID); len(known.PublicMetadata) != 0 || known.PrivateMetadata["crm"] != "1" {
		t.Errorf("after ReplaceMetadata: %v and %v", known.PublicMetadata, known.PrivateMetadata)
	}
	if huge := ck.AddUser(clerktest.User{PublicMetadata: map[string]any{"n": jsonNumber("1e999")}}); huge.PublicMetadata["n"] == nil {
		t.Error("a number beyond float64 is lost")
	}
}

// jsonNumber is a number as it was written.
type jsonNumber string

// MarshalJSON returns the number.
func (n jsonNumber) MarshalJSON() ([]byte, error) { return []byte(n), nil }
