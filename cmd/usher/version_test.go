package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestVersionSaysWhatItIs(t *testing.T) {
	for _, args := range [][]string{{"version"}, {"-version"}, {"--version"}} {
		got := usher(t, nil, "", args...).want(t, exitOK, "usher ", runtime.Version())
		if got.err != "" {
			t.Errorf("%q complains: %s", args, got.err)
		}
	}
	usher(t, nil, "", "version", "now").want(t, exitUsage, `"now" is too much`)
	usher(t, nil, "", "version", "-x").want(t, exitUsage, "not defined")
	usher(t, nil, "", "version", "-h").want(t, exitOK, "version of Go")
	commit := []debug.BuildSetting{{Key: "vcs.revision", Value: "0123abcd"}, {Key: "vcs.modified", Value: "true"}}
	for _, row := range []struct {
		name, want string
		info       debug.BuildInfo
	}{
		{"a published version", "usher v1.2.3 go1.25.0", debug.BuildInfo{GoVersion: "go1.25.0", Main: debug.Module{Version: "v1.2.3"}}},
		{"a working tree", "usher (devel) go1.25.0", debug.BuildInfo{GoVersion: "go1.25.0", Main: debug.Module{Version: "(devel)"}}},
		{"a test, which has no version", "usher (devel) go1.25.0", debug.BuildInfo{GoVersion: "go1.25.0"}},
		{"a commit with changes", "usher (devel) 0123abcd (changed)", debug.BuildInfo{Settings: commit}},
		{"nothing at all", "usher (devel)", debug.BuildInfo{}},
	} {
		if got := versionOf(&row.info); got != row.want {
			t.Errorf("%s: %q, not %q", row.name, got, row.want)
		}
	}
}

func TestHelpIsThereInEachFormOfAsking(t *testing.T) {
	for _, row := range []struct {
		name string
		args []string
		code int
		says []string
	}{
		{"help", []string{"help"}, exitOK, []string{"usher dev", "usher webhook replay", "usher version"}},
		{"--help", []string{"--help"}, exitOK, []string{"usher dev"}},
		{"help with a command", []string{"help", "token"}, exitOK, []string{"usher token [flags]", "-expires"}},
		{"help with two words", []string{"help", "webhook", "send"}, exitOK, []string{"usher webhook send [flags] URL", "-type"}},
		{"help with several commands", []string{"help", "webhook"}, exitOK, []string{"usher webhook send", "usher webhook replay"}},
		{"help with no command", []string{"help", "wat"}, exitUsage, []string{`no command "wat"`}},
		{"webhook -h", []string{"webhook", "-h"}, exitOK, []string{"usher webhook send", "usher webhook replay"}},
		{"dev --help", []string{"dev", "--help"}, exitOK, []string{"usher dev [flags]"}},
		{"webhook and nothing", []string{"webhook"}, exitUsage, []string{"usher webhook send", "usher webhook replay"}},
		{"webhook and what there is not", []string{"webhook", "wat"}, exitUsage, []string{`no command "webhook wat"`, "usher webhook send"}},
		{"what is but the beginning of one", []string{"web"}, exitUsage, []string{`no command "web"`}},
		{"nothing", nil, exitUsage, []string{"usher dev"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := usher(t, nil, "", row.args...).want(t, row.code, row.says...)
			if told := got.out != ""; told != (row.code == exitOK) {
				t.Errorf("on stdout: %q, on stderr: %q", got.out, got.err)
			}
		})
	}
}
