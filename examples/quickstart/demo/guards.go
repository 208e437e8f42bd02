package demo

import (
	_ "embed" // for the source below
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
)

//go:embed routes.go
var routesSource string

// A route is a row of the table on the page.
type route struct {
	Method string // "DELETE"
	Path   string // one to try: "/projects/1"
	Guard  string // as the code has it, or "" for a route that is open to everybody
}

// GuardLines returns the guard in parts that belong on one line each where there is too little room for all of it, and each
// of those in parts to break it by where even that is too long.
func (r route) GuardLines() [][]string {
	var lines [][]string
	broken := strings.NewReplacer("(a", "(\na", ", ", ", \n").Replace(r.Guard)
	for line := range strings.SplitSeq(broken, "\n") {
		lines = append(lines, strings.SplitAfter(line, "("))
	}
	return lines
}

// guardedRoutes reads the routes and their guards from the source of the function routes, and returns that source as well.
// What the page shows is therefore what runs.
func guardedRoutes() (rows []route, source string, err error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "routes.go", routesSource, parser.SkipObjectResolution)
	if err != nil {
		return nil, "", err
	}
	text := func(n ast.Node) string {
		return routesSource[fset.Position(n.Pos()).Offset:fset.Position(n.End()).Offset]
	}
	for _, declaration := range file.Decls {
		f, ok := declaration.(*ast.FuncDecl)
		if !ok || f.Name.Name != "routes" {
			continue
		}
		source = text(f)
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || text(call.Fun) != "mux.Handle" {
				return true
			}
			rows = append(rows, newRoute(text(call.Args[0]), call.Args[1], text))
			return false
		})
	}
	if len(rows) == 0 {
		return nil, "", fmt.Errorf("routes.go registers no route")
	}
	return rows, source, nil
}

// newRoute describes one registration. A handler that is wrapped stands in a call of its guard; an open one is a say.
func newRoute(quoted string, handler ast.Expr, text func(ast.Node) string) route {
	pattern, _ := strconv.Unquote(quoted) // it compiles
	method, path, _ := strings.Cut(pattern, " ")
	r := route{Method: method, Path: strings.ReplaceAll(path, "{id}", "1")}
	if call, ok := handler.(*ast.CallExpr); ok && strings.HasPrefix(text(call.Fun), "auth.") {
		r.Guard = text(call.Fun)
	}
	return r
}
