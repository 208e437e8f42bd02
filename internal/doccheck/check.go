package main

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

const list = "internal/doccheck/entrypoints.txt"

// A report is what a module, with those inside it, came to: one line for each hole, and how much was looked at.
type report struct {
	problems                 []string
	packages, names, entries int
}

// A checker walks a module and those inside it.
type checker struct {
	report
	fset     *token.FileSet
	root     string
	module   string          // its path
	examples map[string]bool // whatever can have an Example, written as in the list, and whether it has one
}

// check looks at the module in root.
func check(root string) (report, error) {
	c := &checker{fset: token.NewFileSet(), root: root, module: modulePath(root), examples: map[string]bool{}}
	err := filepath.WalkDir(root, func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if dir != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") || c.isForeign(dir)) {
			return fs.SkipDir // not a package of this repository
		}
		return c.directory(dir)
	})
	if err != nil {
		return report{}, err
	}
	return c.report, c.entryPoints()
}

// isForeign reports whether dir holds a module of somebody else's. One whose path goes on from that of the root is our own: an
// adapter, say, whose names users meet like all others.
func (c *checker) isForeign(dir string) bool {
	module := modulePath(dir)
	return module != "" && !strings.HasPrefix(module, c.module+"/")
}

// modulePath returns the path of the module in dir, or "" if there is no module.
func modulePath(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if path, ok := strings.CutPrefix(line, "module "); ok {
			return strings.TrimSpace(path)
		}
	}
	return "?" // which is nobody's
}

// directory checks the package in dir, if there is one.
func (c *checker) directory(dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	var files []*ast.File // with the tests, for their examples
	for _, name := range names {
		file, err := parser.ParseFile(c.fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	rel, err := filepath.Rel(c.root, dir)
	if err != nil {
		return err
	}
	rel = filepath.ToSlash(rel)
	p, err := doc.NewFromFiles(c.fset, files, rel)
	if err != nil {
		return err
	}
	if len(p.Filenames) == 0 {
		return nil // nothing, or nothing but tests
	}
	c.packages++
	c.want(p.Doc, files[0].Package, "package "+p.Name)
	if p.Name == "main" || slices.Contains(strings.Split(rel, "/"), "internal") {
		return nil
	}
	c.examples[rel] = len(p.Examples) > 0
	c.values(p.Consts, p.Vars)
	c.funcs(p.Funcs, rel, "")
	for _, t := range p.Types {
		c.name(t.Doc, t.Decl.Pos(), "type "+t.Name)
		c.examples[rel+"."+t.Name] = len(t.Examples) > 0
		c.members(t)
		c.values(t.Consts, t.Vars)
		c.funcs(t.Funcs, rel, "")
		c.funcs(t.Methods, rel, t.Name+".")
	}
	return nil
}

func (c *checker) funcs(funcs []*doc.Func, pkg, receiver string) {
	for _, f := range funcs {
		c.name(f.Doc, f.Decl.Pos(), "func "+receiver+f.Name)
		c.examples[pkg+"."+receiver+f.Name] = len(f.Examples) > 0
	}
}

func (c *checker) values(groups ...[]*doc.Value) {
	for _, group := range slices.Concat(groups...) {
		for _, spec := range group.Decl.Specs {
			spec := spec.(*ast.ValueSpec)
			for _, id := range spec.Names {
				if id.IsExported() {
					c.name(group.Doc+spec.Doc.Text()+spec.Comment.Text(), id.Pos(), group.Decl.Tok.String()+" "+id.Name)
				}
			}
		}
	}
}

// members checks the fields of a struct and the methods of an interface, also where one stands inside the other.
func (c *checker) members(t *doc.Type) {
	ast.Inspect(t.Decl.Specs[0].(*ast.TypeSpec).Type, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncType:
			return false // parameters need no comment of their own
		case *ast.StructType:
			for _, f := range n.Fields.List {
				c.member(f, "field "+t.Name+".", embedded(f.Type))
			}
		case *ast.InterfaceType:
			for _, f := range n.Methods.List {
				c.member(f, "method "+t.Name+".", "") // what is embedded is documented at home
			}
		}
		return true
	})
}

func (c *checker) member(f *ast.Field, what, embedded string) {
	names := f.Names
	if len(names) == 0 {
		names = []*ast.Ident{ast.NewIdent(embedded)}
	}
	for _, id := range names {
		if id.IsExported() {
			c.name(f.Doc.Text()+f.Comment.Text(), f.Pos(), what+id.Name)
		}
	}
}

// embedded returns the name by which an embedded field of type x is reached.
func embedded(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return embedded(x.X)
	case *ast.IndexExpr:
		return embedded(x.X)
	case *ast.IndexListExpr:
		return embedded(x.X)
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.Ident:
		return x.Name
	}
	return ""
}

// entryPoints checks that whatever is listed exists and has an Example.
func (c *checker) entryPoints() error {
	text, err := os.ReadFile(filepath.Join(c.root, list))
	if err != nil {
		return err
	}
	for i, line := range strings.Split(string(text), "\n") {
		entry := strings.TrimSpace(line)
		if entry == "" || strings.HasPrefix(entry, "#") {
			continue
		}
		c.entries++
		if has, known := c.examples[entry]; !known {
			c.problem(list, i+1, "%s is exported nowhere; mend the name or take out the line", entry)
		} else if !has {
			dir, name := path.Split(entry)
			pkg, symbol, _ := strings.Cut(name, ".")
			c.problem(list, i+1, "%s has no Example; write Example%s in %s%s/example_test.go",
				entry, strings.ReplaceAll(symbol, ".", "_"), dir, pkg)
		}
	}
	return nil
}

// name counts an exported name and wants a comment for it.
func (c *checker) name(comment string, at token.Pos, what string) {
	c.names++
	c.want(comment, at, what)
}

func (c *checker) want(comment string, at token.Pos, what string) {
	if strings.TrimSpace(comment) == "" {
		p := c.fset.Position(at)
		c.problem(p.Filename, p.Line, "%s has no comment", what)
	}
}

func (c *checker) problem(file string, line int, format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf("%s:%d: ", file, line)+fmt.Sprintf(format, args...))
}
