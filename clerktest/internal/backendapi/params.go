package backendapi

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
)

const (
	maxBody   = 1 << 20  // bytes of JSON
	maxUpload = 10 << 20 // bytes of a file (Clerk: organization logos)
)

// none is the params of an operation that takes none.
type none struct{}

// A checker is params that have more to say than their types: which of them go together, for example.
type checker interface{ check(p *problems) }

// problems gathers what is wrong with params.
type problems struct{ details []refusal.Detail }

func (p *problems) add(d ...refusal.Detail) { p.details = append(p.details, d...) }

func (p *problems) invalid(param, format string, args ...any) {
	p.add(refusal.Invalid(param, format, args...))
}

func (p *problems) refusal() error {
	if len(p.details) == 0 {
		return nil
	}
	return refusal.Unprocessable(p.details...)
}

// A param is a field of a struct of params, and its tags.
type param struct {
	name               string
	required, nullable bool
	oneOf              []string
	fallback           string
	index              []int
}

// A schema is the params that a struct declares: those of the body have the tag body, those of the address the tag query.
type schema struct{ body, query []param }

// schemaOf reads the tags of a struct, once for each operation. Structs that are embedded lend their fields.
func schemaOf(t reflect.Type) schema {
	var s schema
	for _, f := range reflect.VisibleFields(t) {
		for tag, list := range map[string]*[]param{"body": &s.body, "query": &s.query} {
			text, ok := f.Tag.Lookup(tag)
			if !ok {
				continue
			}
			name, options, _ := strings.Cut(text, ",")
			*list = append(*list, param{
				name: name, index: f.Index, fallback: f.Tag.Get("default"), oneOf: strings.Fields(f.Tag.Get("oneof")),
				required: strings.Contains(options, "required"), nullable: strings.Contains(options, "nullable"),
			})
		}
	}
	return s
}

// Decode reads the params of a request into a struct P, whose fields have the tags
//
//	body:"name,required,nullable"    a param of the body
//	query:"name,required"            a param of the address
//	oneof:"a b"                      the texts that it may be
//	default:"text"                   what it is where it is missing (query)
//
// and one of the types of [decodeJSON] or [decodeText]. A body may have no other params; an address may. If P is a slice, the
// body is an array. The error is a *refusal.Error with all that is wrong.
func Decode[P any](r *http.Request) (P, error) { return decoderOf[P]()(r) }

func decoderOf[P any]() func(r *http.Request) (P, error) {
	t := reflect.TypeFor[P]()
	if t.Kind() == reflect.Slice {
		s := schemaOf(t.Elem())
		return func(r *http.Request) (P, error) {
			var params P
			return params, readArray(r, s, reflect.ValueOf(&params).Elem())
		}
	}
	s := schemaOf(t)
	return func(r *http.Request) (P, error) {
		var params P
		var p problems
		into := reflect.ValueOf(&params).Elem()
		if err := readQuery(r, s.query, into, &p); err != nil {
			return params, err
		}
		if len(s.body) > 0 {
			if err := readBody(r, s.body, into, &p); err != nil {
				return params, err
			}
		}
		if c, ok := any(&params).(checker); ok {
			c.check(&p)
		}
		return params, p.refusal()
	}
}

func readQuery(r *http.Request, params []param, into reflect.Value, p *problems) error {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return refusal.New(http.StatusBadRequest, "malformed_request_parameters", "Malformed request parameters",
			"The query of the address is not encoded as form data; a plus sign is %2B there, and an ampersand %26.")
	}
	for _, param := range params {
		texts := values[param.name]
		if len(texts) == 0 && param.fallback != "" {
			texts = []string{param.fallback}
		}
		switch {
		case len(texts) > 0:
			decodeText(param, texts, into.FieldByIndex(param.index).Addr().Interface(), p)
		case param.required:
			p.add(missing(param.name))
		}
	}
	return nil
}

