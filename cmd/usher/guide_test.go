package main

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTheCommandsOfTheGuideExist holds the command lines in docs/testing.md and README.md against the flags that there are.
func TestTheCommandsOfTheGuideExist(t *testing.T) {
	known := map[string]func() *flag.FlagSet{}
	for _, c := range commands() {
		known[c.name] = func() *flag.FlagSet {
			flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
			flags.SetOutput(new(strings.Builder))
			c.define(flags)
			return flags
		}
	}
	found := 0
	for _, page := range []string{"../../docs/testing.md", "../../README.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range regexp.MustCompile(`(?m)(?:^|\| |^    go run \S+/)usher(?:@latest)? (.*)$`).FindAllStringSubmatch(string(text), -1) {
			given, _, _ := strings.Cut(line[1], " |")
			given, _, _ = strings.Cut(given, " >")
			words := strings.Fields(given)
			name := words[0]
			if name == "webhook" {
				name += " " + words[1]
			}
			flags, ok := known[name]
			if !ok {
				continue // prose
			}
			if err := flags().Parse(words[len(strings.Fields(name)):]); err != nil {
				t.Errorf("%s: usher %s: %v", page, given, err)
			}
			found++
		}
	}
	if found < 10 {
		t.Errorf("there are %d commands on the pages", found)
	}
}
