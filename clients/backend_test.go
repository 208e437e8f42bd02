package clients

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestClerksBackendClient runs @clerk/backend against usher dev. Each check prints a line, see backend/kit.mjs.
func TestClerksBackendClient(t *testing.T) {
	node := tool(t, "node")
	install(t, "backend")
	printed := startDev(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, node, "main.mjs")
	run.Dir = "backend"
	run.Env = os.Environ()
	for name, value := range printed {
		run.Env = append(run.Env, name+"="+value)
	}
	var out, complaints bytes.Buffer
	run.Stdout, run.Stderr = &out, &complaints
	err := run.Run()
	all, done := read(out.String())
	if err != nil || !done {
		t.Errorf("the checks broke off: %v\n%s", err, &complaints)
	}
	judge(t, "@clerk/backend", 120, all)
}

// read reads what the checks printed, and whether they came to their end.
func read(out string) (all []verdict, done bool) {
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		for _, state := range []string{"not ok", "pending", "ok"} {
			if rest, is := strings.CutPrefix(line, state+" "); is {
				name, why, _ := strings.Cut(rest, " # ")
				all = append(all, verdict{state, name, why})
				break
			}
		}
		done = line == "done"
	}
	return all, done
}

// tool returns the path of a program, or ends the test.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("USHER_REQUIRE_CLIENTS") == "1" || os.Getenv("CI") == "true" {
		t.Fatalf("there is no %s in PATH", name)
	}
	t.Skipf("skipped for want of %s in PATH", name)
	return ""
}

// install installs what the package-lock.json of a directory names, unless that was done.
func install(t *testing.T, dir string) {
	t.Helper()
	npm := tool(t, "npm")
	want, err := os.ReadFile(dir + "/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	stamp := dir + "/node_modules/.installed"
	if have, err := os.ReadFile(stamp); err == nil && bytes.Equal(have, want) {
		return
	}
	var out []byte
	for attempt := range 3 { // a registry may be slow to answer
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		command := exec.CommandContext(ctx, npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts")
		command.Dir = dir
		out, err = command.CombinedOutput()
		cancel()
		if err == nil {
			break
		}
		t.Logf("npm ci, attempt %d: %v", attempt+1, err)
	}
	if err != nil {
		unavailable(t, fmt.Sprintf("npm ci: %v\n%s", err, out))
	}
	if err := os.WriteFile(stamp, want, 0o600); err != nil {
		t.Fatal(err)
	}
}

// unavailable ends the test: skipped, unless the clients are a must.
func unavailable(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("USHER_REQUIRE_CLIENTS") == "1" || os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip("skipped: " + why)
}

// TestTheCodeForJavaScriptInTheGuideRuns runs what docs/testing.md shows.
func TestTheCodeForJavaScriptInTheGuideRuns(t *testing.T) {
	node := tool(t, "node")
	install(t, "backend")
	text, err := os.ReadFile("../docs/testing.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(text), "```js\n")
	code, _, ok := strings.Cut(block, "```")
	if !ok {
		t.Fatal("the guide has no JavaScript")
	}
	run := exec.CommandContext(t.Context(), node, "--input-type=module", "-e", code)
	run.Dir, run.Env = "backend", append(os.Environ(), "CLERK_TELEMETRY_DISABLED=1")
	for name, value := range startDev(t) {
		run.Env = append(run.Env, name+"="+value)
	}
	if out, err := run.CombinedOutput(); err != nil || !strings.HasPrefix(string(out), "user_") {
		t.Errorf("it printed %s, %v", out, err)
	}
}
