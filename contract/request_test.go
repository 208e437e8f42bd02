package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// pathWith returns the path of an operation with ids in it, escaped.
func pathWith(op *operation, ids []string) string {
	path := op.path
	for i, name := range op.pathParams {
		path = strings.Replace(path, "{"+name+"}", strings.NewReplacer("/", "%2F", "?", "%3F", "#", "%23").Replace(ids[i]), 1)
	}
	return path
}

// maximal returns the invocation with everything that the document allows.
func maximal(op *operation) invocation {
	in := invocation{ids: idsFor(op), query: fullQuery(op, maker{full: true})}
	switch {
	case op.multipart:
		in.file, in.form = strings.NewReader(fileText), map[string]string{}
		for _, f := range op.request.fields {
			if f.format != "binary" {
				in.form[f.name] = "form " + f.name
			}
		}
	case op.request != nil:
		in.body = maker{full: true}.make("maximal", op.request).value
	}
	return in
}

// fullQuery returns a value for each parameter of the query. What the client always adds is not among them.
func fullQuery(op *operation, m maker) map[string]any {
	query := map[string]any{}
	s := &schema{kind: object}
	for _, p := range op.params {
		if p.name != "paginated" {
			s.fields = append(s.fields, p.field)
		}
	}
	value, _ := m.make("query", s).value.(map[string]any)
	for name := range value {
		query[name] = value[name]
	}
	if limit, ok := query["limit"]; ok && limit != 0.0 {
		query["limit"] = 7.0
	}
	return query
}

// A requestCase is an invocation and a name for it.
type requestCase struct {
	name string
	invocation
	unsent bool // what is zero and no Opt stays out of the query
}

// requestCases returns the invocations that a client has to be able to send.
func requestCases(op *operation) []requestCase {
	cases := []requestCase{{"everything", maximal(op), false}}
	if op.multipart {
		return cases
	}
	add := func(name string, m maker, unsent bool) {
		c := requestCase{name, invocation{ids: idsFor(op), query: fullQuery(op, m)}, unsent}
		if op.request != nil {
			c.body = m.make(name, op.request).value
		}
		cases = append(cases, c)
	}
	add("only what is required", maker{}, false)
	add("nothing but zeros", maker{zero: true, full: true}, true)
	if op.request == nil {
		return cases
	}
	for member := 1; member < unionSize(op.request); member++ {
		add(fmt.Sprintf("member %d of the unions", member), maker{full: true, member: member}, false)
	}
	for _, null := range (maker{full: true}).make("", op.request).nulls {
		add("null in "+null.path, maker{full: true, null: null.path}, false)
	}
	return cases
}

// checkRequests calls the method of an operation in every way and compares what it sent with what the document wants.
func checkRequests(v *view, op *operation) []problem {
	for _, c := range requestCases(op) {
		if problems := checkRequest(v, op, c); len(problems) > 0 {
			return problems
		}
	}
	return nil
}

func checkRequest(v *view, op *operation, c requestCase) (problems []problem) {
	fail := func(field, format string, args ...any) {
		problems = append(problems, problem{op.name, field, fmt.Sprintf(format, args...) + " (called with " + c.name + ")"})
	}
	seen, bad := v.call(op, c.invocation)
	if bad != nil {
		fail("", "%s", bad.text)
		return problems
	}
	if want := pathWith(op, c.ids); seen.method != op.method || seen.path != want {
		fail("", "it calls %s %s instead of %s %s", seen.method, seen.path, op.method, want)
	}
	want := queryTexts(op, c.query)
	for _, p := range op.params {
		got, expected := seen.query[p.name], want[p.name]
		if c.unsent && len(got) == 0 && (p.kind != boolean || p.required) {
			continue
		}
		if !slices.Equal(got, expected) {
			fail(p.name, "the query has %q instead of %q", got, expected)
		}
	}
	for _, name := range sorted(seen.query) {
		if !slices.ContainsFunc(op.params, func(p param) bool { return p.name == name }) {
			fail(name, "the document knows no such query parameter; put the field into the table unpublished if Clerk takes it all the same")
		}
	}
	problems = append(problems, checkBody(op, c, seen.recorded)...)
	if op.validator != nil && len(problems) == 0 {
		if err := op.validator.request(seen.recorded, c.ids); err != nil {
			fail("", "the document refuses the request: %v", err)
		}
	}
	return problems
}

// checkBody compares a body with the sample that the params were decoded from.
func checkBody(op *operation, c requestCase, seen recorded) (problems []problem) {
	fail := func(field, format string, args ...any) {
		problems = append(problems, problem{op.name, field, fmt.Sprintf(format, args...) + " (called with " + c.name + ")"})
	}
	contentType := seen.header.Get("Content-Type")
	switch {
	case op.multipart:
		return checkUpload(op, c, seen)
	case op.request == nil:
		if len(seen.body) > 0 || contentType != "" || seen.length > 0 {
			fail("", "it sends the body %.80q with the Content-Type %q, and the operation has none", seen.body, contentType)
		}
		return problems
	case contentType != "application/json":
		fail("", "the Content-Type is %q instead of application/json", contentType)
	}
	var got any
	if err := json.Unmarshal(seen.body, &got); err != nil {
		fail("", "the body %.80q is no JSON: %v", seen.body, err)
		return problems
	}
	for _, d := range difference(c.body, got, "") {
		if c.unsent && d.got == "nothing" && unsentEmpty[op.name+d.path] != "" {
			continue
		}
		fail(d.path, "the body has %s instead of %s", d.got, d.want)
	}
	return problems
}

// unsentEmpty are fields of bodies that the client does not send where they are "", and why nobody misses that.
var unsentEmpty = map[string]string{
	"OAuthApplications.VerifyAccessToken/access_token": "no token is empty, and secret may be there in its place",
	"OAuthApplications.VerifyAccessToken/secret":       "no token is empty, and access_token is there in its place",
}

// A delta is a place where two JSON values differ.
type delta struct{ path, want, got string }

// difference compares two JSON values.
func difference(want, got any, path string) (deltas []delta) {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			break
		}
		for _, name := range sorted(w) {
			if _, ok := g[name]; !ok {
				deltas = append(deltas, delta{path + "/" + name, show(w[name]), "nothing"})
				continue
			}
			deltas = append(deltas, difference(w[name], g[name], path+"/"+name)...)
		}
		for _, name := range sorted(g) {
			if _, ok := w[name]; !ok {
				deltas = append(deltas, delta{path + "/" + name, "nothing", show(g[name])})
			}
		}
		return deltas
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			break
		}
		for i := range w {
			deltas = append(deltas, difference(w[i], g[i], fmt.Sprintf("%s/%d", path, i))...)
		}
		return deltas
	}
	if !reflect.DeepEqual(want, got) {
		deltas = append(deltas, delta{path, show(want), show(got)})
	}
	return deltas
}

func show(v any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return fmt.Sprintf("%.120s", strings.TrimSpace(b.String()))
}
