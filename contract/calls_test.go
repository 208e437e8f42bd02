package contract

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerk"
)

// hostile are ids that would lead to another address if they were put into it as they are.
var hostile = []string{"a/b?c#d", "../x", "%2e%2e", "ä b"}

// checkPath calls a method with ids that try to leave their segment of the path, and with such that leave none.
func checkPath(v *view, op *operation) (problems []problem) {
	fail := func(format string, args ...any) {
		problems = append(problems, problem{op.name, "", fmt.Sprintf(format, args...)})
	}
	template := strings.Split(op.path, "/")
	for _, id := range hostile {
		in := maximal(op)
		for i := range in.ids {
			in.ids[i] = id
		}
		seen, bad := v.call(op, in)
		if bad != nil {
			return []problem{*bad}
		}
		segments := strings.Split(seen.path, "/")
		if len(segments) != len(template) {
			fail("with the id %q it calls %s, which is not %s; escape the id", id, seen.path, op.path)
			continue
		}
		for i, want := range template {
			if strings.HasPrefix(want, "{") {
				want = id
			}
			if got, err := url.PathUnescape(segments[i]); err != nil || got != want {
				fail("with the id %q the path is %s: its segment %d is %q instead of %q", id, seen.path, i, got, want)
			}
		}
		for _, name := range sorted(seen.query) {
			if !op.takes(name) {
				fail("with the id %q the query has %q", id, name)
			}
		}
	}
	for i, name := range op.pathParams {
		for _, id := range []string{"", ".", ".."} {
			in := maximal(op)
			in.ids[i] = id
			v.transport.take()
			_, err, bad := invoke(v.methods[op.name], in)
			switch requests := v.transport.take(); {
			case bad != nil:
				return append(problems, problem{op.name, name, bad.Error()})
			case len(requests) > 0:
				fail("with %q as %s it calls %s %s; refuse that id without a request", id, name, requests[0].method, requests[0].path)
			case err == nil:
				fail("with %q as %s it makes no request and returns no error", id, name)
			case !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), op.path):
				fail("the error about %q as %s names neither the operation nor the id: %v", id, name, err)
			}
		}
	}
	return problems
}

// keysOf are the keys that a call is made with, by the column auth of the table: that of a client with both keys, and that
// of one without the key of a machine. A dash is a call that cannot be made.
var keysOf = map[string][2]string{
	"secret":         {secretKey, secretKey},
	"machine":        {machineKey, "-"},
	"machine|secret": {machineKey, secretKey},
	"none":           {"", ""},
}

// checkHeaders looks at the key and at the headers that every call has.
func checkHeaders(v *view, op *operation) (problems []problem) {
	fail := func(field, format string, args ...any) {
		problems = append(problems, problem{op.name, field, fmt.Sprintf(format, args...)})
	}
	keys, ok := keysOf[op.auth]
	if !ok {
		return []problem{{op.name, "auth", fmt.Sprintf("the table says %q, and the check knows no such kind of key", op.auth)}}
	}
	seen, bad := v.call(op, maximal(op))
	if bad != nil {
		return []problem{*bad}
	}
	for name, want := range map[string]string{
		"Authorization": bearer(keys[0]), clerk.HeaderAPIVersion: apiVersion, "User-Agent": clerk.UserAgent, "Accept": "application/json",
	} {
		if got := seen.header.Values(name); strings.Join(got, "|") != want {
			fail(name, "the header is %q instead of %q", got, want)
		}
	}
	if !strings.HasPrefix(clerk.UserAgent, "usher") {
		fail("User-Agent", "%q does not say that this is Usher", clerk.UserAgent)
	}
	v.bare.transport.take()
	_, err, wrong := invoke(v.bare.methods[op.name], maximal(op))
	requests := v.bare.transport.take()
	switch {
	case wrong != nil:
		fail("", "%v", wrong)
	case keys[1] == "-":
		if len(requests) > 0 || err == nil {
			fail("Authorization", "without the key of a machine it makes %d requests and returns the error %v", len(requests), err)
		}
	case len(requests) != 1:
		fail("Authorization", "without the key of a machine it makes %d requests and returns the error %v", len(requests), err)
	case requests[0].header.Get("Authorization") != bearer(keys[1]):
		fail("Authorization", "without the key of a machine the header is %q instead of %q",
			requests[0].header.Get("Authorization"), bearer(keys[1]))
	}
	return problems
}

// apiVersion is the version of the API that the document describes.
var apiVersion = strings.TrimSuffix(strings.TrimPrefix(backendDocument, "backend-"), ".yml")

func bearer(key string) string {
	if key == "" {
		return ""
	}
	return "Bearer " + key
}

// checkNil calls a method without params, which stands for params with nothing in them.
func checkNil(v *view, op *operation) (problems []problem) {
	if op.multipart {
		return nil
	}
	c := requestCase{name: "nil params", invocation: invocation{ids: idsFor(op), empty: true}}
	seen, bad := v.call(op, c.invocation)
	if bad != nil {
		return []problem{{op.name, "", bad.text + " (called with nil params)"}}
	}
	if op.request != nil {
		c.body = map[string]any{}
		if op.request.kind == list {
			c.body = []any{}
		}
	}
	problems = checkBody(op, c, seen.recorded)
	// What is required and plain goes out empty, for Clerk to refuse; nothing else may.
	if got, want := sorted(seen.query), sorted(queryTexts(op, nil)); !slices.Equal(got, want) {
		problems = append(problems, problem{op.name, "", fmt.Sprintf("with nil params the query has %q instead of %q", got, want)})
	}
	return problems
}

// checkOutside sets the fields that the document does not know and looks for them in the request.
func checkOutside(v *view, op *operation) (problems []problem) {
	method, ok := v.methods[op.name]
	if !ok {
		return nil
	}
	in := maximal(op)
	in.outside = true
	for _, t := range paramsOf(method) {
		if inner(t).Kind() != reflect.Struct {
			continue
		}
		for _, tag := range []string{"json", "query"} {
			for _, f := range fieldsOf(inner(t), tag) {
				if !f.outside {
					continue
				}
				seen, bad := v.call(op, in)
				if bad != nil {
					return []problem{*bad}
				}
				if tag == "query" && !seen.query.Has(f.wire) || tag == "json" && !strings.Contains(string(seen.body), `"`+f.wire+`"`) {
					problems = append(problems, problem{op.name, f.wire, "the field is set and does not go out"})
				}
			}
		}
	}
	return problems
}
