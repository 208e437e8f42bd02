package contract

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// An operation is an operation of the Backend API and the name that its method has in the table.
type operation struct {
	row
	params    []param
	request   *schema // the body, or nil
	multipart bool
	answer    *schema // nil if nothing says what it is
	wrapped   bool    // a list that comes as an object with data too
	validator *validator
}

// A param is a query parameter.
type param struct {
	field
	joined bool // several values stand in one, with commas
}

// An api is all operations, in the order of the table, and what is known beside them.
type api struct {
	source     string      // what the client is held against
	doc        *openapi3.T // nil if all that is known is from the tables
	operations []*operation
	known      map[string]*schema // the components
}

func (a *api) operation(name string) *operation {
	for _, op := range a.operations {
		if op.name == name {
			return op
		}
	}
	return nil
}

// loadAPI returns the API of the document, or that of the tables where the document is not at hand. All tests share one.
func loadAPI(t testing.TB) *api {
	t.Helper()
	a, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var shared = sync.OnceValues(func() (*api, error) {
	doc, err := readDocument(backendDocument)
	if errors.Is(err, errNoDocument) {
		return tablesAPI(err.Error() + ": the client is held against the tables in testdata alone")
	}
	if err != nil {
		return nil, err
	}
	rows, err := readRows()
	if err != nil {
		return nil, err
	}
	return documentAPI(doc, rows)
})

func documentAPI(doc *openapi3.T, rows []row) (*api, error) {
	a := &api{doc: doc, source: "the client is held against " + backendDocument}
	tr := &translator{known: map[string]*schema{}}
	byID := documentOperations(doc)
	for _, r := range rows {
		entry, ok := byID[r.id]
		if !ok {
			return nil, fmt.Errorf("%s has %s, and %s does not; take the row out", operationsTable, r.id, backendDocument)
		}
		op := &operation{row: r}
		op.fill(tr, entry.operation)
		a.operations = append(a.operations, op)
	}
	for _, name := range sorted(doc.Components.Schemas) {
		tr.translate(&openapi3.SchemaRef{Ref: componentPrefix + name, Value: doc.Components.Schemas[name].Value}, name)
	}
	a.known = tr.known
	relaxRequests(doc)
	repairAnswers(doc)
	for _, op := range a.operations {
		op.validator = newValidator(doc, op, byID[op.id])
	}
	return a, nil
}

// A documented is an operation where the document has it.
type documented struct {
	method, path string
	item         *openapi3.PathItem
	operation    *openapi3.Operation
}

func documentOperations(doc *openapi3.T) map[string]documented {
	byID := map[string]documented{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			byID[op.OperationID] = documented{method, path, item, op}
		}
	}
	return byID
}

func (op *operation) fill(tr *translator, documented *openapi3.Operation) {
	for _, ref := range documented.Parameters {
		p := ref.Value
		if p.In != openapi3.ParameterInQuery {
			continue
		}
		f := field{name: p.Name, required: p.Required, nullable: p.Schema.Value.Nullable, schema: tr.translate(p.Schema, op.id+"?"+p.Name)}
		op.params = append(op.params, param{field: f, joined: p.Explode != nil && !*p.Explode})
	}
	if documented.RequestBody != nil {
		for mediaType, content := range documented.RequestBody.Value.Content {
			op.multipart = mediaType == "multipart/form-data"
			op.request = tr.translate(content.Schema, op.id+" body")
		}
	}
	for status, ref := range documented.Responses.Map() {
		if content := ref.Value.Content["application/json"]; strings.HasPrefix(status, "2") && content != nil {
			op.answer = tr.translate(content.Schema, "(inline "+op.id+")")
		}
	}
	op.wrapped = op.answer != nil && op.answer.kind == list && slices.Contains(names(op.query), "paginated")
}
