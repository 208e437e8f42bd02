package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// frame surrounds code of the README with what a reader takes for granted: imports and a handler of one's own.
const frame = `package page

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
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/revocation"
	"github.com/usher-auth/usher/token"
	"github.com/usher-auth/usher/webhooks"
	MORE
)

var _, _, _, _, _ = fmt.Fprintln, log.Fatal, chi.NewRouter, authobject.Role, clerk.AnyIssuer
var _, _, _, _, _ = clerktest.Start, middleware.New, httptest.NewRequest, errors.Is, os.Open
var _, _, _, _ = jwks.New, token.New, revocation.New, multisession.New
var _ time.Duration
var _ strings.Builder

func deleteProject(http.ResponseWriter, *http.Request) {}

func forget(context.Context, string) error { return nil }

var mux *webhooks.Mux

var auth, red, blue *middleware.Usher

var home, dashboard, settings, me, save http.Handler

var (
	w    http.ResponseWriter
	r    *http.Request
	news chan string
)
`

// more are imports of the blocks that use them. They are in other modules than the rest, which the workspace joins.
var more = map[string]string{
	"gin":       "github.com/gin-gonic/gin",
	"echo":      "github.com/labstack/echo/v5",
	"ushergin":  "github.com/usher-auth/usher/adapters/gin",
	"usherecho": "github.com/usher-auth/usher/adapters/echo",
}

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
			blocks := strings.Split(string(text), "```go\n")
			if len(blocks) == 1 {
				if page == "../../README.md" {
					t.Fatal("README.md has no Go code")
				}
				return
			}
			compile(t, filepath.Base(page), blocks)
		})
	}
}

// compile fails the test unless the compiler takes the code that each of the blocks but the first begins with, each as the body of
// a function of its own, but for variables that are not used. What it complains about has the line of the page.
func compile(t *testing.T, page string, blocks []string) {
	t.Helper()
	source := strings.Builder{}
	source.WriteString(frame)
	line := 1
	for i, block := range blocks {
		if code, _, _ := strings.Cut(block, "```"); i > 0 {
			fmt.Fprintf(&source, "\nfunc code%d(t *testing.T, ctx context.Context, c *backend.Client) {\n_, _, _ = t, ctx, c\n//line %s:%d\n%s}\n", i, page, line, code)
		}
		line += strings.Count(block, "\n") + 1
	}
	file := filepath.Join(t.TempDir(), "page.go")
	var imports strings.Builder
	for name, path := range more {
		if regexp.MustCompile(`\b` + name + `\.`).MatchString(source.String()) {
			imports.WriteString(name + ` "` + path + "\"\n")
		}
	}
	if err := os.WriteFile(file, []byte(strings.Replace(source.String(), "MORE", imports.String(), 1)), 0o600); err != nil {
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
		t.Errorf("this code does not compile:\n%s", complaints)
	}
}
