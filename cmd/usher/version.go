package main

import (
	"context"
	"flag"
	"runtime/debug"
)

var versionCommand = command{
	name: "version", summary: "says which version this is",
	about: `
Prints the version of the module, the version of Go that built the program, and where there is one the commit. A program that was not
built from a published version says (devel). usher -version does the same.`,
	define: func(*flag.FlagSet) func(context.Context, terminal, []string) error {
		return func(_ context.Context, t terminal, args []string) error {
			if err := atMost(0, args); err != nil {
				return err
			}
			info, ok := debug.ReadBuildInfo()
			if !ok {
				info = &debug.BuildInfo{}
			}
			t.print("%s\n", versionOf(info))
			return nil
		}
	},
}

// versionOf returns what there is to know of a build: "usher (devel) go1.25.0 0123abcd (changed)".
func versionOf(info *debug.BuildInfo) string {
	text := "usher " + info.Main.Version
	if info.Main.Version == "" {
		text = "usher (devel)"
	}
	if info.GoVersion != "" {
		text += " " + info.GoVersion
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = " " + s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " (changed)"
		}
	}
	if commit != "" {
		text += commit + changed
	}
	return text
}
