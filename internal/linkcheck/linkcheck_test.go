package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func setOf(paths ...string) set {
	s := set{}
	for _, path := range paths {
		s[path] = true
	}
	return s
}

func TestProblems(t *testing.T) {
	const gin, sonic, echo = "github.com/gin-gonic/gin", "github.com/bytedance/sonic", "github.com/labstack/echo/v5"
	sound := func() repository {
		return repository{
			middleware: setOf(usher, "github.com/lestrrat-go/jwx/v2"),
			required:   setOf(usher, "github.com/lestrrat-go/jwx/v2", "github.com/go-chi/chi/v5"),
			adapters: map[string]adapter{
				"adapters/chi":  {"github.com/go-chi/chi/v5", setOf(usher, "github.com/go-chi/chi/v5"), setOf("github.com/go-chi/chi/v5")},
				"adapters/gin":  {gin, setOf(usher, usher+"/adapters/gin", "github.com/lestrrat-go/jwx/v2", gin, sonic), setOf(gin, sonic)},
				"adapters/echo": {echo, setOf(usher, usher+"/adapters/echo", echo), setOf(echo)},
			},
		}
	}
	for _, row := range []struct {
		name   string
		change func(*repository)
		want   string // a part of the only problem
	}{
		{"each adapter links its framework and the middleware", func(*repository) {}, ""},
		{"an adapter links a module of its own choice", func(r *repository) { r.adapters["adapters/gin"].own["example.com/x"] = true },
			"adapters/gin links example.com/x, which neither"},
		{"a user of chi links gin", func(r *repository) {
			r.adapters["adapters/chi"].own[gin], r.adapters["adapters/chi"].alone[gin] = true, true
		}, "adapters/chi links github.com/gin-gonic/gin, the framework of adapters/gin"},
		{"a user of chi links what gin brings", func(r *repository) { r.adapters["adapters/chi"].own[sonic] = true },
			"adapters/chi links github.com/bytedance/sonic, which neither"},
		{"an adapter links another", func(r *repository) { r.adapters["adapters/echo"].own[usher+"/adapters/gin"] = true }, "adapters/echo links adapters/gin"},
		{"the middleware links a framework", func(r *repository) { r.middleware[echo] = true }, "package middleware links " + echo},
		{"the root module requires a framework", func(r *repository) { r.required[gin] = true }, "the root module requires " + gin},
		{"an adapter is in no list", func(r *repository) { r.adapters["adapters/new"] = adapter{} }, "adapters/new is not known"},
		{"an adapter does not link its framework", func(r *repository) { delete(r.adapters["adapters/echo"].own, echo) }, "does not link " + echo + " at all"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := sound()
			row.change(&r)
			got := r.problems()
			if row.want == "" && len(got) != 0 || row.want != "" && (len(got) != 1 || !strings.Contains(got[0], row.want)) {
				t.Errorf("problems are %q, want one with %q", got, row.want)
			}
		})
	}
}

// TestLinked has the go command look at two modules of which one needs the other.
func TestLinked(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":         "module example.com/a\n\ngo 1.25.0\n\nreplace example.com/b => ./b\n\nrequire example.com/b v0.0.0\n",
		"a.go":           "package a\n\nimport _ \"example.com/b\"\n",
		"alone/alone.go": "package alone\n\nimport _ \"strings\"\n",
		"b/go.mod":       "module example.com/b\n\ngo 1.25.0\n",
		"b/b.go":         "package b\n",
	} {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct {
		pkg  string
		want set
	}{
		{".", setOf("example.com/a", "example.com/b")},
		{"./alone", setOf("example.com/a")},
	} {
		if got, err := linked(t.Context(), root, row.pkg); err != nil || !maps.Equal(got, row.want) {
			t.Errorf("%s links %v (%v), want %v", row.pkg, slices.Sorted(keys(got)), err, slices.Sorted(keys(row.want)))
		}
	}
	if got, err := required(t.Context(), root); err != nil || !got["example.com/b"] {
		t.Errorf("required are %v (%v)", got, err)
	}
	if _, err := linked(t.Context(), root, "./nothing"); err == nil {
		t.Error("a package that is not there links nothing, without an error")
	}
}
