package contract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// A validator asks kin-openapi whether requests and answers of an operation are as the document says.
type validator struct {
	route  *routers.Route
	params []string
	answer *openapi3.Schema
}

func newValidator(doc *openapi3.T, op *operation, at documented) *validator {
	v := &validator{
		route:  &routers.Route{Spec: doc, Path: at.path, PathItem: at.item, Method: at.method, Operation: at.operation},
		params: op.pathParams,
	}
	for status, ref := range at.operation.Responses.Map() {
		if content := ref.Value.Content["application/json"]; strings.HasPrefix(status, "2") && content != nil {
			v.answer = content.Schema.Value
		}
	}
	return v
}

// request validates what the client sent.
func (v *validator) request(r recorded, ids []string) error {
	address := &url.URL{Scheme: "https", Host: "api.clerk.com", Path: "/v1" + r.path, RawQuery: r.query.Encode()}
	request := &http.Request{Method: r.method, URL: address, Header: r.header, Body: io.NopCloser(bytes.NewReader(r.body))}
	if len(r.body) == 0 {
		request.Body = nil
	}
	params := map[string]string{}
	for i, name := range v.params {
		params[name] = ids[i]
	}
	return firstLine(openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: request, PathParams: params, Route: v.route, QueryParams: r.query,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	}))
}

// firstLine returns an error without the schema and the value that kin-openapi prints below it.
func firstLine(err error) error {
	if err == nil {
		return nil
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return errors.New(line)
}

// response validates a sample of an answer.
func (v *validator) response(s *sample) error {
	if v.answer == nil {
		return fmt.Errorf("the document has no schema for it")
	}
	return firstLine(v.answer.VisitJSON(s.value, openapi3.VisitAsResponse()))
}

// eachSchema calls f for a schema and all that are below it.
func eachSchema(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool, f func(*openapi3.Schema)) {
	if ref == nil || ref.Value == nil || seen[ref.Value] {
		return
	}
	seen[ref.Value] = true
	v := ref.Value
	f(v)
	for _, list := range []openapi3.SchemaRefs{v.AllOf, v.AnyOf, v.OneOf} {
		for _, part := range list {
			eachSchema(part, seen, f)
		}
	}
	for _, property := range v.Properties {
		eachSchema(property, seen, f)
	}
	eachSchema(v.Items, seen, f)
	eachSchema(v.AdditionalProperties.Schema, seen, f)
}

// relaxRequests makes the document take any value of the right type, but no field that it does not name: it is the names and
// the types of the client that are checked, with values made up here.
func relaxRequests(doc *openapi3.T) {
	seen := map[*openapi3.Schema]bool{}
	relax := func(v *openapi3.Schema) {
		v.Enum, v.Pattern, v.MinLength, v.MinItems, v.Min, v.ExclusiveMin = nil, "", 0, 0, nil, openapi3.ExclusiveBound{}
		v.UniqueItems, v.Max, v.MaxLength = false, nil, nil
		if v.Type.Is("string") && v.Format != "binary" {
			v.Format = ""
		}
		if len(v.Properties) > 0 {
			v.AdditionalProperties = openapi3.AdditionalProperties{Has: openapi3.Ptr(false)}
		}
	}
	for _, at := range documentOperations(doc) {
		for _, p := range at.operation.Parameters {
			eachSchema(p.Value.Schema, seen, relax)
		}
		if at.operation.RequestBody == nil {
			continue
		}
		for _, content := range at.operation.RequestBody.Value.Content {
			eachSchema(content.Schema, seen, relax)
		}
	}
}

// repairAnswers takes out of the schemas of answers what no answer could satisfy, and how values are spelled. Of a union one
// member at least has to fit: some overlap, and their discriminator is optional.
func repairAnswers(doc *openapi3.T) {
	seen := map[*openapi3.Schema]bool{}
	repair := func(v *openapi3.Schema) {
		v.Pattern, v.MinLength, v.MaxLength = "", 0, nil
		if len(v.OneOf) > 0 {
			v.AnyOf, v.OneOf, v.Discriminator = v.OneOf, nil, nil
		}
		if len(v.Properties) > 0 {
			var named []string
			for _, name := range v.Required {
				if v.Properties[name] != nil {
					named = append(named, name)
				}
			}
			v.Required = named
		}
	}
	for _, at := range documentOperations(doc) {
		for status, ref := range at.operation.Responses.Map() {
			if content := ref.Value.Content["application/json"]; strings.HasPrefix(status, "2") && content != nil {
				eachSchema(content.Schema, seen, repair)
			}
		}
	}
}
