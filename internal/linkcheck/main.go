package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// frameworks are those of the adapters, by directory.
var frameworks = map[string]string{
	"adapters/chi":    "github.com/go-chi/chi/v5",
	"adapters/echo":   "github.com/labstack/echo/v5",
	"adapters/echov4": "github.com/labstack/echo/v4",
	"adapters/gin":    "github.com/gin-gonic/gin",
}

func main() {
	problems, err := run(context.Background(), ".", os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "linkcheck:", err)
		os.Exit(2)
	}
	for _, problem := range problems {
		fmt.Fprintln(os.Stderr, "linkcheck:", problem)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
}

// run looks at the adapters below root.
func run(ctx context.Context, root string, out *os.File) ([]string, error) {
	dirs, err := filepath.Glob(filepath.Join(root, "adapters", "*"))
	if err != nil {
		return nil, err
	}
	r := repository{adapters: map[string]adapter{}}
	if r.middleware, err = linked(ctx, root, "./middleware"); err != nil {
		return nil, err
	}
	if r.required, err = required(ctx, root); err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		name := "adapters/" + filepath.Base(dir)
		a := adapter{framework: frameworks[name]}
		if a.framework != "" {
			if a.own, err = linked(ctx, dir, "."); err != nil {
				return nil, err
			}
			if a.alone, err = linked(ctx, dir, a.framework); err != nil {
				return nil, err
			}
		}
		r.adapters[name] = a
	}
	_, _ = fmt.Fprintf(out, "linkcheck: %-15s %2d modules\n", "middleware", len(r.middleware))
	for _, name := range slices.Sorted(keys(r.adapters)) {
		a := r.adapters[name]
		_, _ = fmt.Fprintf(out, "linkcheck: %-15s %2d modules, where %s alone has %d\n", name, len(a.own), a.framework, len(a.alone))
	}
	return r.problems(), nil
}
