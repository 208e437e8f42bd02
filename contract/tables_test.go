package contract

import (
	"slices"
	"strings"
)

// tablesAPI makes the API of the tables.
func tablesAPI(source string) (*api, error) {
	ts, err := readSchemas()
	if err != nil {
		return nil, err
	}
	rows, err := readRows()
	if err != nil {
		return nil, err
	}
	a := &api{known: ts.schemas, source: source}
	for _, r := range rows {
		op := &operation{row: r, multipart: r.bodyType == "multipart/form-data"}
		for _, entry := range r.query {
			f := ts.field(entry, r.id+"?")
			op.params = append(op.params, param{field: f, joined: r.id == "ListAllOrganizationDomains" && f.name == "enrollment_mode"})
		}
		op.request = ts.body(r)
		op.answer = ts.answer(r)
		op.wrapped = op.answer != nil && op.answer.kind == list && slices.Contains(names(op.query), "paginated")
		a.operations = append(a.operations, op)
	}
	return a, nil
}

// field reads an entry of a list such as "subject:string!", where ? is a field that may be null and ! one that is required.
// In map[string]string? it is the values that may be null.
func (ts *tables) field(entry, owner string) field {
	name, typeName, _ := strings.Cut(entry, ":")
	typeName, required := strings.CutSuffix(typeName, "!")
	typeName, nullable := strings.CutSuffix(typeName, "?")
	s := ts.parse(typeName, owner+name)
	if nullable && s.kind == dict {
		s.item.nullable, nullable = true, false
	}
	return field{name: name, required: required, nullable: nullable, schema: s}
}

func (ts *tables) body(r row) *schema {
	if r.bodyType == "-" {
		return nil
	}
	at := r.id + " body"
	s := &schema{id: at, kind: object}
	for i, entry := range r.body {
		f := ts.field(entry, at+".")
		f.required = i < r.bodyRequired
		s.fields = append(s.fields, f)
	}
	if strings.Contains(r.bodyType, "array") {
		return &schema{id: s.id, kind: list, item: s}
	}
	return s
}

func (ts *tables) answer(r row) *schema {
	_, inline, isInline := strings.Cut(r.response, " = ")
	s := ts.schemas["(inline "+r.id+")"]
	switch {
	case r.response == "-":
		return nil
	case s != nil && strings.HasPrefix(r.paginated, "{m2m_tokens"):
		return page("m2m_tokens", s)
	case s != nil && strings.HasPrefix(r.paginated, "{data"):
		return page("data", s)
	case s != nil:
		return s
	case isInline && strings.HasPrefix(r.paginated, "{data"):
		name, _, _ := strings.Cut(r.response, ".List")
		return page("data", ts.parse(name, ""))
	case isInline:
		return ts.parse(inline, "")
	default:
		return known(ts.parse(r.response, ""))
	}
}

func page(name string, item *schema) *schema {
	return &schema{id: "(page of " + item.id + ")", kind: object, fields: []field{
		{name: name, required: true, schema: &schema{kind: list, item: item}},
		{name: "total_count", required: true, schema: &schema{kind: integer}},
	}}
}

// known returns a schema unless the tables do not say what it is.
func known(s *schema) *schema {
	if s.kind == unknown {
		return nil
	}
	return s
}
