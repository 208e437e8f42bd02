package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTheMigrationGuideNamesEverything holds the guide for those who come from clerk-sdk-go to the names that they have in their
// code. The list is what go doc says of the version in its first line.
func TestTheMigrationGuideNamesEverything(t *testing.T) {
	guide, err := os.ReadFile("../../docs/migrating-from-clerk-sdk-go.md")
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile("testdata/clerk-sdk-go.txt")
	if err != nil {
		t.Fatal(err)
	}
	head, names, _ := strings.Cut(string(list), "\n")
	version := regexp.MustCompile(`v\d+\.\d+\.\d+`).FindString(head)
	if version == "" || !strings.Contains(string(guide), version) {
		t.Errorf("the list is of %q, which the guide does not mention", version)
	}
	code := strings.Join(regexp.MustCompile("`[^`\n]+`").FindAllString(string(guide), -1), " ")
	for _, name := range strings.Fields(names) {
		if !regexp.MustCompile(`(^|[^\w.])` + regexp.QuoteMeta(name) + `\b`).MatchString(code) {
			t.Errorf("the guide says nothing of %s", name)
		}
	}
	if len(strings.Fields(names)) < 70 {
		t.Errorf("the list has %d names only", len(strings.Fields(names)))
	}
}
