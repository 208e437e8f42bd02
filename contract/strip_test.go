package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strconv"
	"strings"
	"testing"
)

// bodyPaths returns the paths of all fields of the body with everything in it.
func bodyPaths(op *operation) []string {
	if op.request == nil {
		return nil
	}
	var paths []string
	s := maker{full: true}.make("", op.request)
	for _, place := range sorted(s.places) {
		for _, f := range s.places[place].fields {
			if f.kind != unknown {
				paths = append(paths, place+"/"+f.name)
			}
		}
	}
	return paths
}

// without returns a JSON value without the field of the object at the path.
func without(value any, path, name string) any {
	head, rest, more := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !more {
		rest = ""
	}
	switch v := value.(type) {
	case map[string]any:
		if path == "" {
			delete(v, name)
		} else {
			v[head] = without(v[head], prefixed(rest), name)
		}
	case []any:
		if i, err := strconv.Atoi(head); err == nil && i < len(v) {
			v[i] = without(v[i], prefixed(rest), name)
		}
	default:
		return nil // the result is the field: a method that returns a number
	}
	return value
}

func prefixed(rest string) string {
	if rest == "" {
		return ""
	}
	return "/" + rest
}

// placeIn returns where a path of the sample is in the result: a page has one form, whatever form the list came in.
func (s *sample) placeIn(path string, back any) string {
	if rest, ok := strings.CutPrefix(path, "/m2m_tokens"); ok {
		return "/data" + rest
	}
	if _, isList := s.value.([]any); isList {
		if _, isPage := back.(map[string]any); isPage {
			return "/data" + path
		}
	}
	return path
}

// nameIn returns what a field of the sample is called in the result.
func nameIn(name string, back any) string {
	if page, ok := back.(map[string]any); ok && name == "m2m_tokens" && page["data"] != nil {
		return "data"
	}
	return name
}

// withoutField takes a field out of a recorded body.
func withoutField(t testing.TB, r *recorded, path string) {
	t.Helper()
	at := strings.LastIndex(path, "/")
	change(t, r, func(body any) any { return without(body, path[:at], path[at+1:]) })
}

// withField puts a field into a recorded body.
func withField(t testing.TB, r *recorded, name string) {
	t.Helper()
	change(t, r, func(body any) any {
		switch b := body.(type) {
		case map[string]any:
			b[name] = 1
		case []any:
			if first, ok := b[0].(map[string]any); ok {
				first[name] = 1
			}
		}
		return body
	})
}

func change(t testing.TB, r *recorded, f func(any) any) {
	t.Helper()
	var body any
	if err := json.Unmarshal(r.body, &body); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(f(body))
	if err != nil {
		t.Fatal(err)
	}
	r.body = data
}

// withoutPart takes a field out of a recorded form.
func withoutPart(t testing.TB, r *recorded, name string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	if err := w.SetBoundary(params["boundary"]); err != nil {
		t.Fatal(err)
	}
	for reader := multipart.NewReader(bytes.NewReader(r.body), params["boundary"]); ; {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if part.FormName() == name {
			continue
		}
		copied, err := w.CreatePart(part.Header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(copied, part); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r.body = form.Bytes()
}
