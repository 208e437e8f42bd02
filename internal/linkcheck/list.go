package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// linked returns the modules of all packages that pkg is built of, as seen from the module in dir.
func linked(ctx context.Context, dir, pkg string) (set, error) {
	return list(ctx, dir, "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", pkg)
}

// required returns the modules that go.mod in dir names, and those that they name.
func required(ctx context.Context, dir string) (set, error) {
	return list(ctx, dir, "-m", "-f", "{{.Path}}", "all")
}

func list(ctx context.Context, dir string, args ...string) (set, error) {
	command := exec.CommandContext(ctx, "go", append([]string{"list"}, args...)...)
	command.Dir = dir
	command.Env = append(command.Environ(), "GOWORK=off")
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s in %s: %w", strings.Join(args, " "), dir, err)
	}
	modules := set{}
	for path := range strings.FieldsSeq(string(out)) {
		modules[path] = true
	}
	return modules, nil
}
