package contract_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/usher-auth/usher/contract"
)

// webhookDocument is Clerk's description of its webhooks. It is not a part of this repository.
const webhookDocument = "webhooks-2025-04-15.yml"

// A webhookEvent is an event of the document.
type webhookEvent struct {
	name     string
	schema   *openapi3.SchemaRef // of the whole body
	examples map[string]any      // whole bodies
}

// loadWebhooks returns the document and its events. Without the document the test is skipped, and fails in CI.
func loadWebhooks(t *testing.T) (*openapi3.T, []webhookEvent) {
	t.Helper()
	doc := contract.LoadDocument(t, webhookDocument)
	var raw map[string]struct {
		Post struct {
			RequestBody struct {
				Content map[string]struct {
					Schema   *openapi3.SchemaRef `json:"schema"`
					Example  any                 `json:"example"`
					Examples map[string]struct {
						Ref   string `json:"$ref"`
						Value any    `json:"value"`
					} `json:"examples"`
				} `json:"content"`
			} `json:"requestBody"`
		} `json:"post"`
	}
	webhookConvert(t, doc.Extensions["x-webhooks"], &raw)
	var events []webhookEvent
	for name, path := range raw {
		content := path.Post.RequestBody.Content["application/json"]
		event := webhookEvent{name: name, schema: content.Schema, examples: map[string]any{}}
		if content.Example != nil {
			event.examples["example"] = content.Example
		}
		for key, example := range content.Examples {
			if example.Ref != "" {
				referenced, ok := doc.Components.Examples[example.Ref[strings.LastIndex(example.Ref, "/")+1:]]
				if !ok {
					t.Fatalf("%s: there is no example %s", name, example.Ref)
				}
				example.Value = referenced.Value.Value
			}
			event.examples[key] = example.Value
		}
		events = append(events, event)
	}
	slices.SortFunc(events, func(a, b webhookEvent) int { return strings.Compare(a.name, b.name) })
	return doc, events
}

func webhookConvert(t *testing.T, from, to any) {
	t.Helper()
	text, err := json.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, to); err != nil {
		t.Fatal(err)
	}
}
