package contract

import "strings"

// A tables is what the tables say of the API: less than the document, and enough to hold the client against.
type tables struct {
	schemas map[string]*schema // by their names in models.tsv
}

// unsaid is a schema of which a table names the field and not the type.
var unsaid = &schema{kind: unknown}

func readSchemas() (*tables, error) {
	ts := &tables{schemas: map[string]*schema{}}
	rows, err := readTable(modelsTable)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if ts.schemas[r["schema"]] == nil {
			ts.schemas[r["schema"]] = &schema{id: r["schema"], kind: object}
		}
	}
	for _, r := range rows {
		ts.schemas[r["schema"]].merge([]field{{
			name: r["field"], required: r["required"] == "yes", nullable: r["nullable"] == "yes", deprecated: r["deprecated"] == "yes",
			schema: ts.parse(r["type"], r["schema"]+"."+r["field"]),
		}}, nil)
	}
	return ts, nil
}

// parse reads a type of the tables: "string", "[]integer:int64", "enum(a|b)", "map[string]any", "object{a,b}", "User",
// "oneOf(Token|Cookies)". An object that has no name of its own has the rows of the place that it stands at.
func (ts *tables) parse(text, place string) *schema {
	inside := func(prefix, suffix string) (string, bool) {
		rest, ok := strings.CutPrefix(text, prefix)
		if !ok || !strings.HasSuffix(rest, suffix) {
			return "", false
		}
		return strings.TrimSuffix(rest, suffix), true
	}
	if rest, ok := strings.CutPrefix(text, "[]"); ok {
		return &schema{kind: list, item: ts.parse(rest, place+"[]")}
	}
	if rest, ok := strings.CutPrefix(text, "map[string]"); ok {
		if rest == "any" {
			return &schema{kind: anything}
		}
		return &schema{kind: dict, item: ts.parse(rest, place+"{}")}
	}
	if rest, ok := inside("enum(", ")"); ok {
		s := &schema{kind: textual, enum: strings.Split(rest, "|")}
		if rest == "True" || rest == "False" {
			s = &schema{kind: boolean, enum: []string{strings.ToLower(rest)}}
		}
		return s
	}
	if rest, ok := inside("allOf(", ")"); ok {
		return ts.parse(rest, place)
	}
	for _, prefix := range []string{"oneOf(", "anyOf("} {
		if rest, ok := inside(prefix, ")"); ok {
			s := &schema{kind: union}
			for _, member := range splitAt(rest, '|') {
				s.members = append(s.members, ts.parse(member, place))
			}
			return s
		}
	}
	if s := ts.schemas[place]; s != nil && strings.HasPrefix(text, "object") {
		return s
	}
	if rest, ok := inside("object{", "}"); ok {
		s := &schema{kind: object, id: text}
		for _, name := range splitAt(rest, ',') {
			s.fields = append(s.fields, field{name: name, schema: unsaid})
		}
		if rest == "" {
			s.kind = anything
		}
		return s
	}
	name, format, _ := strings.Cut(text, ":")
	switch name {
	case "string":
		return &schema{kind: textual, format: format}
	case "integer":
		return &schema{kind: integer, format: format}
	case "number":
		return &schema{kind: number, format: format}
	case "boolean":
		return &schema{kind: boolean}
	case "any":
		return &schema{kind: anything}
	}
	if s := ts.schemas[text]; s != nil {
		return s
	}
	return unsaid
}

// splitAt splits a text at a sign that is in no bracket.
func splitAt(text string, sign rune) []string {
	if text == "" {
		return nil
	}
	var parts []string
	depth, start := 0, 0
	for i, c := range text {
		switch {
		case strings.ContainsRune("{(", c):
			depth++
		case strings.ContainsRune("})", c):
			depth--
		case c == sign && depth == 0:
			parts = append(parts, strings.TrimSpace(text[start:i]))
			start = i + 1
		}
	}
	return append(parts, strings.TrimSpace(text[start:]))
}
