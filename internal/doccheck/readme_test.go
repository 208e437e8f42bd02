package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// frame surrounds code of the README with what a reader takes for granted: imports and a handler of one's own.
const frame = `package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/token"
	"github.com/usher-auth/usher/webhooks"
)

var _, _, _, _, _ = fmt.Fprintln, log.Fatal, chi.NewRouter, authobject.Role, clerk.AnyIssuer
var _, _, _, _, _ = clerktest.Start, middleware.New, httptest.NewRequest, errors.Is, os.Open
var _, _ = jwks.New, token.New
var _ time.Duration
var _ strings.Builder

func deleteProject(http.ResponseWriter, *http.Request) {}

func forget(context.Context, string) error { return nil }

var mux *webhooks.Mux

var auth, red, blue *middleware.Usher

var home, dashboard, settings, me http.Handler

var (
	w    http.ResponseWriter
	r    *http.Request
	news chan string
)

func main() {}

func code(t *testing.T, ctx context.Context, c *backend.Client) {
	_, _, _ = t, ctx, c
CODE
}
`

// unused is what the compiler says of a result that a block shows how to get, and does nothing with.
var unused = regexp.MustCompile(`(?m)^.*declared and not used: \w+\n`)

// TestTheCodeOfThePagesCompiles builds every block of Go in README.md and docs as it stands.
func TestTheCodeOfThePagesCompiles(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(pages, "../../README.md") {
		t.Run(filepath.Base(page), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			blocks := strings.Split(string(text), "```go\n")[1:]
			if len(blocks) == 0 && page == "../../README.md" {
				t.Fatal("README.md has no Go code")
			}
			for _, block := range blocks {
				code, _, _ := strings.Cut(block, "```")
				compile(t, code)
			}
		})
	}
}

// compile fails the test unless the compiler takes code, but for variables that it does not use.
func compile(t *testing.T, code string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.go")
	if err := os.WriteFile(file, []byte(strings.Replace(frame, "CODE", code, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-gcflags=-e", "-o", os.DevNull, file)
	build.Dir = "../.."
	out, err := build.CombinedOutput()
	if err == nil {
		return
	}
	complaints := unused.ReplaceAllString(string(out), "")
	if strings.TrimSpace(strings.TrimPrefix(complaints, "# command-line-arguments\n")) != "" {
		t.Errorf("this code does not compile:\n%s\n%s", code, out)
	}
}
