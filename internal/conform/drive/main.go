// Command drive runs the conformance adapter as a separate program over all recorded cases and says how many agree. It fails
// when a case disagrees and docs/differences.md does not say why.
//
//	go run ./internal/conform/drive            # from the root of the module
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/usher-auth/usher/internal/conform/replay"
)

func main() {
	if err := drive(); err != nil {
		fmt.Fprintln(os.Stderr, "drive:", err)
		os.Exit(1)
	}
}

func drive() error {
	cases, expected, err := replay.Load("testdata/conformance")
	if err != nil {
		return err
	}
	adapter := exec.CommandContext(context.Background(), "go", "run", "./internal/conform")
	adapter.Stderr = os.Stderr
	in, err := adapter.StdinPipe()
	if err != nil {
		return err
	}
	out, err := adapter.StdoutPipe()
	if err != nil {
		return err
	}
	if err := adapter.Start(); err != nil {
		return err
	}
	tally, unexplained, err := exchange(cases, expected, in, out)
	if err := errors.Join(err, in.Close(), adapter.Wait()); err != nil {
		return err
	}
	tally.print(os.Stdout)
	if len(unexplained) > 0 {
		return fmt.Errorf("these decisions disagree and docs/differences.md does not name them: %s", strings.Join(unexplained, ", "))
	}
	return nil
}

// A tally counts agreement by group.
type tally map[string]*[2]int // group → agreeing, all

func exchange(cases []replay.Case, expected map[string]replay.Answer, in io.Writer, out io.Reader) (t tally, unexplained []string, err error) {
	t = tally{}
	listed, err := replay.Differences("docs/differences.md")
	if err != nil {
		return nil, nil, err
	}
	answers := bufio.NewReader(out)
	for _, c := range cases {
		answer, err := ask(c, in, answers)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", c.Name, err)
		}
		if t[c.Group] == nil {
			t[c.Group] = &[2]int{}
		}
		t[c.Group][1]++
		want := expected[c.Name]
		switch agrees := len(replay.Compare(want, answer)) == 0; {
		case agrees:
			t[c.Group][0]++
		case !listed(c.Name):
			unexplained = append(unexplained, c.Name)
		}
	}
	return t, unexplained, nil
}

func ask(c replay.Case, in io.Writer, answers *bufio.Reader) (replay.Answer, error) {
	line, stop, err := c.Line()
	if err != nil {
		return nil, err
	}
	defer stop()
	if _, err := in.Write(append(line, '\n')); err != nil {
		return nil, err
	}
	text, err := answers.ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("the adapter gave no answer: %w", err)
	}
	var answer replay.Answer
	return answer, json.Unmarshal(text, &answer)
}

func (t tally) print(w io.Writer) {
	var groups []string
	agree, all := 0, 0
	for group, n := range t {
		groups = append(groups, group)
		agree, all = agree+n[0], all+n[1]
	}
	slices.Sort(groups)
	for _, group := range groups {
		_, _ = fmt.Fprintf(w, "%-24s %s\n", group, strings.TrimSpace(fmt.Sprintf("%4d of %4d agree", t[group][0], t[group][1])))
	}
	_, _ = fmt.Fprintf(w, "%-24s %d of %d recorded decisions agree\n", "all", agree, all)
}
