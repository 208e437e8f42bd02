package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// documented is a package without a hole; each row of the table changes it.
const documented = `// Package door opens.
package door

// Colours of a door.
const (
	Red   = "red"
	Green = "green"
)

// A Door opens and shuts.
type Door struct {
	// Height is in metres.
	Height float64
	Width  float64 // in metres
	hinge  int
}

// A Knocker is heard.
type Knocker interface {
	// Knock knocks n times.
	Knock(n int)
}

// New builds a door.
func New() *Door { return &Door{} }

// Open opens it.
func (d *Door) Open() {}

func (d *Door) creak() {}

type frame struct{ Wood string }

func (frame) Paint() {}
`

const examples = `package door_test

import "example.com/house/door"

func ExampleNew() { _ = door.New() }

func ExampleDoor_Open_twice() { door.New().Open() }
`

func TestHoles(t *testing.T) {
	for _, row := range []struct {
		name     string
		old, new string            // what changes in the documented package
		files    map[string]string // what is added to the module, or replaced
		want     string            // the only problem, after the directory of the module; empty if there is none
	}{
		{name: "a documented package passes"},
		{name: "a package needs a comment", old: "// Package door opens.\n",
			want: "door/door.go:1: package door has no comment"},
		{name: "a function needs a comment", old: "// New builds a door.\n",
			want: "door/door.go:24: func New has no comment"},
		{name: "a method needs a comment", old: "// Open opens it.\n",
			want: "door/door.go:27: func Door.Open has no comment"},
		{name: "a type needs a comment", old: "// A Door opens and shuts.\n",
			want: "door/door.go:10: type Door has no comment"},
		{name: "a directive is no comment", old: "// A Door opens and shuts.\n", new: "//go:generate true\n",
			want: "door/door.go:11: type Door has no comment"},
		{name: "a field needs a comment", old: "	// Height is in metres.\n",
			want: "door/door.go:12: field Door.Height has no comment"},
		{name: "an embedded field needs a comment", old: "	hinge  int\n", new: "\t*Knocker[int]\n",
			want: "door/door.go:15: field Door.Knocker has no comment"},
		{name: "a field of a nested struct needs a comment", old: "	hinge  int\n", new: "\t// Lock shuts.\n\tLock struct{ Key int }\n",
			want: "door/door.go:16: field Door.Key has no comment"},
		{name: "a method of an interface needs a comment", old: "	// Knock knocks n times.\n",
			want: "door/door.go:20: method Knocker.Knock has no comment"},
		{name: "a constant is documented by itself where its group is not", old: "// Colours of a door.\nconst (\n	Red   = \"red\"\n",
			new: "const (\n	Red   = \"red\" // like a rose\n", want: "door/door.go:6: const Green has no comment"},
		{name: "a variable needs a comment", old: "// New builds", new: "var Default Door\n\n// New builds",
			want: "door/door.go:24: var Default has no comment"},
		{name: "an internal package needs a comment but its names do not",
			files: map[string]string{"internal/wall/wall.go": "// Package wall stands.\npackage wall\n\nfunc Lean() {}\n"}},
		{name: "an internal package without a comment fails",
			files: map[string]string{"internal/wall/wall.go": "package wall\n"},
			want:  "internal/wall/wall.go:1: package wall has no comment"},
		{name: "a module inside is checked like a package", files: map[string]string{
			"shed/go.mod": "// Tools.\nmodule example.com/house/shed\n", "shed/shed.go": "// Package shed holds tools.\npackage shed\n\nfunc Lock() {}\n"},
			want: "shed/shed.go:4: func Lock has no comment"},
		{name: "an entry point of a module inside needs an example", files: map[string]string{
			"shed/go.mod": "module example.com/house/shed\n", "shed/shed.go": "// Package shed holds tools.\npackage shed\n\n// Lock locks.\nfunc Lock() {}\n",
			list: "shed.Lock\n"},
			want: "internal/doccheck/entrypoints.txt:1: shed.Lock has no Example; write ExampleLock in shed/example_test.go"},
		{name: "a module whose path only begins alike is left alone", files: map[string]string{
			"shed/go.mod": "module example.com/houseboat\n", "shed/shed.go": "package shed\n"}},
		{name: "another module, test data and a directory of tests are left alone", files: map[string]string{
			"shed/go.mod": "module example.com/shed\n", "shed/shed.go": "package shed\n",
			"testdata/old.go": "package old\n", "check/check_test.go": "package check\n"}},
		{name: "an entry point needs an example",
			files: map[string]string{list: "door.New\n", "door/door_test.go": "package door\n"},
			want:  "internal/doccheck/entrypoints.txt:1: door.New has no Example; write ExampleNew in door/example_test.go"},
		{name: "a method that is an entry point needs an example",
			files: map[string]string{list: "door.Door\n"},
			want:  "internal/doccheck/entrypoints.txt:1: door.Door has no Example; write ExampleDoor in door/example_test.go"},
		{name: "an entry point exists", files: map[string]string{list: "door.Shut\n"},
			want: "internal/doccheck/entrypoints.txt:1: door.Shut is exported nowhere; mend the name or take out the line"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if !strings.Contains(documented, row.old) {
				t.Fatalf("the documented package does not hold %q", row.old)
			}
			files := map[string]string{
				"go.mod":            "module example.com/house\n",
				"door/door.go":      strings.Replace(documented, row.old, row.new, 1),
				"door/door_test.go": examples,
				list:                "# what a visitor meets\ndoor.New\n\ndoor.Door.Open\n",
			}
			for name, text := range row.files {
				files[name] = text
			}
			got := problems(t, files)
			var want []string
			if row.want != "" {
				want = []string{row.want}
			}
			if !slices.Equal(got, want) {
				t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), row.want)
			}
		})
	}
}

// problems checks a module made of files and returns what was found, with names relative to it.
func problems(t *testing.T, files map[string]string) []string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := check(root)
	if err != nil {
		t.Fatal(err)
	}
	for i, problem := range got.problems {
		got.problems[i] = strings.TrimPrefix(filepath.ToSlash(problem), filepath.ToSlash(root)+"/")
	}
	return got.problems
}
