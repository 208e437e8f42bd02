package contract

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// The tables: facts that were taken from the document when the client was written, and the names that its methods got.
const (
	operationsTable = "testdata/operations.tsv"
	modelsTable     = "testdata/models.tsv"
)

// A row is an operation as the table has it.
type row struct {
	id, method, path string
	name             string // of the Go method: "Users.List"
	auth             string
	pathParams       []string
	query            []string // as name:type
	body             []string // as name:type, those that are required first
	bodyRequired     int      // how many those are
	bodyType         string
	success          string // the status
	response         string
	paginated        string
	deprecated       bool
}

func readRows() ([]row, error) {
	table, err := readTable(operationsTable)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, r := range table {
		required, optional := splitList(r["body_required"]), splitList(r["body_optional"])
		rows = append(rows, row{
			id: r["operationId"], method: r["method"], path: r["path"], name: r["go_proposed"], auth: r["auth"],
			pathParams: splitList(r["path_params"]), query: splitList(r["query_params"]),
			body: append(required, optional...), bodyRequired: len(required), bodyType: r["body_content_type"],
			success: r["success_status"], response: r["response_schema"], paginated: r["paginated"], deprecated: r["deprecated"] == "yes",
		})
	}
	return rows, nil
}

// readTable returns the rows of a table, by the names in its first line.
func readTable(path string) ([]map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	names := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for n, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != len(names) {
			return nil, fmt.Errorf("%s, line %d: %d columns instead of %d", path, n+2, len(cells), len(names))
		}
		r := map[string]string{}
		for i, cell := range cells {
			r[names[i]] = cell
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// splitList splits a cell at the commas that are in no bracket. A dash is the empty list.
func splitList(cell string) []string {
	if cell == "-" || cell == "" {
		return nil
	}
	return splitAt(cell, ',')
}

// names returns the names of a list of name:type.
func names(list []string) []string {
	var out []string
	for _, entry := range list {
		name, _, _ := strings.Cut(entry, ":")
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
