package contract

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestTheTablesAreAsTheDocument(t *testing.T) {
	a := loadAPI(t)
	if a.doc == nil {
		t.Skip("there is no document to compare the tables with")
	}
	report(t, operationsDrift(t, a))
	fields, problems := modelsDrift(t, a)
	report(t, problems)
	empty := 0
	for _, item := range a.doc.Paths.Map() {
		if len(item.Operations()) == 0 {
			empty++
		}
	}
	say("%d operations and %d schema fields are in the tables as in the document; %d paths of the document are empty",
		len(a.operations), fields, empty)
}

// operationsDrift compares the operations of the document with those of the table.
func operationsDrift(t testing.TB, a *api) (problems []problem) {
	t.Helper()
	documented := documentOperations(a.doc)
	fromTable := map[string]*operation{}
	table, err := tablesAPI("")
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range table.operations {
		if fromTable[op.id] != nil {
			problems = append(problems, problem{op.id, "", "the table has it twice"})
		}
		fromTable[op.id] = op
	}
	for _, id := range sorted(documented) {
		if fromTable[id] == nil {
			at := documented[id]
			problems = append(problems, problem{id, "",
				fmt.Sprintf("the document has %s %s, and the table does not; add its row and its method", at.method, at.path)})
		}
	}
	for _, op := range a.operations {
		row, at := fromTable[op.id], documented[op.id]
		compare := func(field string, document, table any) {
			if d, t := fmt.Sprint(document), fmt.Sprint(table); d != t {
				problems = append(problems, problem{op.id, field, fmt.Sprintf("the document says %s, and the table %s", d, t)})
			}
		}
		compare("method", at.method, row.method)
		compare("path", at.path, row.path)
		compare("deprecated", at.operation.Deprecated, row.deprecated)
		compare("query", describeParams(op.params), describeParams(row.params))
		compare("body", describeBody(op.request), describeBody(row.request))
		secured := at.operation.Security == nil || len(*at.operation.Security) > 0
		compare("auth", secured, row.auth != "none")
	}
	return problems
}

func describeParams(params []param) string {
	var texts []string
	for _, p := range params {
		texts = append(texts, fmt.Sprintf("%s:%s required=%t joined=%t", p.name, kindName(p.schema), p.required, p.joined))
	}
	slices.Sort(texts)
	return strings.Join(texts, ", ")
}

func describeBody(s *schema) string {
	if s == nil {
		return "none"
	}
	if s.kind == list {
		return "[]" + describeBody(s.item)
	}
	var texts []string
	for _, f := range s.fields {
		texts = append(texts, fmt.Sprintf("%s:%s required=%t nullable=%t", f.name, kindName(f.schema), f.required, f.nullable))
	}
	slices.Sort(texts)
	return strings.Join(texts, ", ")
}

// modelsDrift compares the fields of all schemas, and of the answers that are written out where they are used.
func modelsDrift(t testing.TB, a *api) (fields int, problems []problem) {
	t.Helper()
	table, err := readSchemas()
	if err != nil {
		t.Fatal(err)
	}
	document := map[string]*schema{}
	for name, s := range a.known {
		if s.kind == object && s.id == name {
			document[name] = s
		}
	}
	written := map[string]*schema{}
	for _, op := range a.operations {
		places(op.request, written)
		places(op.answer, written)
	}
	for name, s := range written {
		document[name] = s
	}
	for _, op := range a.operations {
		delete(document, op.id+" body") // which describeBody compares
		delete(document, op.id+" body[]")
		delete(document, "(inline "+op.id+")")
		name := "(inline " + op.id + ")"
		if table.schemas[name] == nil || op.answer == nil {
			continue
		}
		document[name] = op.answer
		if items := itemsOf(op.answer); items.kind == list {
			document[name] = items.item
			if strings.HasPrefix(items.item.id, name) {
				delete(document, items.item.id)
			}
		}
	}
	for _, name := range sorted(document) {
		have := table.schemas[name]
		if have == nil {
			have = &schema{}
		}
		for _, f := range document[name].fields {
			fields++
			switch inTable := have.field(f.name); {
			case inTable == nil:
				problems = append(problems, problem{name, f.name, "the document has this field, and the table does not; add its row"})
			case describe(f) != describe(*inTable):
				problems = append(problems, problem{name, f.name,
					fmt.Sprintf("the document says %s, and the table %s", describe(f), describe(*inTable))})
			}
		}
	}
	for _, name := range sorted(table.schemas) {
		for _, f := range table.schemas[name].fields {
			if document[name] == nil || document[name].field(f.name) == nil {
				problems = append(problems, problem{name, f.name, "the table has this field, and the document does not; take its row out"})
			}
		}
	}
	return fields, problems
}

// places collects the objects that are written out where they are used, by the names of those places.
func places(s *schema, found map[string]*schema) {
	if s == nil || s.kind == object && found[s.id] == s {
		return
	}
	if s.kind == object {
		found[s.id] = s
	}
	places(s.item, found)
	for _, member := range s.members {
		places(member, found)
	}
	for _, f := range s.fields {
		places(f.schema, found)
	}
}

func describe(f field) string {
	return fmt.Sprintf("%s required=%t nullable=%t deprecated=%t", kindName(f.schema), f.required, f.nullable, f.deprecated)
}

// kindName names a type as far as both sides know it.
func kindName(s *schema) string {
	switch s.kind {
	case object:
		return "object"
	case list:
		if s.item.kind == unknown {
			return "[]object"
		}
		return "[]" + kindName(s.item)
	case dict:
		return fmt.Sprintf("map of %s nullable=%t", kindName(s.item), s.item.nullable)
	case union:
		if len(s.members) == 1 {
			return kindName(s.members[0])
		}
		return fmt.Sprintf("one of %d", len(s.members))
	default:
		return [...]string{"anything", "", "", "", "", "text", "integer", "number", "boolean", "unknown"}[s.kind] +
			strings.TrimSuffix(":"+s.format, ":") + strings.TrimSuffix(" "+strings.Join(s.enum, "|"), " ")
	}
}
