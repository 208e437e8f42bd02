package clerktest

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	maxBody     = 1 << 20 // bytes of a request; all metadata that a user may have is 24 KB
	maxMetadata = 8 << 10 // bytes of one kind of metadata (Clerk: user metadata)
)

// A field says what a param in a body may be.
type field struct {
	kind     kind
	nullable bool
}

// A kind is the type of a param.
type kind string

const (
	aText   kind = "string"
	aFlag   kind = "boolean"
	aNumber kind = "integer"
	aTime   kind = "string with a time by RFC 3339, as in 2012-10-20T07:15:20Z"
	aList   kind = "array of strings"
	anObj   kind = "object"
)

// A form is the body of a request: by the name of a param its value, which is a string, bool, int64, time.Time, []string or
// map[string]any, or nil for null.
type form map[string]any

// value returns a param that is there and not null.
func value[T any](f form, name string) (T, bool) {
	v, ok := f[name].(T)
	return v, ok
}

// readForm reads the body of a request, whose params have to be those of a schema.
func readForm(r *http.Request, schema map[string]field) (form, *refusal) {
	if mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || mediaType != "application/json" {
		return nil, refuse(http.StatusUnsupportedMediaType, "unsupported_content_type", "Unsupported content type",
			"The body has to be JSON, and the header Content-Type application/json.")
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, refuse(http.StatusRequestEntityTooLarge, "request_body_too_large", "The body is too large",
			"The body has over "+strconv.Itoa(maxBody)+" bytes.")
	case err != nil:
		return nil, badBody("It broke off.")
	}
	return parseForm(body, schema)
}

func badBody(why string) *refusal {
	return refuse(http.StatusBadRequest, "request_body_invalid", "Request body invalid", "The body is no JSON object. "+why)
}

func parseForm(body []byte, schema map[string]field) (form, *refusal) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, badBody("Decoding it failed: " + err.Error() + ".")
	}
	if members == nil {
		return nil, badBody("It is null; send {} to change nothing.")
	}
	f, problems := form{}, []detail(nil)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		known, ok := schema[name]
		if !ok {
			problems = append(problems, unknownParam(name))
			continue
		}
		v, problem := known.read(name, members[name])
		if problem != nil {
			problems = append(problems, *problem)
		}
		f[name] = v
	}
	return f, unprocessable(problems...)
}

func unknownParam(name string) detail {
	if len(name) > 80 {
		name = strings.ToValidUTF8(name[:80], "") + "…"
	}
	hint := ""
	if strings.HasSuffix(name, "_metadata") {
		hint = "; metadata has an endpoint of its own, /v1/users/{user_id}/metadata"
	}
	return about(name, "form_param_unknown", "is unknown", "is not a valid parameter for this request%s.", hint)
}

// read decodes a param.
func (k field) read(name string, text json.RawMessage) (any, *detail) {
	if string(text) == "null" {
		if k.nullable {
			return nil, nil
		}
		problem := about(name, "form_param_nil", "is null", "must not be null; leave it out to keep what is there.")
		return nil, &problem
	}
	switch k.kind {
	case aText:
		return decoded[string](k, name, text)
	case aFlag:
		return decoded[bool](k, name, text)
	case aNumber:
		return decoded[int64](k, name, text)
	case aList:
		items, problem := decoded[[]*string](k, name, text)
		list := []string{}
		for _, item := range items {
			if item == nil {
				problem := k.mismatch(name)
				return nil, &problem
			}
			list = append(list, *item)
		}
		return list, problem
	case aTime:
		return readTime(k, name, text)
	default:
		return readMetadata(name, text)
	}
}

func (k field) mismatch(name string) detail {
	return about(name, "form_param_type_invalid", "is invalid", "must be of the type %s.", k.kind)
}

func decoded[T any](k field, name string, text json.RawMessage) (T, *detail) {
	var v T
	if err := json.Unmarshal(text, &v); err != nil {
		problem := k.mismatch(name)
		return v, &problem
	}
	return v, nil
}

func readTime(k field, name string, text json.RawMessage) (any, *detail) {
	written, problem := decoded[string](k, name, text)
	if problem != nil {
		return nil, problem
	}
	moment, err := time.Parse(time.RFC3339, written)
	if err != nil || moment.Before(time.UnixMilli(1)) {
		problem := about(name, "form_param_invalid_time", "invalid format",
			"must be a time after 1970 by RFC 3339, as in 2012-10-20T07:15:20.902Z.")
		return nil, &problem
	}
	return moment.Truncate(time.Millisecond), nil
}

// readMetadata decodes metadata. That it is not too large is seen once it is merged.
func readMetadata(name string, text json.RawMessage) (any, *detail) {
	var object map[string]any
	if err := decodeExactly(text, &object); err != nil {
		problem := about(name, "form_param_value_invalid", "is invalid", "must be a JSON object.")
		return nil, &problem
	}
	return object, nil
}

// tooLarge returns what is wrong with metadata of that size, if something is.
func tooLarge(name string, object map[string]any) []detail {
	if text, err := json.Marshal(object); err != nil || len(text) > maxMetadata {
		return []detail{about(name, "form_param_exceeds_allowed_size", "is too large",
			"must not have over %d bytes as JSON, and would have %d.", maxMetadata, len(text))}
	}
	return nil
}
