package contract

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// The documents that the tests read.
const (
	backendDocument = "backend-2026-05-12.yml"
	envDocuments    = "USHER_OPENAPI_DIR"
)

// beside is where the documents lie if nothing else is said: next to the repository.
const beside = "../../shared/openapi"

// errNoDocument says that a document is not at hand, which is no error outside CI.
var errNoDocument = errors.New("the document is not at hand")

// LoadDocument reads the OpenAPI document with the given file name. The test is skipped where the documents are not at hand,
// and fails if this is CI, where a check that did not take place must not look like one that passed.
func LoadDocument(t testing.TB, name string) *openapi3.T {
	t.Helper()
	doc, err := readDocument(name)
	if errors.Is(err, errNoDocument) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func readDocument(name string) (*openapi3.T, error) {
	dir, given := os.LookupEnv(envDocuments)
	if !given {
		dir = beside
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if given || os.Getenv("CI") == "true" {
			return nil, fmt.Errorf("there is no %s in %s; set %s to the directory with Clerk's OpenAPI documents",
				name, dir, envDocuments)
		}
		return nil, fmt.Errorf("%s: %w in %s", name, errNoDocument, dir)
	}
	doc, err := openapi3.NewLoader().LoadFromFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	if doc.Paths == nil {
		doc.Paths = openapi3.NewPaths() // a document of webhooks has none, which OpenAPI 3.0 does not foresee
	}
	if err := doc.Validate(context.Background()); err != nil {
		return nil, fmt.Errorf("%s is not valid: %w", name, err)
	}
	return doc, nil
}
