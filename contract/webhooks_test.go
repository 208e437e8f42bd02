package contract_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

func TestWebhookTypesAreThoseOfTheDocument(t *testing.T) {
	_, events := loadWebhooks(t)
	var documented []webhooks.Type
	for _, event := range events {
		documented = append(documented, webhooks.Type(event.name))
	}
	known := slices.DeleteFunc(webhooks.Types(), func(t webhooks.Type) bool {
		return t == webhooks.TypeSubscriptionItemCreated // Clerk's JavaScript library names it, the document does not
	})
	slices.Sort(known)
	if !slices.Equal(documented, known) {
		t.Errorf("the document has %v, the package %v", documented, known)
	}
	if len(documented) != 45 {
		t.Errorf("%d events", len(documented))
	}
}

// TestWebhookExamplesAreDelivered has each example signed, delivered and decoded, and then looks for each of its values in the
// Go struct. Two examples, of payment attempts, have members that no schema knows; those stay in Event.Data.
func TestWebhookExamplesAreDelivered(t *testing.T) {
	_, events := loadWebhooks(t)
	ck := clerktest.New(t)
	opts := ck.Options()
	opts.WebhookSigningSecrets = []string{ck.WebhookSigningSecret()}
	verifier, err := webhooks.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		t.Fatal(err)
	}
	var got webhookDecoded
	onEveryWebhook(mux, &got)
	examples, values := 0, 0
	for _, event := range events {
		if len(event.examples) == 0 {
			t.Errorf("%s has no example", event.name)
		}
		for name, example := range event.examples {
			t.Run(event.name+"/"+name, func(t *testing.T) {
				body, err := json.Marshal(example)
				if err != nil {
					t.Fatal(err)
				}
				got = webhookDecoded{}
				if answer := ck.Webhook("", nil).Raw(body).Deliver(mux); answer.Code != 204 || got.data == nil {
					t.Fatalf("status %d: %s", answer.Code, answer.Body)
				}
				var members map[string]any
				webhookConvert(t, example, &members)
				if string(got.event.Type) != event.name || members["type"] != event.name {
					t.Errorf("the type is %q, want %q", got.event.Type, event.name)
				}
				if got.event.Timestamp.Year() != 2024 || got.event.InstanceID != members["instance_id"] || got.event.HTTPRequest.ClientIP == "" || got.event.HTTPRequest.UserAgent == "" {
					t.Errorf("the envelope is %v, %q, %v", got.event.Timestamp, got.event.InstanceID, got.event.HTTPRequest)
				}
				seen := 0
				for _, problem := range webhookMissing("data", members["data"], reflect.ValueOf(got.data), &seen) {
					t.Error(problem)
				}
				if seen == 0 {
					t.Error("no value of the data was found")
				}
				examples, values = examples+1, values+seen
			})
		}
	}
	t.Logf("%d values in %d examples of %d events", values, examples, len(events))
}

// webhookMissing returns what of a JSON value is not in a Go value, and counts what is.
func webhookMissing(path string, want any, got reflect.Value, seen *int) (problems []string) {
	for got.Kind() == reflect.Pointer {
		if got.IsNil() {
			if want != nil {
				return []string{path + " is nil"}
			}
			return nil
		}
		got = got.Elem()
	}
	if want == nil {
		return nil
	}
	differ := func(have any) []string {
		if fmt.Sprint(have) != fmt.Sprint(want) {
			return []string{fmt.Sprintf("%s is %v, want %v", path, have, want)}
		}
		*seen++
		return nil
	}
	switch v := got.Interface().(type) {
	case backend.Time:
		number, _ := want.(float64)
		text, _ := want.(string)
		if parsed, err := time.Parse(time.RFC3339, text); err == nil && v.Equal(parsed) || v.UnixMilli() == int64(number) || v.Unix() == int64(number) {
			*seen++
			return nil
		}
		return differ(v)
	case backend.Secret:
		return webhookMissing(path, want, reflect.ValueOf(string(v)), seen)
	case backend.Metadata:
		var have any
		if err := json.Unmarshal(v, &have); err != nil || !reflect.DeepEqual(have, want) {
			return []string{fmt.Sprintf("%s is %s, want %v", path, v, want)}
		}
		*seen++
		return nil
	}
	if get := got.MethodByName("Get"); get.IsValid() && get.Type().NumOut() == 2 { // backend.Opt
		out := get.Call(nil)
		if !out[1].Bool() {
			return []string{path + " is not present"}
		}
		return webhookMissing(path, want, out[0], seen)
	}
	switch want := want.(type) {
	case map[string]any:
		if got.Kind() == reflect.Map {
			return differ(got.Interface())
		}
		for name, value := range want {
			field, ok := webhookField(got, name)
			if !ok {
				continue // it is not in the schema either, see TestWebhookSchemasHaveAFieldForEachProperty
			}
			problems = append(problems, webhookMissing(path+"."+name, value, field, seen)...)
		}
		return problems
	case []any:
		if got.Kind() != reflect.Slice || got.Len() != len(want) {
			return []string{fmt.Sprintf("%s has %d elements, want %d", path, got.Len(), len(want))}
		}
		for i, value := range want {
			problems = append(problems, webhookMissing(fmt.Sprintf("%s[%d]", path, i), value, got.Index(i), seen)...)
		}
		return problems
	case float64:
		switch {
		case got.CanInt():
			return differ(float64(got.Int()))
		case got.CanFloat():
			return differ(got.Float())
		}
	}
	return differ(got.Interface())
}

