package clients

import (
	"bufio"
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// startDev builds usher, runs usher dev until the test ends, and returns the variables that it prints.
func startDev(t *testing.T) map[string]string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "usher")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./cmd/usher")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("usher cannot be built: %v\n%s", err, out)
	}
	var notes bytes.Buffer
	dev := exec.Command(program, "dev", "-addr", "127.0.0.1:0") // without a context: it is ended as by Ctrl-C, below
	dev.Stderr = &notes
	out, err := dev.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := dev.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := dev.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		if err := dev.Wait(); err != nil {
			t.Errorf("after Ctrl-C usher dev ends with %v: %s", err, &notes)
		}
	})
	printed := map[string]string{}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "ready" {
		name, value, _ := strings.Cut(lines.Text(), "=")
		printed[name] = value
	}
	if len(printed) != 4 {
		t.Fatalf("usher dev printed %v; %s", printed, &notes)
	}
	return printed
}

// A verdict is what came of a check.
type verdict struct{ state, name, why string } // "ok", "not ok" or "pending"

var update = flag.Bool("update", false, "write pending.txt anew")

// judge holds verdicts of one client against pending.txt and wants so many checks at least.
func judge(t *testing.T, client string, least int, all []verdict) {
	t.Helper()
	if *update {
		rewrite(t, client, all)
	}
	pending := pendingOf(t, client)
	worked := 0
	for _, v := range all {
		_, listed := pending[v.name]
		delete(pending, v.name)
		t.Run(v.name, func(t *testing.T) {
			switch {
			case v.state == "ok" && listed:
				t.Errorf("it works; take the line %q out of pending.txt", client+"\t"+v.name)
			case v.state == "pending" && !listed:
				t.Errorf("the emulator does not answer %s", v.why)
			case v.state == "pending":
				t.Logf("waits for %s", v.why)
			case v.state != "ok":
				t.Error(v.why)
			}
		})
		if v.state == "ok" {
			worked++
		}
	}
	for name := range pending {
		t.Errorf("pending.txt lists %q, and there is no such check", name)
	}
	t.Logf("%s: %d checks, %d of them work, %d wait", client, len(all), worked, len(all)-worked)
	if worked < least {
		t.Errorf("%d checks work, and %d have to", worked, least)
	}
}

// rewrite puts the checks of a client that wait into pending.txt, in place of those that are listed.
func rewrite(t *testing.T, client string, all []verdict) {
	t.Helper()
	text, err := os.ReadFile("pending.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, client+"\t") {
			out.WriteString(line)
		}
	}
	for _, v := range all {
		if v.state == "pending" {
			out.WriteString(client + "\t" + v.name + "\t" + v.why + "\n")
		}
	}
	if err := os.WriteFile("pending.txt", []byte(out.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// pendingOf returns the checks of a client that wait for something, and for what.
func pendingOf(t *testing.T, client string) map[string]string {
	t.Helper()
	text, err := os.ReadFile("pending.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 3 {
			t.Fatalf("pending.txt: %q is no client, check and operation", line)
		}
		if fields[0] == client {
			out[fields[1]] = fields[2]
		}
	}
	return out
}
