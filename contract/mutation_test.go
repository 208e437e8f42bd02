package contract

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// A check that never fails proves nothing. The tests here take every method, every field of a body, every query parameter
// and every field of an answer out of what the checks see of the client, one at a time, and want the omission reported: that
// one, and nothing else.

func TestEveryMissingMethodIsNoticed(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	n := 0
	for _, op := range a.operations {
		less := *v
		less.methods = maps.Clone(v.methods)
		delete(less.methods, op.name)
		if noticed(t, op, "the method", checkNames(&less, a), op.name, "") {
			n++
		}
	}
	extra := *v
	extra.methods = maps.Clone(v.methods)
	extra.methods["Users.Frobnicate"] = v.methods["Users.Get"]
	extra.methods["Users.AllFrobnicates"] = v.methods["Users.All"]
	if got := len(checkNames(&extra, a)); got != 2 {
		t.Errorf("two methods that belong to no operation lead to %d problems", got)
	}
	say("mutations: %d methods, all noticed", n)
}

func TestEveryWrongAddressIsNoticed(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	n := 0
	for _, op := range v.called(a) {
		for _, change := range []func(*recorded){
			func(r *recorded) { r.path += "s" }, func(r *recorded) { r.method = "HEAD" },
		} {
			v.request = func(_ *operation, r *recorded) { change(r) }
			if noticed(t, op, "the address", checkAddress(v, op), op.name, "") {
				n++
			}
		}
	}
	say("mutations: %d methods and paths, all noticed", n)
}

func TestEveryMissingBodyFieldIsNoticed(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	top, nested := 0, 0
	for _, op := range v.called(a) {
		for _, path := range bodyPaths(op) {
			v.request = func(op *operation, r *recorded) {
				if op.multipart {
					withoutPart(t, r, strings.TrimPrefix(path, "/"))
				} else {
					withoutField(t, r, path)
				}
			}
			if !noticed(t, op, path+" of the body", checkRequests(v, op), op.name, path) {
				continue
			}
			if strings.Count(strings.TrimPrefix(path, "/0"), "/") == 1 {
				top++
			} else {
				nested++
			}
		}
	}
	say("mutations: %d body fields and %d fields of objects in bodies, all noticed", top, nested)
}

func TestEveryMissingQueryParameterIsNoticed(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	n := 0
	for _, op := range v.called(a) {
		for _, p := range op.params {
			v.request = func(_ *operation, r *recorded) { r.query.Del(p.name) }
			if noticed(t, op, p.name+" of the query", checkRequests(v, op), op.name, p.name) {
				n++
			}
		}
	}
	say("mutations: %d query parameters, all noticed", n)
}

func TestEveryUnknownNameInARequestIsNoticed(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	n := 0
	for _, op := range v.called(a) {
		v.request = func(_ *operation, r *recorded) {
			r.query = maps.Clone(r.query)
			if r.query == nil {
				r.query = url.Values{}
			}
			r.query.Set(strangeField, "1")
		}
		if noticed(t, op, "an unknown query parameter", checkRequests(v, op), op.name, strangeField) {
			n++
		}
		if op.request == nil || op.multipart {
			continue
		}
		v.request = func(_ *operation, r *recorded) { withField(t, r, strangeField) }
		path := "/" + strangeField
		if op.request.kind == list {
			path = "/0" + path
		}
		if noticed(t, op, "an unknown field of the body", checkRequests(v, op), op.name, path) {
			n++
		}
	}
	say("mutations: %d unknown names in requests, all noticed", n)
}

// An occurrence is a place where a field of a schema stands in a sample of an answer.
type occurrence struct {
	op     *operation
	sample *sample
	paths  []string
	name   string
}

func TestEveryMissingResponseFieldIsNoticed(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	where := map[string]*occurrence{}
	for _, op := range v.called(a) {
		if op.answer == nil {
			continue
		}
		for _, s := range answers(op, func(place) bool { return true }) {
			if s.full && !s.strange && !s.wrapped {
				occurrences(op, s, where)
			}
		}
	}
	n := 0
	for _, id := range sorted(where) {
		o := where[id]
		if elsewhere[id] != "" {
			continue
		}
		v.answer = func(_ *operation, s *sample, back any) any {
			for _, path := range o.paths {
				back = without(back, s.placeIn(path, back), nameIn(o.name, back))
			}
			return back
		}
		problems := checkAnswer(v, o.op, o.sample, newProgress())
		another := func(p problem) bool { return !strings.HasSuffix(p.field, "/"+o.name) }
		if len(problems) != len(o.paths) || slices.ContainsFunc(problems, another) {
			t.Errorf("%s: without %s in %d places of the result the check says %v", o.op.name, id, len(o.paths), problems)
			continue
		}
		n++
	}
	say("mutations: %d response fields, all noticed", n)
}

// occurrences adds where the fields of a sample stand, unless an earlier sample had them.
func occurrences(op *operation, s *sample, where map[string]*occurrence) {
	for _, path := range sorted(s.places) {
		at := s.places[path]
		for _, f := range at.fields {
			id := at.id + "." + f.name
			if f.kind == unknown {
				continue
			}
			if where[id] == nil {
				where[id] = &occurrence{op, s, nil, f.name}
			}
			if where[id].sample == s {
				where[id].paths = append(where[id].paths, path)
			}
		}
	}
}

// noticed reports whether a check found one problem, that of the field.
func noticed(t testing.TB, op *operation, what string, problems []problem, operation, field string) bool {
	t.Helper()
	if len(problems) == 1 && problems[0].operation == operation && problems[0].field == field {
		return true
	}
	t.Errorf("%s: without %s the check says %s", op.name, what, fmt.Sprint(problems))
	return false
}