// missingQuery refuses an address without one of some params.
func missingQuery(params string) error {
	return refusal.New(http.StatusBadRequest, "missing_query_parameter", "Missing query parameter", "The query of the address needs "+params+".")
}

func missing(name string) refusal.Detail {
	return refusal.About(name, "form_param_missing", "is missing", "must be included.")
}

func readBody(r *http.Request, params []param, into reflect.Value, p *problems) error {
	mediaType, attributes, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if slices.ContainsFunc(params, func(param param) bool {
		_, file := into.FieldByIndex(param.index).Interface().(Upload)
		return file
	}) {
		if err != nil || mediaType != "multipart/form-data" {
			return refusal.New(http.StatusUnsupportedMediaType, "unsupported_content_type", "Unsupported content type",
				"The body has to be multipart/form-data with the file in the part file.")
		}
		return readMultipart(r, attributes["boundary"], params, into, p)
	}
	required := slices.ContainsFunc(params, func(param param) bool { return param.required })
	if r.Method == http.MethodPost && !required && r.ContentLength == 0 {
		return nil // nothing to say is nothing to send
	}
	body, err := bodyOf(r)
	if err != nil {
		return err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return badBody("object", "Decoding it failed: "+err.Error()+".")
	}
	if members == nil {
		return badBody("object", "It is null; send {} to change nothing.")
	}
	readMembers(members, params, into, p)
	return nil
}

// readMembers decodes the members of a JSON object. In the order of their names, so that refusals are the same every time.
func readMembers(members map[string]json.RawMessage, params []param, into reflect.Value, p *problems) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		at := slices.IndexFunc(params, func(param param) bool { return param.name == name })
		if at < 0 {
			p.add(unknownParam(name))
			continue
		}
		decodeJSON(params[at], members[name], into.FieldByIndex(params[at].index).Addr().Interface(), p)
	}
	for _, param := range params {
		if _, ok := members[param.name]; !ok && param.required {
			p.add(missing(param.name))
		}
	}
}

// maxItems is how many things one request may create (Clerk: bulk invitations). Operations with another number say so.
const maxItems = 10

func readArray(r *http.Request, s schema, into reflect.Value) error {
	body, err := bodyOf(r)
	if err != nil {
		return err
	}
	var items []map[string]json.RawMessage
	if err := json.Unmarshal(body, &items); err != nil || items == nil {
		return badBody("array of objects", "Send one object for each.")
	}
	var p problems
	for _, members := range items {
		item := reflect.New(into.Type().Elem())
		readMembers(members, s.body, item.Elem(), &p)
		if c, ok := item.Interface().(checker); ok {
			c.check(&p)
		}
		into.Set(reflect.Append(into, item.Elem()))
	}
	return p.refusal()
}

// bodyOf reads a body of JSON. Clerk takes no other form.
func bodyOf(r *http.Request) ([]byte, error) {
	if mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || mediaType != "application/json" {
		return nil, refusal.New(http.StatusUnsupportedMediaType, "unsupported_content_type", "Unsupported content type",
			"The body has to be JSON, and the header Content-Type application/json.")
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, refusal.New(http.StatusRequestEntityTooLarge, "request_body_too_large", "The body is too large",
			"The body has over "+strconv.Itoa(maxBody)+" bytes.")
	case err != nil:
		return nil, badBody("object", "It broke off.")
	}
	return body, nil
}

func badBody(what, why string) error {
	return refusal.New(http.StatusBadRequest, "request_body_invalid", "Request body invalid", "The body is no JSON "+what+". "+why)
}

func unknownParam(name string) refusal.Detail {
	if len(name) > 80 {
		name = strings.ToValidUTF8(name[:80], "") + "…"
	}
	hint := ""
	if strings.HasSuffix(name, "_metadata") {
		hint = "; metadata has an endpoint of its own, …/metadata"
	}
	return refusal.About(name, "form_param_unknown", "is unknown", "is not a valid parameter for this request%s.", hint)
}