// webhookField finds the field of a struct that a member is decoded into.
func webhookField(v reflect.Value, member string) (reflect.Value, bool) {
	if v.Kind() != reflect.Struct {
		return reflect.Value{}, false
	}
	if v.Type() == reflect.TypeFor[webhooks.SMS]() && member == "created_at" {
		member = "created_at_ms" // the example and the schema do not agree; both are decoded
	}
	for _, field := range reflect.VisibleFields(v.Type()) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name == member {
			return v.FieldByIndex(field.Index), true
		}
	}
	return reflect.Value{}, false
}

// TestWebhookSchemasHaveAFieldForEachProperty walks the schemas of the data, also where no example goes.
func TestWebhookSchemasHaveAFieldForEachProperty(t *testing.T) {
	doc, events := loadWebhooks(t)
	for _, event := range events {
		t.Run(event.name, func(t *testing.T) {
			data, ok := webhookProperties(doc, event.schema)["data"]
			if !ok {
				t.Fatal("the schema has no data")
			}
			typed, ok := webhookStructs[webhooks.Type(event.name)]
			if !ok {
				t.Fatal("there is no struct")
			}
			field, ok := typed.FieldByName("Data")
			if !ok {
				t.Fatal("the struct has no Data")
			}
			for _, problem := range webhookUncovered(doc, "data", data, field.Type, nil) {
				t.Error(problem)
			}
		})
	}
}

// webhookProperties returns the properties of a schema, those of its parts included.
func webhookProperties(doc *openapi3.T, ref *openapi3.SchemaRef) map[string]*openapi3.SchemaRef {
	schema := webhookResolve(doc, ref)
	properties := map[string]*openapi3.SchemaRef{}
	if schema == nil {
		return properties
	}
	for name, property := range schema.Properties {
		properties[name] = property
	}
	for _, parts := range []openapi3.SchemaRefs{schema.AllOf, schema.OneOf, schema.AnyOf} {
		for _, part := range parts {
			for name, property := range webhookProperties(doc, part) {
				if previous, ok := properties[name]; ok && previous != property {
					// The same name twice, as "data" of an event and what it adds: both count.
					property = &openapi3.SchemaRef{Value: &openapi3.Schema{AllOf: openapi3.SchemaRefs{previous, property}}}
				}
				properties[name] = property
			}
		}
	}
	return properties
}

func webhookResolve(doc *openapi3.T, ref *openapi3.SchemaRef) *openapi3.Schema {
	if ref == nil {
		return nil
	}
	if ref.Ref != "" {
		if named, ok := doc.Components.Schemas[ref.Ref[strings.LastIndex(ref.Ref, "/")+1:]]; ok {
			return named.Value
		}
	}
	return ref.Value
}

// webhookUncovered returns the properties that a Go type has no field for.
func webhookUncovered(doc *openapi3.T, path string, ref *openapi3.SchemaRef, typ reflect.Type, above []*openapi3.Schema) (problems []string) {
	schema := webhookResolve(doc, ref)
	if schema == nil || slices.Contains(above, schema) {
		return nil
	}
	above = append(slices.Clone(above), schema)
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if method, ok := typ.MethodByName("Get"); ok && method.Type.NumOut() == 2 { // backend.Opt
		typ = method.Type.Out(0)
	}
	if typ == reflect.TypeFor[backend.Metadata]() || typ == reflect.TypeFor[backend.Time]() || typ.Kind() == reflect.Map {
		return nil
	}
	if schema.Items != nil {
		if typ.Kind() != reflect.Slice {
			return []string{fmt.Sprintf("%s is a list, and %s is not", path, typ)}
		}
		return webhookUncovered(doc, path+"[]", schema.Items, typ.Elem(), above)
	}
	for name, property := range webhookProperties(doc, ref) {
		if typ.Kind() != reflect.Struct {
			return []string{fmt.Sprintf("%s is an object, and %s is not", path, typ)}
		}
		field, ok := webhookField(reflect.New(typ).Elem(), name)
		if !ok {
			problems = append(problems, path+"."+name+" has no field")
			continue
		}
		problems = append(problems, webhookUncovered(doc, path+"."+name, property, field.Type(), above)...)
	}
	return problems
}
