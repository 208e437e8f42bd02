package backend

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// A call is one operation with its arguments. Its path is the template of the operation, which is also what errors and logs
// show: "/users/{user_id}". Every {…} takes the next of the ids.
type call struct {
	method string
	path   string
	ids    []string
	query  url.Values
	body   any // what is sent as JSON
	upload *Upload
	key    keyKind
	// hidden are the secrets that are sent, which no error may show although the answer repeats them.
	hidden []string
	// version is the version of the API that has the operation, where that is not the one of this client.
	version string
	// repeatable says that doing it twice is doing it once, although the method does not.
	repeatable bool
	// limit is how many bytes an answer may have. Zero means maxAnswer.
	limit int
}

// keyKind says which key an operation wants.
type keyKind uint8

const (
	secretKey  keyKind = iota // the secret key of the instance
	machineKey                // the secret key of a machine
	eitherKey                 // the machine's if there is one, else the instance's
	noKey
)

func get(path string, params any, ids ...string) call {
	return call{method: http.MethodGet, path: path, query: queryOf(params), ids: ids}
}

func post(path string, body any, ids ...string) call {
	return call{method: http.MethodPost, path: path, body: body, ids: ids}
}

func put(path string, body any, ids ...string) call {
	return call{method: http.MethodPut, path: path, body: body, ids: ids}
}

func patch(path string, body any, ids ...string) call {
	return call{method: http.MethodPatch, path: path, body: body, ids: ids}
}

func del(path string, params any, ids ...string) call {
	return call{method: http.MethodDelete, path: path, query: queryOf(params), ids: ids}
}

// with returns the call with a query beside its body.
func (c call) with(params any) call { c.query = queryOf(params); return c }

// paginated returns the call to a list that is a bare array without a count unless asked otherwise.
func (c call) paginated() call { c.query.Set("paginated", "true"); return c }

// by returns the call made with another key.
func (c call) by(key keyKind) call { c.key = key; return c }

// carrying returns the call with a file as its body.
func (c call) carrying(upload *Upload) call {
	if upload == nil {
		upload = &Upload{} // which is refused for what it lacks
	}
	c.upload = upload
	return c
}

// hiding returns the call with secrets that no error shows.
func (c call) hiding(secrets ...string) call { c.hidden = secrets; return c }

// again returns the call marked as one that may be repeated after a failure.
func (c call) again() call { c.repeatable = true; return c }

// atMost returns the call whose answer has no more bytes than so many.
func (c call) atMost(limit int) call { c.limit = limit; return c }

// at returns the call made to another version of the API.
func (c call) at(version string) call { c.version = version; return c }

// idempotent reports whether the call may be made again when nobody knows whether the first one was carried out.
func (c call) idempotent() bool {
	switch c.method {
	case http.MethodGet, http.MethodPut, http.MethodDelete:
		return true
	}
	return c.repeatable
}

// maxID bounds an id in a path; Clerk's have about 30 bytes.
const maxID = 512

// target returns the path with its ids, escaped so that none of them leaves its segment.
func (c call) target() (string, error) {
	var b strings.Builder
	rest, ids := c.path, c.ids
	for {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		name, tail, _ := strings.Cut(after, "}")
		id := ids[0]
		switch {
		case id == "" || id == "." || id == "..":
			return "", fmt.Errorf("backend: %s %s: %s is %q, which would lead to another address; pass the id of the object",
				c.method, c.path, name, id)
		case len(id) > maxID:
			return "", fmt.Errorf("backend: %s %s: %s has %d bytes, and no id has over %d", c.method, c.path, name, len(id), maxID)
		}
		b.WriteString(url.PathEscape(id))
		rest, ids = tail, ids[1:]
	}
}

// content returns the body of the call. Params that are nil are an empty object or list: the text null is not a valid body
// anywhere.
func (c call) content() (content, error) {
	if c.upload != nil {
		return newFileContent(c.upload)
	}
	if c.body == nil {
		return jsonContent(nil), nil
	}
	data, err := json.Marshal(c.body)
	if err != nil {
		return nil, fmt.Errorf("the params cannot be encoded as JSON: %w", err)
	}
	if bytes.Contains(data, []byte(`"`+redacted+`"`)) {
		return nil, errors.New("the params hold a Secret, which would be sent as " + redacted + "; pass string(secret)")
	}
	if string(data) == "null" {
		if reflect.TypeOf(c.body).Kind() == reflect.Slice {
			return jsonContent("[]"), nil
		}
		return jsonContent("{}"), nil
	}
	return jsonContent(data), nil
}

// queryOf encodes the fields of params that have a query tag. A list repeats its name, unless the tag says comma; a time is
// in Unix milliseconds. What is absent, and an empty text, number or list, is left out; an Opt with 0 or false is sent.
func queryOf(params any) url.Values {
	values := url.Values{}
	v := reflect.ValueOf(params)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() {
		return values
	}
	for i := range v.NumField() {
		name, style, _ := strings.Cut(v.Type().Field(i).Tag.Get("query"), ",")
		if name == "" || v.Field(i).IsZero() {
			continue
		}
		value := v.Field(i)
		if opt, ok := value.Interface().(interface{ queryValue() (any, bool) }); ok {
			inner, set := opt.queryValue()
			if !set {
				continue
			}
			value = reflect.ValueOf(inner)
		}
		if value.Kind() != reflect.Slice {
			values.Add(name, queryText(value))
			continue
		}
		var texts []string
		for n := range value.Len() {
			texts = append(texts, queryText(value.Index(n)))
		}
		if style == "comma" && len(texts) > 0 {
			texts = []string{strings.Join(texts, ",")}
		}
		values[name] = append(values[name], texts...)
	}
	return values
}

func queryText(v reflect.Value) string {
	if moment, ok := v.Interface().(time.Time); ok {
		return strconv.FormatInt(moment.UnixMilli(), 10)
	}
	return fmt.Sprint(v.Interface())
}
