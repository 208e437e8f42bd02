package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const threatsPage = "../../docs/threats.md"

// rowsAtLeast are how many rows of each letter the page has to have: none may be dropped from its end.
var rowsAtLeast = map[string]int{"P": 29, "O": 15}

// TestThePageOfThreatsNamesEveryTest holds docs/threats.md against the tests that are named after its rows.
func TestThePageOfThreatsNamesEveryTest(t *testing.T) {
	page, err := os.ReadFile(threatsPage)
	if err != nil {
		t.Fatal(err)
	}
	there, err := threatTests("../..")
	if err != nil {
		t.Fatal(err)
	}
	if len(there) < 44 {
		t.Errorf("only %d tests of threats were found", len(there))
	}
	for _, problem := range threatProblems(string(page), there) {
		t.Error(problem)
	}
}

// TestHolesInThePageOfThreatsAreSeen spoils the page in every way that the check is for.
func TestHolesInThePageOfThreatsAreSeen(t *testing.T) {
	page := func(rows ...string) string { return strings.Join(rows, "\n") + "\n" }
	var good []string
	var there []string
	for _, letter := range []string{"P", "O"} {
		for n := 1; n <= rowsAtLeast[letter]; n++ {
			name := fmt.Sprintf("TestThreat%s%02dX", letter, n)
			good, there = append(good, fmt.Sprintf("| %s-%d | a | b | `%s` |", letter, n, name)), append(there, name)
		}
	}
	if problems := threatProblems(page(good...), there); len(problems) != 0 {
		t.Fatalf("a whole page: %q", problems)
	}
	with := func(n int, row string) string {
		changed := slices.Clone(good)
		changed[n] = row
		return page(changed...)
	}
	excused := slices.DeleteFunc(slices.Clone(there), func(name string) bool { return name == "TestThreatP03X" })
	if problems := threatProblems(with(2, "| P-3 | a | b | not applicable: there is none |"), excused); len(problems) != 0 {
		t.Errorf("a row that does not apply: %q", problems)
	}
	for _, row := range []struct {
		name, page string
		there      []string
		says       string
	}{
		{"a row is missing", page(slices.Delete(slices.Clone(good), 4, 5)...), there, "P-5"},
		{"the last row is missing", page(good[:len(good)-1]...), there, "O-15"},
		{"a row stands twice", page(append(slices.Clone(good), good[3])...), there, "P-4"},
		{"a test does not exist", page(good...), there[1:], "TestThreatP01X does not exist"},
		{"a test is not named", page(good...), append(slices.Clone(there), "TestThreatO03Y"), "TestThreatO03Y is not named"},
		{"a row without a test", with(2, "| P-3 | a | b | see above |"), there, "P-3"},
		{"a row that does not say why it does not apply", with(2, "| P-3 | a | b | not applicable: |"), excused, "P-3"},
		{"a row with the test of another", with(2, "| P-3 | a | b | `TestThreatP04X` |"), there, "TestThreatP04X"},
		{"a row without a sentence", with(2, "| P-3 | | b | `TestThreatP03X` |"), there, "P-3"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if problems := strings.Join(threatProblems(row.page, row.there), "\n"); !strings.Contains(problems, row.says) {
				t.Errorf("%q does not mention %q", problems, row.says)
			}
		})
	}
}

var (
	threatRow  = regexp.MustCompile(`^\| ([PO])-(\d+) \|(.*)\|$`)
	threatName = regexp.MustCompile("`((?:Test|Fuzz)Threat\\w+)`")
)

// threatProblems returns what is wrong between the page and the tests that there are.
func threatProblems(page string, there []string) []string {
	var problems []string
	complain := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	rows, named := map[string]int{}, map[string]bool{}
	for line := range strings.Lines(page) {
		match := threatRow.FindStringSubmatch(strings.TrimSpace(line))
		if match == nil {
			continue
		}
		letter, number := match[1], match[2]
		row := letter + "-" + number
		rows[row]++
		cells := strings.Split(match[3], "|")
		if len(cells) != 3 || slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) == "" }) {
			complain("row %s: write what went wrong, what Usher does, and the tests", row)
			continue
		}
		names := threatName.FindAllStringSubmatch(cells[2], -1)
		why, excused := strings.CutPrefix(strings.TrimSpace(cells[2]), "not applicable:")
		if len(names) == 0 && (!excused || strings.TrimSpace(why) == "") {
			complain("row %s: name a test, or say why it is not applicable", row)
		}
		for _, name := range names {
			named[name[1]] = true
			if !slices.Contains(there, name[1]) {
				complain("row %s: %s does not exist", row, name[1])
			}
			if prefix := fmt.Sprintf("Threat%s%02s", letter, number); !strings.HasPrefix(name[1][len("Test"):], prefix) {
				complain("row %s: %s is not named after it; its name begins with Test%s", row, name[1], prefix)
			}
		}
	}
	for letter, least := range rowsAtLeast {
		highest := least
		for row := range rows {
			var n int
			if _, err := fmt.Sscanf(row, letter+"-%d", &n); err == nil {
				highest = max(highest, n)
			}
		}
		for n := 1; n <= highest; n++ {
			if row := fmt.Sprintf("%s-%d", letter, n); rows[row] != 1 {
				complain("row %s stands %d times", row, rows[row])
			}
		}
	}
	for _, name := range there {
		if !named[name] {
			complain("%s is not named on the page", name)
		}
	}
	return problems
}

// threatTests returns the names of the tests of threats below a folder, other modules included.
func threatTests(root string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && threatName.MatchString("`"+f.Name.Name+"`") {
				names = append(names, f.Name.Name)
			}
		}
		return nil
	})
	return names, err
}
