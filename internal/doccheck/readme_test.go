package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// frame surrounds code of the README with what a reader takes for granted: imports and a handler of one's own.
const frame = `package main

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-chi/chi/v5"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

var _, _, _, _, _ = fmt.Fprintln, log.Fatal, chi.NewRouter, authobject.Role, clerk.AnyIssuer
var _, _, _ = clerktest.Start, middleware.New, httptest.NewRequest

func deleteProject(http.ResponseWriter, *http.Request) {}

func main() {}

func code(t *testing.T) {
	_ = t
CODE
}
`

// TestTheCodeOfTheREADMECompiles builds every block of Go in README.md as it stands.
func TestTheCodeOfTheREADMECompiles(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "```go\n")[1:]
	if len(blocks) == 0 {
		t.Fatal("README.md has no Go code")
	}
	for _, block := range blocks {
		code, _, _ := strings.Cut(block, "```")
		file := filepath.Join(t.TempDir(), "readme.go")
		if err := os.WriteFile(file, []byte(strings.Replace(frame, "CODE", code, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		build := exec.CommandContext(t.Context(), "go", "build", "-o", os.DevNull, file)
		build.Dir = "../.."
		if out, err := build.CombinedOutput(); err != nil {
			t.Errorf("this code of README.md does not compile:\n%s\n%s", code, out)
		}
	}
}
