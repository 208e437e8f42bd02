package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
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

// pagesDir is where the compiler is told that the code of the pages stands: in this module, with the workspace around it.
const pagesDir = "internal/doccheck/testdata/pages"

// unused is what the compiler says of a result that a block shows how to get, and does nothing with.
var unused = regexp.MustCompile(`: declared and not used: \w+$`)

// TestTheCodeOfThePagesCompiles builds every block of Go in README.md and docs as it stands.
func TestTheCodeOfThePagesCompiles(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	sources := map[string]string{}
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(page)
		if blocks := strings.Split(string(text), "```go\n"); len(blocks) > 1 {
			sources[name] = source(name, blocks)
		}
	}
	if sources["README.md"] == "" || len(sources) < 9 {
		t.Fatalf("only %d pages have Go code, README.md among them: %t", len(sources), sources["README.md"] != "")
	}
	complaints := compile(t, sources)
	for name := range sources {
		t.Run(name, func(t *testing.T) {
			if len(complaints[name]) > 0 {
				t.Errorf("this code does not compile:\n%s", strings.Join(complaints[name], "\n"))
			}
		})
		delete(complaints, name)
	}
	for _, lines := range complaints {
		t.Errorf("the pages were not built:\n%s", strings.Join(lines, "\n"))
	}
}

// TestTheCompilerIsHeardOnEveryPage builds pages of which some are wrong, one of them in two places.
func TestTheCompilerIsHeardOnEveryPage(t *testing.T) {
	sources := map[string]string{}
	for name, text := range map[string]string{
		"right.md":  "```go\nlog.Print(1)\n```\n",
		"unused.md": "```go\nunused := 1\n```\n",
		"wrong.md":  "Text.\n\n```go\nunused := 1\nnot.There()\n```\n\nText.\n\n```go\nmiddleware.Nor(this)\n```\n",
		"syntax.md": "```go\nif {\n```\n",
	} {
		sources[name] = source(name, strings.Split(text, "```go\n"))
	}
	complaints := compile(t, sources)
	for name, want := range map[string][]string{
		"wrong.md":  {"wrong.md:5: undefined: not", "wrong.md:11: undefined: middleware.Nor", "wrong.md:11: undefined: this"},
		"syntax.md": {"syntax.md:2: syntax error: missing condition in if statement"},
	} {
		got := complaints[name]
		if !slices.EqualFunc(got, want, strings.HasSuffix) {
			t.Errorf("%s:\n%s\nwant:\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		delete(complaints, name)
	}
	for name, lines := range complaints {
		t.Errorf("%s:\n%s", name, strings.Join(lines, "\n"))
	}
}

// source returns a file with the code that each of the blocks of a page but the first begins with, each as the body of a function of
// its own and with its lines.
func source(page string, blocks []string) string {
	source := strings.Builder{}
	source.WriteString(frame)
	line := 1
	for i, block := range blocks {
		if code, _, _ := strings.Cut(block, "```"); i > 0 {
			fmt.Fprintf(&source, "\nfunc code%d(t *testing.T, ctx context.Context, c *backend.Client) {\n_, _, _ = t, ctx, c\n//line %s:%d\n%s}\n", i, page, line, code)
		}
		line += strings.Count(block, "\n") + 1
	}
	var imports strings.Builder
	for name, path := range more {
		if regexp.MustCompile(`\b` + name + `\.`).MatchString(source.String()) {
			imports.WriteString(name + ` "` + path + "\"\n")
		}
	}
	return strings.Replace(source.String(), "MORE", imports.String(), 1)
}

// compile builds each page as a package, all with one command, so that what they import is compiled once. It returns what the
// compiler complains about, by the name of the page and with its lines, but for variables that are not used. Complaints about no
// page in particular are under the name "".
func compile(t *testing.T, sources map[string]string) map[string][]string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	args := []string{"build", "-gcflags=-e", "-o", os.DevNull, "-overlay", filepath.Join(dir, "overlay.json")}
	replace := map[string]string{}
	for _, page := range slices.Sorted(maps.Keys(sources)) {
		file := filepath.Join(dir, page+".go")
		if err := os.WriteFile(file, []byte(sources[page]), 0o600); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(root, pagesDir, page, "page.go")] = file
		args = append(args, "./"+pagesDir+"/"+page)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", args...)
	build.Dir = root
	out, err := build.CombinedOutput()
	if len(out) == 0 {
		t.Fatalf("go build: %v", err)
	}
	complaints := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") || unused.MatchString(line) {
			continue
		}
		name, _, _ := strings.Cut(line, ":")
		if name = filepath.Base(name); sources[name] == "" {
			name = ""
		}
		complaints[name] = append(complaints[name], line)
	}
	return complaints
}
