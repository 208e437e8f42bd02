package contract

import (
	"fmt"
	"reflect"
	"strings"
)

// A pairing says which schemas each Go struct stands for, and for which operations.
type pairing map[reflect.Type]map[*schema]string

// walk pairs a schema and all that is below it with a type.
func (p pairing) walk(op *operation, s *schema, t reflect.Type) {
	t = inner(t)
	switch {
	case s == nil || isFree(t):
	case s.kind == union:
		for _, member := range s.members {
			p.walk(op, member, t)
		}
	case isPage(t):
		data, _ := t.FieldByName("Data")
		p.walk(op, itemsOf(s), data.Type)
	case s.kind == list || s.kind == dict:
		if t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
			p.walk(op, s.item, t.Elem())
		}
	case s.kind == object && t.Kind() == reflect.Struct && t != momentType && t != timeType:
		if p[t] == nil {
			p[t] = map[*schema]string{}
		}
		if _, done := p[t][s]; done {
			return
		}
		p[t][s] = op.name
		for _, f := range s.fields {
			if g, ok := fieldNamed(t, "json", f.name); ok {
				p.walk(op, f.schema, g.Type)
			}
		}
	}
}

// itemsOf returns the list in the schema of a page.
func itemsOf(s *schema) *schema {
	for _, name := range []string{"data", "m2m_tokens"} {
		if f := s.field(name); f != nil {
			return f.schema
		}
	}
	return s
}

// compare reports fields that only one side has. The tag is the one that names fields on the wire.
func (p pairing) compare() (outside []string, problems []problem) {
	for t, schemas := range p {
		known := map[string]bool{}
		var where, ids []string
		for s, op := range schemas {
			where, ids = append(where, op), append(ids, s.id)
			for _, f := range s.fields {
				known[f.name] = true
				switch g, ok := fieldNamed(t, "json", f.name); {
				case !ok:
					problems = append(problems, problem{op, s.id + "." + f.name, fmt.Sprintf("%s has no such field; add it", t)})
				case isPlain(g.Type) && (!f.required || f.nullable) && f.kind != unknown:
					problems = append(problems, problem{op, s.id + "." + f.name, fmt.Sprintf(
						"it may be absent or null, and %s.%s would say 0 or false then; make it an Opt", t, g.Name)})
				}
			}
		}
		for _, f := range fieldsOf(t, "json") {
			switch name := t.Name() + "." + f.Name; {
			case f.outside:
				outside = append(outside, name)
			case !known[f.wire]:
				problems = append(problems, problem{where[0], f.wire, fmt.Sprintf(
					"%s is in no schema of %s; take it out or put it into the table unpublished", name, strings.Join(ids, ", "))})
			}
		}
	}
	return outside, problems
}

// isPlain reports whether a type is a number or a boolean, whose zero value says something.
func isPlain(t reflect.Type) bool {
	return t.Kind() == reflect.Bool || t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64
}

// paramsOf returns the types of the params that a method takes.
func paramsOf(method reflect.Value) (types []reflect.Type) {
	for i := 1; i < method.Type().NumIn(); i++ {
		t := method.Type().In(i)
		if k := inner(t).Kind(); (k == reflect.Struct || k == reflect.Slice) && inner(t) != uploadType {
			types = append(types, t)
		}
	}
	return types
}

// checkParams looks for fields of params that the document does not know.
func checkParams(v *view, a *api) (outside []string, problems []problem) {
	bodies := pairing{}
	for _, op := range a.operations {
		method, ok := v.methods[op.name]
		if !ok {
			continue
		}
		for _, t := range paramsOf(method) {
			if op.request != nil {
				bodies.walk(op, op.request, t)
			} else if inner(t).Kind() == reflect.Struct {
				for _, f := range fieldsOf(inner(t), "json") {
					problems = append(problems, problem{op.name, f.wire, "the operation has no body for this field of the params"})
				}
			}
			if inner(t).Kind() != reflect.Struct {
				continue
			}
			for _, f := range fieldsOf(inner(t), "query") {
				switch {
				case f.outside:
					outside = append(outside, inner(t).Name()+"."+f.Name)
				case !op.takes(f.wire):
					problems = append(problems, problem{op.name, f.wire,
						"the document knows no such query parameter; take the field out or put it into the table unpublished"})
				}
			}
		}
	}
	more, wrong := bodies.compare()
	return append(outside, more...), append(problems, wrong...)
}

// takes reports whether an operation has the query parameter.
func (op *operation) takes(name string) bool {
	for _, p := range op.params {
		if p.name == name {
			return true
		}
	}
	return false
}
